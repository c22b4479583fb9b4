/** Writes a job in the transaction of the change that asks for it. Not a verb. */
import { sql } from 'drizzle-orm'
import type { Write } from '@/db/doors'
import { jobs } from '@/db/schema/events'

export type NewJob = { workspaceId: number; kind: string; payload: Record<string, unknown>; runAt: Date; key?: string; lane?: string }

/**
 * A key that is already there is asked for again: a dead job lives again, a waiting one goes at the new time, and one
 * that runs right now goes once more after it ends (finish.ts sees that its attempts were set back).
 */
export async function enqueue(db: Write, j: NewJob): Promise<void> {
  await db
    .insert(jobs)
    .values({ workspaceId: j.workspaceId, kind: j.kind, key: j.key, lane: j.lane, payload: j.payload, runAt: j.runAt })
    .onConflictDoUpdate({
      target: jobs.key,
      set: {
        payload: sql`excluded.payload`, runAt: sql`excluded.run_at`, lane: sql`excluded.lane`, attempts: 0, lastError: null,
        state: sql`case when ${jobs.state} = 'running' then 'running' else 'ready' end`,
      },
    })
}
