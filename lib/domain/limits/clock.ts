/**
 * A clock that is set back leaves everything that waits for its time waiting for as long again. The latest moment that any
 * server has seen is kept in the database, so that the jump is noticed, also by the next start. Not a verb: it spans all workspaces.
 */
import { and, eq, gt, lte, or } from 'drizzle-orm'
import { transaction } from '@/db/client'
import { jobs } from '@/db/schema/events'
import { webhookDeliveries } from '@/db/schema/programs'
import { limits } from '@/db/schema/workspaces'
import { CLOCK_KEY } from './take'

/** A smaller step back is borne: clocks of several servers differ, and are set a little all the time. */
const JUMP_MS = 60_000
/** Longest lease of a job that lives is far below: one beyond it was given by the clock of before. */
const LEASE_MAX_MS = 60_000
/** The moment is written down so often at most, ms. */
const WRITE_EVERY_MS = 5_000

/** Looks at the clock. Returns by how many ms it was set back since the last look; what was due by then is due again. */
export async function noticeClock(now = new Date()): Promise<number> {
  return transaction(async (db) => {
    const [row] = await db.select({ until: limits.until }).from(limits).where(eq(limits.key, CLOCK_KEY))
    const last = row?.until.getTime() ?? 0
    const back = last - now.getTime()
    if (back < 0 && -back < WRITE_EVERY_MS) return 0
    if (back >= 0 && back <= JUMP_MS) return 0
    await db
      .insert(limits)
      .values({ key: CLOCK_KEY, n: 0, until: now })
      .onConflictDoUpdate({ target: limits.key, set: { until: now } })
    // A worker that lives has renewed its leases since the last look, by the clock of now.
    const latest = new Date(now.getTime() + LEASE_MAX_MS)
    if (back < 0) {
      await db
        .update(jobs)
        .set({ leaseUntil: now })
        .where(and(eq(jobs.state, 'running'), gt(jobs.leaseUntil, latest)))
      return 0
    }
    // What was about to go, and what waits for another try. What a person chose a time for keeps it.
    const soon = new Date(last + JUMP_MS)
    await db
      .update(jobs)
      .set({ runAt: now })
      .where(and(eq(jobs.state, 'ready'), gt(jobs.runAt, now), or(lte(jobs.runAt, soon), gt(jobs.attempts, 0))))
    await db
      .update(webhookDeliveries)
      .set({ nextAt: now })
      .where(and(eq(webhookDeliveries.state, 'waiting'), gt(webhookDeliveries.nextAt, now)))
    return back
  })
}
