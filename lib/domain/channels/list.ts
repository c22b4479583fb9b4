import { and, asc, desc, eq, gt, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { channels } from '@/db/schema/channels'
import { query } from '../query'
import { REGRET_MS } from './delete'
import { type ChannelView, channelView } from './view'

/** The workspace's channels by name, at most 500. Settings and secrets only for those who may manage channels. */
export const listChannels = query({ permission: 'channels:read', input: z.object({}) }, async ({ db, actor }): Promise<ChannelView[]> => {
  const found = await db
    .select()
    .from(channels)
    .where(and(eq(channels.workspaceId, actor.workspaceId), isNull(channels.deletedAt)))
    .orderBy(asc(channels.name), asc(channels.id))
    .limit(500)
  return found.map((c) => channelView(actor, c))
})

export type DeletedChannel = { id: number; type: ChannelView['type']; name: string; purgeAt: number }

/** Those that were deleted and can still be brought back, newest first. */
export const listDeleted = query({ permission: 'channels:manage', input: z.object({}) }, async ({ db, actor }): Promise<DeletedChannel[]> => {
  const found = await db
    .select()
    .from(channels)
    .where(and(eq(channels.workspaceId, actor.workspaceId), gt(channels.deletedAt, new Date(Date.now() - REGRET_MS)), isNull(channels.purgedAt)))
    .orderBy(desc(channels.deletedAt))
    .limit(50)
  return found.map((c) => ({ id: c.id, type: c.type, name: c.name, purgeAt: (c.deletedAt?.getTime() ?? 0) + REGRET_MS }))
})
