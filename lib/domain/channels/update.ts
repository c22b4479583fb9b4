import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { command } from '../command'
import { line, rowId } from '../text'
import { loadChannel, storeChannel } from './load'
import { parted, wholeSettings } from './secrets'
import { mergeSettings } from './settings'
import { type ChannelView, channelView } from './view'

/** Changes a channel's name and the settings that are named; the others stay. Admins only. Throws `not_found`, `bad_input`. */
export const updateChannel = command(
  { permission: 'channels:manage', input: z.object({ channelId: rowId, name: line(80).optional(), settings: z.record(z.string(), z.unknown()).optional() }) },
  async (w, input): Promise<ChannelView> => {
    const c = await loadChannel(w, input.channelId)
    const name = input.name ?? c.name
    const whole = wholeSettings(c)
    const settings = input.settings ? mergeSettings(c.type, whole, input.settings) : whole
    if (name === c.name && isDeepStrictEqual(settings, whole)) return channelView(w.actor, c)
    // New credentials may work: the next call says so.
    return channelView(w.actor, await storeChannel(w, c, { name, ...parted(c.type, settings), problem: null }))
  },
)
