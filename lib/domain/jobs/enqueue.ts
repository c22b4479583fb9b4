/** Writes a job in the transaction of the change that asks for it. Not a verb. */
import { sql } from 'drizzle-orm'
import type { Write } from '@/db/doors'
import { bind, prepared, slots } from '@/db/prepared'
import { jobs } from '@/db/schema/events'

export type NewJob = { workspaceId: number; kind: string; payload: Record<string, unknown>; runAt: Date; key?: string; lane?: string }

/**
 * A key that is already there is asked for again: a dead job lives again, a waiting one goes at the new time, and one
 * that runs right now goes once more after it ends (finish.ts sees that its attempts were set back).
 */
export async function enqueue(db: Write, j: NewJob): Promise<void> {
  await prepared(db, 'job', (d, name) =>
    d
      .insert(jobs)
      .values(slots(JOB))
      .onConflictDoUpdate({
        target: jobs.key,
        set: {
          payload: sql`excluded.payload`,
          runAt: sql`excluded.run_at`,
          lane: sql`excluded.lane`,
          attempts: 0,
          lastError: null,
          state: sql`case when ${jobs.state} = 'running' then 'running' else 'ready' end`,
        },
      })
      .prepare(name),
  ).execute(bind(jobs, JOB, { ...j, state: 'ready', attempts: 0, createdAt: new Date() }))
}

const JOB = ['workspaceId', 'kind', 'key', 'lane', 'payload', 'runAt', 'state', 'attempts', 'createdAt'] as const
