import { z } from 'zod'
import { command } from '../command'
import { takeKept } from '../inbound/lane'
import { rowId } from '../text'
import { loadChannel, storeChannel } from './load'
import { type ChannelView, channelView } from './view'

/**
 * Pauses a channel or lets it go on. Paused: nothing leaves, and what arrives is kept and acted on when it goes on; its
 * conversations stay. Admins only. Throws `not_found`.
 */
export const setChannelEnabled = command(
  { permission: 'channels:manage', input: z.object({ channelId: rowId, enabled: z.boolean() }) },
  async (w, input): Promise<ChannelView> => {
    const c = await loadChannel(w, input.channelId)
    if ((c.disabledAt === null) === input.enabled) return channelView(w.actor, c)
    if (input.enabled) await takeKept(w, c.id)
    return channelView(w.actor, await storeChannel(w, c, { disabledAt: input.enabled ? null : w.at }))
  },
)
