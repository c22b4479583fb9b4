import { z } from 'zod'
import { command } from '../command'
import { refuse } from '../errors'
import { rowId } from '../text'
import { loadChannel, storeChannel } from './load'
import { makeSecret } from './settings'
import { type ChannelView, channelView } from './view'

/** Gives a web chat a new signing secret; what the old one signed counts no more. Admins only. Throws `not_found`, `wrong_kind`. */
export const rotateSecret = command({ permission: 'channels:manage', input: z.object({ channelId: rowId }) }, async (w, input): Promise<ChannelView> => {
  const c = await loadChannel(w, input.channelId)
  if (c.type !== 'webchat') refuse('wrong_kind')
  return channelView(w.actor, await storeChannel(w, c, { settings: { ...c.settings, identitySecret: makeSecret() } }))
})
