/** A client that loads once and then only applies events: what a browser tab must be able to do. */
import type { Actor } from '../actor'
import { counts } from '../conversations/counts'
import { list } from '../conversations/list'
import type { ConversationRow } from '../conversations/row'
import type { CountDelta } from '../events'
import { eventsAfter } from '../workspaces/events-after'

export type Seen = { rows: Record<number, ConversationRow>; shared: Record<string, number>; mine: Record<string, number> }

/** Everything this person may see, from the database. */
export async function load(actor: Actor): Promise<Seen> {
  const rows: Record<number, ConversationRow> = {}
  for (const kind of ['customer', 'team'] as const)
    for (let cursor: string | undefined, more = true; more;) {
      const page = await list(actor, { kind, status: 'any', archived: 'any', limit: 7, cursor })
      for (const r of page.rows) rows[r.id] = r
      cursor = page.next ?? undefined
      more = page.next !== null
    }
  const { shared, mine } = await counts(actor, {})
  return { rows, shared, mine }
}

/** Brings what was loaded at event `after` up to date with events alone. */
export async function follow(actor: Extract<Actor, { kind: 'user' }>, seen: Seen, after: number): Promise<Seen> {
  for (let at = after, more = true; more;) {
    const page = await eventsAfter(actor, { after: at, limit: 20 })
    if (page.reset) throw new Error('too far behind')
    for (const e of page.events) {
      if (e.row) apply(seen, actor.userId, e.row)
      for (const d of e.counts ?? []) move(d.userId === 0 ? seen.shared : seen.mine, d)
    }
    at = page.seq
    more = page.more
  }
  return seen
}

function apply(seen: Seen, me: number, row: ConversationRow): void {
  if (row.kind === 'team' && !row.members.includes(me)) delete seen.rows[row.id]
  // An older version is old news, except for my own part: that has no version.
  else if (row.version >= (seen.rows[row.id]?.version ?? 0)) seen.rows[row.id] = row
}

function move(counts: Record<string, number>, d: CountDelta): void {
  const n = (counts[d.key] ?? 0) + d.n
  if (n === 0) delete counts[d.key]
  else counts[d.key] = n
}
