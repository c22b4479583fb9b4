/** What becomes of a job that was run. Each is quiet when the job is no longer this worker's: its lease had run out. */
import { and, eq } from 'drizzle-orm'
import { transaction } from '@/db/client'
import { jobs } from '@/db/schema/events'
import type { Claimed } from './claim'

const still = (j: Claimed) => and(eq(jobs.id, j.id), eq(jobs.state, 'running'), eq(jobs.leaseUntil, j.leaseUntil))

/** Done: it goes. When it was asked for again while it ran, it stays and goes once more; else it does so `againAt` a later time. */
export async function finishJob(j: Claimed, againAt?: Date): Promise<void> {
  await transaction(async (db) => {
    const asRun = and(still(j), eq(jobs.attempts, j.attempts))
    const id = { id: jobs.id }
    const ended = againAt
      ? await db.update(jobs).set({ state: 'ready', leaseUntil: null, attempts: 0, runAt: againAt, lastError: null }).where(asRun).returning(id)
      : await db.delete(jobs).where(asRun).returning(id)
    if (ended.length === 0) await db.update(jobs).set({ state: 'ready', leaseUntil: null }).where(still(j))
  })
}

/**
 * Failed: once more at `againAt`, or never (null), kept as dead with the reason for somebody to see. `counts` false: it was not the
 * job's fault, and its tries stay what they were.
 */
export async function failJob(j: Claimed, error: string, againAt: Date | null, { counts = true } = {}): Promise<void> {
  const lastError = error.slice(0, 1000)
  await transaction(async (db) => {
    const wait = againAt ? { state: 'ready' as const, runAt: againAt } : { state: 'dead' as const }
    const failed = await db
      .update(jobs)
      .set({ ...wait, leaseUntil: null, lastError, ...(counts ? {} : { attempts: Math.max(0, j.attempts - 1) }) })
      .where(and(still(j), eq(jobs.attempts, j.attempts)))
      .returning({ id: jobs.id })
    if (failed.length === 0) await db.update(jobs).set({ state: 'ready', leaseUntil: null, lastError }).where(still(j))
  })
}

/** Holds a job for `leaseMs` from now. Returns the job as it is then, or null when somebody else has it. */
export async function renewLease(j: Claimed, leaseMs: number): Promise<Claimed | null> {
  const leaseUntil = new Date(Date.now() + leaseMs)
  const kept = await transaction((db) => db.update(jobs).set({ leaseUntil }).where(still(j)).returning({ id: jobs.id }))
  return kept.length > 0 ? { ...j, leaseUntil } : null
}

/** What a process that surely lives no more had under way is free at once. Only for whoever knows that no other worker runs. */
export async function releaseAll(): Promise<number> {
  const freed = await transaction((db) => db.update(jobs).set({ state: 'ready', leaseUntil: null }).where(eq(jobs.state, 'running')).returning({ id: jobs.id }))
  return freed.length
}
