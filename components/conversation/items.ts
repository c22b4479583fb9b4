/** What the thread shows, line by line: day lines, the "new" line, messages, and what still waits to be sent. Pure. */
import type { MessageView } from '@/lib/domain/messages/view'
import type { OutboxEntry } from '@/lib/queries/outbox'

export type Item =
  | { type: 'day'; key: string; at: number }
  | { type: 'new'; key: string }
  | { type: 'message'; key: string; message: MessageView; isFirst: boolean }
  | { type: 'waiting'; key: string; entry: OutboxEntry; isFirst: boolean }

type Input = { messages: readonly MessageView[]; outbox: readonly OutboxEntry[]; newFrom: number | null; me: number; dayOf: (ms: number) => string }

/** Messages of one author within so long stand as one block. */
const BLOCK_MS = 5 * 60_000

/** `newFrom`: index of the first unread, null for none. `dayOf`: the reader's calendar day of a moment. */
export function itemsOf({ messages, outbox, newFrom, me, dayOf }: Input): Item[] {
  const out: Item[] = []
  const arrived = new Set<string>()
  let day = ''
  let before: { author: string; at: number } | null = null
  let isNewShown = false
  for (const m of messages) {
    if (m.clientKey) arrived.add(m.clientKey)
    const d = dayOf(m.createdAt)
    if (d !== day) {
      out.push({ type: 'day', key: `d${d}`, at: m.createdAt })
      before = null
    }
    day = d
    if (newFrom !== null && !isNewShown && m.index >= newFrom && m.kind !== 'system') {
      isNewShown = true
      before = null
      out.push({ type: 'new', key: 'new' })
    }
    const author = m.kind === 'system' ? 'system' : `${m.kind}:${m.author.kind}:${m.author.id}`
    const isFirst = before === null || before.author !== author || m.createdAt - before.at > BLOCK_MS
    before = { author, at: m.createdAt }
    // The same key as while it waited: the line on screen stays the same line.
    out.push({ type: 'message', key: m.clientKey ? `k${m.clientKey}` : `m${m.index}`, message: m, isFirst })
  }
  for (const entry of outbox) {
    if (arrived.has(entry.key) || entry.state === 'held') continue
    const author = `${entry.kind === 'note' ? 'note' : 'message'}:user:${me}`
    out.push({ type: 'waiting', key: `k${entry.key}`, entry, isFirst: before?.author !== author })
    before = { author, at: entry.at }
  }
  return out
}
