import { asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { channels } from '@/db/schema/channels'
import { query } from '../query'
import { type ChannelView, channelView } from './view'

/** The workspace's channels by name, at most 500. Settings and secrets only for those who may manage channels. */
export const listChannels = query({ permission: 'channels:read', input: z.object({}) }, async ({ db, actor }): Promise<ChannelView[]> => {
  const found = await db.select().from(channels).where(eq(channels.workspaceId, actor.workspaceId)).orderBy(asc(channels.name), asc(channels.id)).limit(500)
  return found.map((c) => channelView(actor, c))
})
