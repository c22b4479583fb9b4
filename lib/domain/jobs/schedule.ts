/** Standing work: each workspace's sweep, and the second looks of the channels that need them. Not a verb: it spans workspaces. */
import { and, asc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { reader, transaction } from '@/db/client'
import { CHANNEL_TYPES, channels } from '@/db/schema/channels'
import { jobs } from '@/db/schema/events'
import { workspaces } from '@/db/schema/workspaces'
import { limitOf } from '@/lib/channels/limits'
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

const POLLED = CHANNEL_TYPES.filter((type) => limitOf(type).looksAgainMs !== undefined)

/** Gives a connected channel whose provider's list is looked at its job. At most 1,000 at a time. */
export async function ensurePolls(at: Date): Promise<number> {
  if (POLLED.length === 0) return 0
  const without = await (
    await reader()
  )
    .select({ id: channels.id, workspaceId: channels.workspaceId })
    .from(channels)
    .leftJoin(jobs, eq(jobs.key, sql`'poll:' || ${channels.id}`))
    .where(
      and(
        inArray(channels.type, POLLED),
        isNotNull(channels.secrets),
        isNull(channels.disabledAt),
        isNull(channels.deletedAt),
        or(isNull(jobs.id), eq(jobs.state, 'dead')),
      ),
    )
    .orderBy(asc(channels.id))
    .limit(1000)
  for (const { id, workspaceId } of without)
    await transaction((db) => enqueue(db, { workspaceId, kind: 'poll', payload: { channelId: id }, key: `poll:${id}`, runAt: at }))
  return without.length
}
