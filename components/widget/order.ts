/** Messages of several conversations laid into one line. */
import type { VisitorMessage } from '@/lib/domain/visitors/view'

/**
 * Oldest first. Inside a conversation the index decides, whatever the clocks say: there a message counts as no older
 * than the one before it. Doubles (the same id) are dropped, the later given one stays.
 */
export function inOrder(messages: readonly VisitorMessage[]): VisitorMessage[] {
  const byId = new Map(messages.map((m) => [m.id, m]))
  const sorted = [...byId.values()].sort((a, b) => a.conversationId - b.conversationId || a.index - b.index)
  const times = new Map<number, number>()
  let last: VisitorMessage | undefined
  for (const m of sorted) {
    const before = last?.conversationId === m.conversationId ? (times.get(last.id) ?? 0) : 0
    times.set(m.id, Math.max(m.at, before))
    last = m
  }
  return sorted.sort((a, b) => (times.get(a.id) ?? 0) - (times.get(b.id) ?? 0) || a.conversationId - b.conversationId || a.index - b.index)
}
