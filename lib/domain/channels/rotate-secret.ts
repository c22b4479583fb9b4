import { z } from 'zod'
import { kindOf } from '@/lib/channels/kinds'
import { command } from '../command'
import { refuse } from '../errors'
import { rowId } from '../text'
import { loadChannel, storeChannel } from './load'
import { openSettings, parted } from './secrets'
import { makeSecret } from './settings'
import { type ChannelView, channelView } from './view'

/**
 * Makes one of the secrets anew that we make ourselves (a web chat's signing secret, a verify token, what stands in the header
 * of each call); the old one counts no more. `name` may be left out where there is only one. Secrets that others gave us
 * are replaced by entering new ones. Admins only. Throws `not_found`, `wrong_kind`.
 */
export const rotateSecret = command(
  { permission: 'channels:manage', input: z.object({ channelId: rowId, name: z.string().max(100).optional() }) },
  async (w, input): Promise<ChannelView> => {
    const c = await loadChannel(w, input.channelId)
    const made = Object.entries(kindOf(c.type).fields).flatMap(([name, f]) => (f.made ? [name] : []))
    const name = input.name ?? (made.length === 1 ? made[0] : undefined)
    if (name === undefined || !made.includes(name)) refuse('wrong_kind')
    return channelView(w.actor, await storeChannel(w, c, parted(c.type, { ...openSettings(c).whole, [name]: makeSecret() })))
  },
)
