import { and, desc, eq, lt } from 'drizzle-orm'
import { z } from 'zod'
import { jobs } from '@/db/schema/events'
import { query } from '../query'
import { rowId } from '../text'

export type DeadJob = { id: number; kind: string; payload: Record<string, unknown>; error: string; attempts: number; createdAt: number }

/** The workspace's jobs that were given up, newest first. `before`: an id to go on from. */
export const listDeadJobs = query(
  { permission: 'jobs:manage', input: z.object({ before: rowId.optional(), limit: z.number().int().min(1).max(100).default(50) }) },
  async ({ db, actor }, input): Promise<DeadJob[]> => {
    const found = await db
      .select()
      .from(jobs)
      .where(and(eq(jobs.workspaceId, actor.workspaceId), eq(jobs.state, 'dead'), input.before ? lt(jobs.id, input.before) : undefined))
      .orderBy(desc(jobs.id))
      .limit(input.limit)
    return found.map((j) => ({ id: j.id, kind: j.kind, payload: j.payload, error: j.lastError ?? '', attempts: j.attempts, createdAt: j.createdAt.getTime() }))
  },
)
