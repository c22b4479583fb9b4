import { and, asc, eq, gt, gte, inArray, lte, min, sql } from 'drizzle-orm'
import { z } from 'zod'
import { hasPath, withoutPaths } from '@/db/dialects'
import type { Read, Write } from '@/db/doors'
import { events } from '@/db/schema/events'
import { webhooks } from '@/db/schema/programs'
import { workspaces } from '@/db/schema/workspaces'
import { command } from '../command'
import { EVENTS_BEHIND_MAX } from './events-after'

/** The newest events stay whole for those who catch up: well more than they may be behind. */
export const WHOLE = EVENTS_BEHIND_MAX * 2
/** A workspace's log is at most this long, and older than this only where a webhook has not read it yet. */
export const EVENTS_MAX = 100_000
const DAYS_MAX = 90
/** A webhook that has not read for so long is not waited for. */
const WEBHOOK_DAYS = 30
/** Events looked at in one transaction. */
const BITE = 500
const day = 24 * 60 * 60_000

/** What only those who catch up need: the list's row and counts as they were, and words that the message itself has. */
const CARRIED = [['row'], ['people'], ['counts'], ['message', 'body'], ['message', 'html'], ['message', 'attachments']] as const

/**
 * One bite of pruning the event log: first what is past its time goes, oldest first, so that the log stays without gaps;
 * then what nobody catches up with any more loses what it carried. Returns whether there is more to do.
 */
export const pruneEvents = command({ permission: 'jobs:manage', input: z.object({}) }, async (w): Promise<boolean> => {
  const [workspace] = await w.db.select({ seq: workspaces.eventSeq }).from(workspaces).where(eq(workspaces.id, w.workspaceId))
  if (!workspace) return false
  const unread = await firstUnread(w.db, w.workspaceId, new Date(w.at.getTime() - WEBHOOK_DAYS * day))
  const upTo = Math.min(workspace.seq - WHOLE, unread)
  if (upTo <= 0) return false
  const ours = eq(events.workspaceId, w.workspaceId)

  const oldest = await w.db
    .select({ seq: events.seq, at: events.at })
    .from(events)
    .where(and(ours, lte(events.seq, upTo)))
    .orderBy(asc(events.seq))
    .limit(BITE)
  const limit = new Date(w.at.getTime() - DAYS_MAX * day)
  const isOver = (e: { seq: number; at: Date }) => e.at < limit || e.seq <= workspace.seq - EVENTS_MAX
  const kept = oldest.findIndex((e) => !isOver(e))
  const last = oldest.at(kept === -1 ? -1 : kept - 1)
  if (last && kept !== 0) {
    await w.db.delete(events).where(and(ours, lte(events.seq, last.seq)))
    return true
  }
  return thin(w.db, w.workspaceId, upTo)
})

/** Up to where every webhook has read, a suspended one too: it goes on from there. One that has not read for long is not waited for. */
async function firstUnread(db: Read, workspaceId: number, since: Date): Promise<number> {
  const [row] = await db
    .select({ cursor: min(webhooks.cursor) })
    .from(webhooks)
    .innerJoin(events, and(eq(events.workspaceId, webhooks.workspaceId), eq(events.seq, sql`${webhooks.cursor} + 1`), gte(events.at, since)))
    .where(eq(webhooks.workspaceId, workspaceId))
  return row?.cursor ?? Number.MAX_SAFE_INTEGER
}

/** What is thin already is always the beginning of the log: so much of its end is looked at as is not. */
async function thin(db: Write, workspaceId: number, upTo: number): Promise<boolean> {
  const within = (from: number, to: number) => and(eq(events.workspaceId, workspaceId), gt(events.seq, from), lte(events.seq, to), hasPath(events.data, CARRIED))
  const some = async (from: number, to: number) => (await db.select({ seq: events.seq }).from(events).where(within(from, to)).limit(1)).length > 0
  let to = upTo
  if (!(await some(to - BITE, to))) return false
  while (to > 0 && (await some(to - 2 * BITE, to - BITE))) to -= BITE
  const rows = await db
    .select({ seq: events.seq })
    .from(events)
    .where(within(to - BITE, to))
  await db
    .update(events)
    .set({ data: withoutPaths(events.data, CARRIED) })
    .where(
      and(
        eq(events.workspaceId, workspaceId),
        inArray(
          events.seq,
          rows.map((r) => r.seq),
        ),
      ),
    )
  return true
}
