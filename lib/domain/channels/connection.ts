import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { channels, type ChannelSigns, type ChannelType } from '@/db/schema/channels'
import { refuse } from '../errors'
import { query } from '../query'
import { rowId } from '../text'
import { wholeSettings } from './secrets'

/** All that is needed to talk to a channel's provider, secrets with it: for our own code, never to be shown. */
export type Connection = { id: number; type: ChannelType; key: string; name: string; settings: Record<string, unknown>; signs: ChannelSigns; disabled: boolean }

/** Throws `not_found`. */
export const connectionOf = query({ permission: 'channels:manage', input: z.object({ channelId: rowId }) }, async ({ db, actor }, { channelId }): Promise<Connection> => {
  const [c] = await db
    .select()
    .from(channels)
    .where(and(eq(channels.id, channelId), eq(channels.workspaceId, actor.workspaceId), isNull(channels.deletedAt)))
  return c ? { id: c.id, type: c.type, key: c.key, name: c.name, settings: wholeSettings(c), signs: c.signs ?? {}, disabled: c.disabledAt !== null } : refuse('not_found')
})
