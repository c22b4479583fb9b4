/**
 * What the person did and the server has not told of yet. A row's server state (`base`) and the acts on top are kept
 * apart, so that an event, a refusal or a fresh list can come in any order and none is counted twice.
 */
import { bucketsOf, diffBuckets } from '@/lib/domain/conversations/buckets'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import type { CountDelta, LiveEvent } from '@/lib/domain/events'

export type Patch = (row: ConversationRow) => ConversationRow
/** `isTold`: its event came; `isDone`: the server said yes. With both it is over. */
type Op = { patch: Patch; isTold: boolean; isDone: boolean }
type Entry = { base: ConversationRow; ops: Op[] }

export class Pending {
  private readonly entries = new Map<number, Entry>()
  private readonly listeners = new Set<() => void>()
  private deltas: readonly CountDelta[] = []

  /** `me`: whose acts these are. */
  constructor(readonly me: number) {}

  /** Puts an act on top of what the server last told of the row. */
  begin(base: ConversationRow, patch: Patch): Op {
    const entry = this.entries.get(base.id) ?? { base, ops: [] }
    const op = { patch, isTold: false, isDone: false }
    entry.ops.push(op)
    this.entries.set(base.id, entry)
    this.changed()
    return op
  }

  /** The server said yes. Returns whether its event is still to come. */
  done(id: number, op: Op): boolean {
    op.isDone = true
    this.sweep(id)
    return !op.isTold
  }

  /** It failed, or waited too long for its event: the row without it, if we know it. */
  drop(id: number, op: Op): ConversationRow | undefined {
    const entry = this.entries.get(id)
    if (!entry?.ops.includes(op)) return undefined
    entry.ops = entry.ops.filter((o) => o !== op)
    const row = entry.ops.reduce((r, o) => o.patch(r), entry.base)
    this.sweep(id)
    return row
  }

  /** News of a row: what to show of it, with the acts still under way on top. */
  tell(event: Pick<LiveEvent, 'row'>): ConversationRow | undefined {
    const row = event.row
    const entry = row && this.entries.get(row.id)
    if (!row || !entry) return row
    if (row.version >= entry.base.version) entry.base = row
    // In the order they were done: what the row already says needs no patch of ours.
    for (const op of entry.ops) {
      if (!op.isTold && JSON.stringify(op.patch(row)) !== JSON.stringify(row)) break
      op.isTold = true
    }
    this.sweep(row.id)
    return this.shown(entry.base)
  }

  /** The row with the acts under way on top. */
  shown(row: ConversationRow): ConversationRow {
    return (this.entries.get(row.id)?.ops ?? []).reduce((r, o) => o.patch(r), row)
  }

  /** Rows with acts under way, as shown: to be put again into a list that was fetched meanwhile. */
  rows(): ConversationRow[] {
    return [...this.entries.values()].map((e) => this.shown(e.base))
  }

  /** What to add to the server's counts. The same array until something changes. */
  counts = (): readonly CountDelta[] => this.deltas
  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  private sweep(id: number): void {
    const entry = this.entries.get(id)
    if (!entry) return
    entry.ops = entry.ops.filter((o) => !(o.isDone && o.isTold))
    if (entry.ops.length === 0) this.entries.delete(id)
    this.changed()
  }

  private changed(): void {
    const moved = new Map<string, number>()
    for (const { base, ops } of this.entries.values()) diffBuckets(this.buckets(base), this.buckets(ops.reduce((r, o) => o.patch(r), base)), moved)
    this.deltas = [...moved].filter(([, n]) => n !== 0).map(([k, n]) => ({ userId: Number(k.slice(0, k.indexOf('|'))), key: k.slice(k.indexOf('|') + 1), n }))
    for (const l of this.listeners) l()
  }

  private buckets(row: ConversationRow): Set<string> {
    return bucketsOf(row, [{ userId: this.me, member: row.members.includes(this.me), ...row.me }])
  }
}
