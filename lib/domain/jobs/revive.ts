import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { jobs } from '@/db/schema/events'
import { command } from '../command'
import { refuse } from '../errors'
import { rowId } from '../text'

/** Lets a job that was given up try again from the start. Throws `not_found` for one that is not dead. */
export const reviveJob = command({ permission: 'jobs:manage', input: z.object({ jobId: rowId }) }, async (w, input): Promise<void> => {
  const [alive] = await w.db
    .update(jobs)
    .set({ state: 'ready', attempts: 0, runAt: w.at })
    .where(and(eq(jobs.id, input.jobId), eq(jobs.workspaceId, w.workspaceId), eq(jobs.state, 'dead')))
    .returning({ id: jobs.id })
  if (!alive) refuse('not_found')
})
