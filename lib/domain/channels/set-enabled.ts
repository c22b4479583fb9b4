import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { inboundEvents } from '@/db/schema/inbound'
import { command } from '../command'
import { laneOf, wakeLane } from '../inbound/lane'
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
    if (input.enabled) {
      const kept = await w.db
        .update(inboundEvents)
        .set({ state: 'waiting', error: null })
        .where(and(eq(inboundEvents.channelId, c.id), eq(inboundEvents.state, 'failed'), eq(inboundEvents.error, 'channel_off')))
        .returning({ id: inboundEvents.id })
      if (kept.length > 0) await wakeLane(w.db, w.workspaceId, laneOf(c.id), w.at)
    }
    return channelView(w.actor, await storeChannel(w, c, { disabledAt: input.enabled ? null : w.at }))
  },
)
