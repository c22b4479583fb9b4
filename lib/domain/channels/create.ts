import { z } from 'zod'
import { channels, CHANNEL_TYPES } from '@/db/schema/channels'
import { command } from '../command'
import { line } from '../text'
import { makeKey, makeSecret, mergeSettings } from './settings'
import { type ChannelView, channelView } from './view'

/** Opens a channel, with a key of its own. Admins only. Throws `bad_input` for wrong settings. */
export const createChannel = command(
  { permission: 'channels:manage', input: z.object({ type: z.enum(CHANNEL_TYPES), name: line(80), settings: z.record(z.string(), z.unknown()).default({}) }) },
  async (w, input): Promise<ChannelView> => {
    const settings = mergeSettings(input.type, input.type === 'webchat' ? { identitySecret: makeSecret() } : {}, input.settings)
    const [made] = await w.db.insert(channels).values({ workspaceId: w.workspaceId, type: input.type, name: input.name, key: makeKey(), settings }).returning()
    if (!made) throw new Error('insert returned nothing')
    w.record('channel.changed', { channelId: made.id })
    return channelView(w.actor, made)
  },
)
