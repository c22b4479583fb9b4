import { z } from 'zod'
import { channels, CHANNEL_TYPES } from '@/db/schema/channels'
import { command } from '../command'
import { line } from '../text'
import { staleTemplates } from './load'
import { parted } from './secrets'
import { firstSettings, makeKey, mergeSettings } from './settings'
import { type ChannelView, channelView } from './view'

/** Opens a channel, with a key of its own. Admins only. Throws `bad_input` for wrong settings. */
export const createChannel = command(
  { permission: 'channels:manage', input: z.object({ type: z.enum(CHANNEL_TYPES), name: line(80), settings: z.record(z.string(), z.unknown()).default({}) }) },
  async (w, input): Promise<ChannelView> => {
    const first = firstSettings(input.type)
    // One that is still to be connected is a channel too: it says so when somebody writes through it.
    const isBare = input.type !== 'webchat' && Object.keys(input.settings).length === 0
    const whole = isBare ? first : mergeSettings(input.type, first, input.settings)
    const [made] = await w.db
      .insert(channels)
      .values({ workspaceId: w.workspaceId, type: input.type, name: input.name, key: makeKey(), ...parted(input.type, whole) })
      .returning()
    if (!made) throw new Error('insert returned nothing')
    w.record('channel.changed', { channelId: made.id, isNew: true })
    if (made.secrets) staleTemplates(w, made)
    return channelView(w.actor, made)
  },
)
