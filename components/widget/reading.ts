/** How far the visitor has read, and what the team is told of it. */
import type { VisitorMessage } from '@/lib/domain/visitors/view'

/** ms: what is read in one glance is told in one call. */
const GATHER = 300

type Told = { delivered: string; read: string | undefined }

export class Reading {
  private upTo = new Map<number, number>()
  private told = ''
  private timer: ReturnType<typeof setTimeout> | undefined

  /** `tell` rejects when the team could not be told: it is told again with the next. */
  constructor(private readonly tell: (what: Told) => Promise<unknown>) {}

  stop(): void {
    clearTimeout(this.timer)
  }

  reset(): void {
    this.told = ''
    this.upTo = new Map()
  }

  /** What the server knows: `[conversation, index]`. `isWhole`: all it knows. */
  learn(seen: readonly (readonly [number, number])[], isWhole: boolean): void {
    if (isWhole) this.upTo = new Map()
    for (const [id, index] of seen) this.upTo.set(id, Math.max(index, this.at(id)))
  }

  /** Somebody looks: all of it is read. */
  look(messages: readonly VisitorMessage[]): void {
    for (const m of messages) if (m.index > this.at(m.conversationId)) this.upTo.set(m.conversationId, m.index)
  }

  unread(messages: readonly VisitorMessage[]): number {
    return messages.filter((m) => m.from === 'team' && m.index > this.at(m.conversationId)).length
  }

  /** Tells what arrived (up to the cursor) and what was read, gathered for a moment. `now` is asked when the moment is over. */
  acknowledge(now: () => { messages: readonly VisitorMessage[]; cursor: string | null }): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      const { messages, cursor } = now()
      const last = messages.findLast((m) => m.from === 'team')
      if (!last || !cursor) return
      const read = [...this.upTo]
        .filter(([, index]) => index >= 0)
        .map(([id, index]) => `${id}.${index}`)
        .join('_')
      const said = JSON.stringify([last.id, read])
      if (said === this.told) return
      this.told = said
      this.tell({ delivered: cursor, read: read || undefined }).catch(() => (this.told = ''))
    }, GATHER)
  }

  private at(conversationId: number): number {
    return this.upTo.get(conversationId) ?? -1
  }
}
