/** Standing work: each workspace's sweep. Not a verb: it spans workspaces. */
import { and, asc, eq, isNull, or } from 'drizzle-orm'
import { reader, transaction } from '@/db/client'
import { jobs } from '@/db/schema/events'
import { workspaces } from '@/db/schema/workspaces'
import { enqueue } from './enqueue'

/** Gives a workspace that has none (or whose own died) its sweep, from `at` on. At most 1,000 at a time. */
export async function ensureSweeps(at: Date): Promise<number> {
  const without = await (
    await reader()
  )
    .select({ id: workspaces.id })
    .from(workspaces)
    .leftJoin(jobs, and(eq(jobs.workspaceId, workspaces.id), eq(jobs.kind, 'sweep')))
    .where(or(isNull(jobs.id), eq(jobs.state, 'dead')))
    .orderBy(asc(workspaces.id))
    .limit(1000)
  for (const { id } of without) await transaction((db) => enqueue(db, { workspaceId: id, kind: 'sweep', payload: {}, key: `sweep:${id}`, runAt: at }))
  return without.length
}
