/** Which job may run now, and taking it for a while. The queue spans all workspaces, so these are no verbs. */
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm'
import { reader, transaction } from '@/db/client'
import { lockFreeRows, lockName } from '@/db/dialects'
import { jobs } from '@/db/schema/events'

/** A job taken by one worker until `leaseUntil`; that moment also proves that it is still this worker's. */
export type Claimed = { id: number; workspaceId: number; kind: string; payload: Record<string, unknown>; attempts: number; leaseUntil: Date }

/** For so long (ms) what is due stands behind an earlier one of its lane that failed and will be tried again, so that they keep their order. */
export const HOLD_MS = 30_000
/** The lanes of what leaves (reactions.ts). */
const CONVERSATION = 'conversation:%'

/**
 * First of its lane: nothing else runs there, and nothing earlier is due. An earlier one that only waits for its time holds
 * nobody up; one that failed does so for `HOLD_MS`, and in a conversation until it is through or dead: a customer must never get
 * the second answer before the first.
 */
function leadsItsLane(now: Date) {
  const [at, heldSince] = [jobs.runAt.mapToDriverValue(now), jobs.runAt.mapToDriverValue(new Date(now.getTime() - HOLD_MS))]
  return sql`(${jobs.lane} is null or not exists (select 1 from ${jobs} as other where other.lane = ${jobs.lane} and other.id <> ${jobs.id} and (other.state = 'running' or (other.state = 'ready' and other.id < ${jobs.id} and (other.run_at <= ${at} or (other.last_error is not null and (other.lane like ${CONVERSATION} or ${jobs.runAt} > ${heldSince})))))))`
}

/** Takes up to `limit` jobs that are due, or whose worker died, for `leaseMs`. Several workers never get the same one. */
export async function claimJobs(limit: number, leaseMs: number, now = new Date()): Promise<Claimed[]> {
  return transaction(async (db) => {
    // Two that look at once, at different moments, could take an early and a late one of the same lane.
    await lockName(db, 'jobs:claim')
    const leads = leadsItsLane(now)
    // Asked apart, each walks its index and stops at the limit, however many wait.
    const lost = await lockFreeRows(
      db
        .select({ id: jobs.id })
        .from(jobs)
        .where(and(eq(jobs.state, 'running'), lte(jobs.leaseUntil, now), leads))
        .limit(limit),
    )
    const ready =
      lost.length >= limit
        ? []
        : await lockFreeRows(
            db
              .select({ id: jobs.id })
              .from(jobs)
              .where(and(eq(jobs.state, 'ready'), lte(jobs.runAt, now), leads))
              .orderBy(asc(jobs.runAt))
              .limit(limit - lost.length),
          )
    const due = [...lost, ...ready]
    if (due.length === 0) return []
    const taken = await db
      .update(jobs)
      .set({ state: 'running', leaseUntil: new Date(now.getTime() + leaseMs), attempts: sql`${jobs.attempts} + 1` })
      .where(
        inArray(
          jobs.id,
          due.map((j) => j.id),
        ),
      )
      .returning()
    return taken
      .toSorted((a, b) => a.id - b.id)
      .map((j) => ({ id: j.id, workspaceId: j.workspaceId, kind: j.kind, payload: j.payload, attempts: j.attempts, leaseUntil: j.leaseUntil ?? now }))
  })
}

/** When there is next something to claim; null when nothing waits. A look without a lock: cheap enough for every commit. */
export async function nextDue(now = new Date()): Promise<Date | null> {
  const db = await reader()
  const [ready] = await db
    .select({ at: jobs.runAt })
    .from(jobs)
    .where(and(eq(jobs.state, 'ready'), leadsItsLane(now)))
    .orderBy(asc(jobs.runAt))
    .limit(1)
  const [lost] = await db.select({ at: jobs.leaseUntil }).from(jobs).where(eq(jobs.state, 'running')).orderBy(asc(jobs.leaseUntil)).limit(1)
  const times = [ready?.at, lost?.at].filter((t) => t instanceof Date)
  return times.length === 0 ? null : new Date(Math.min(...times.map((t) => t.getTime())))
}
