import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Read } from '@/db/doors'
import { prepared } from '@/db/prepared'
import { events } from '@/db/schema/events'
import { type Actor, personOf, requireTeam } from '../actor'
import { rowFor } from '../conversations/row'
import type { EventKind, LiveEvent, StoredData } from '../events'
import { query } from '../query'
import { newestSeq } from './seq'

/** A client further behind than this fetches afresh: cheaper for both sides. */
export const EVENTS_BEHIND_MAX = 2000

export type EventsAfter = { events: LiveEvent[]; seq: number; reset: boolean; more: boolean }

/**
 * What happened after event `after`, oldest first, as this person may see it. `seq`: go on from here (it may be beyond
 * the last event shown). `reset`: too far behind, or a number from another life of this workspace; load afresh.
 */
export const eventsAfter = query(
  { permission: 'conversations:read', input: z.object({ after: z.number().int().min(0), limit: z.number().int().min(1).max(500).default(200) }) },
  async ({ db, actor }, input): Promise<EventsAfter> => {
    requireTeam(actor)
    const newest = await newestSeq(actor, {})
    if (input.after > newest || newest - input.after > EVENTS_BEHIND_MAX) return { events: [], seq: newest, reset: true, more: false }
    const rows = await logAfter(db, actor.workspaceId, input.after, input.limit)
    const seq = rows.at(-1)?.seq ?? input.after
    return { events: rows.flatMap((e) => present(actor, e) ?? []), seq, reset: false, more: rows.length === input.limit }
  },
)

export type StoredEvent = typeof events.$inferSelect

/** The raw log after event `after`, oldest first: for every eye at once, so whoever reads it must cut it with `present`. */
export async function logAfter(db: Read, workspaceId: number, after: number, limit: number): Promise<StoredEvent[]> {
  return prepared(db, 'events:after', (d, name) =>
    d
      .select()
      .from(events)
      .where(and(eq(events.workspaceId, sql.placeholder('id')), gt(events.seq, sql.placeholder('after'))))
      .orderBy(asc(events.seq))
      .limit(sql.placeholder('limit'))
      .prepare(name),
  ).execute({ id: workspaceId, after, limit })
}

/** The event as this reader may see it: their own personal part and their own counts only; null when it is not for them. */
export function present(actor: Actor, e: StoredEvent): LiveEvent | null {
  const me = personOf(actor)
  if (e.audience !== null && (me === null || !e.audience.includes(me))) return null
  const { row, people, counts, ...data }: StoredData = e.data
  return {
    seq: e.seq,
    kind: e.kind as EventKind,
    at: e.at.getTime(),
    actor: { kind: e.actorKind, id: e.actorId },
    conversationId: e.conversationId,
    messageId: e.messageId,
    data,
    row: row
      ? rowFor(
          row,
          people?.find((p) => p.userId === me),
        )
      : undefined,
    counts: counts?.filter((d) => d.userId === 0 || d.userId === me),
  }
}
