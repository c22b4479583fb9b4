import { z } from 'zod'
import { command } from '../command'
import { rowId } from '../text'
import { loadChannel, storeChannel } from './load'
import { type ChannelView, channelView } from './view'

/** Switches a channel on or off. Off: nothing comes in, nothing goes out, its conversations stay. Admins only. Throws `not_found`. */
export const setChannelEnabled = command(
  { permission: 'channels:manage', input: z.object({ channelId: rowId, enabled: z.boolean() }) },
  async (w, input): Promise<ChannelView> => {
    const c = await loadChannel(w, input.channelId)
    if ((c.disabledAt === null) === input.enabled) return channelView(w.actor, c)
    return channelView(w.actor, await storeChannel(w, c, { disabledAt: input.enabled ? null : w.at }))
  },
)
