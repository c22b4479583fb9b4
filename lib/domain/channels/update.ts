import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { command } from '../command'
import { refuse } from '../errors'
import { line, rowId } from '../text'
import { loadChannel, storeChannel } from './load'
import { openSettings, parted, sentElsewhere } from './secrets'
import { makeSecret, mergeSettings } from './settings'
import { type ChannelView, channelView } from './view'

/**
 * Changes a channel's name and the settings that are named; the others stay. Whoever changes where secrets are sent must
 * know them: they are asked for again, or an admin's session would be enough to read them out. Admins only. Throws
 * `not_found`, `bad_input`, `secrets_again` (`fields`, and `moved`: why).
 */
export const updateChannel = command(
  { permission: 'channels:manage', input: z.object({ channelId: rowId, name: line(80).optional(), settings: z.record(z.string(), z.unknown()).optional() }) },
  async (w, input): Promise<ChannelView> => {
    const c = await loadChannel(w, input.channelId)
    const name = input.name ?? c.name
    const { whole, isLocked } = openSettings(c)
    const merged = input.settings ? mergeSettings(c.type, whole, input.settings) : whole
    const { again, made, moved } = sentElsewhere(c.type, whole, merged, input.settings ?? {})
    if (again.length > 0) refuse('secrets_again', { fields: again, moved })
    const settings = { ...merged, ...Object.fromEntries(made.map((n) => [n, makeSecret()])) }
    if (name === c.name && isDeepStrictEqual(settings, whole)) return channelView(w.actor, c)
    // A new name alone must not lose secrets that cannot be opened just now.
    if (isLocked && !input.settings) return channelView(w.actor, await storeChannel(w, c, { name }))
    // New credentials may work: the next call says so.
    const signs = c.signs && { ...c.signs, testedAt: undefined, refusedAt: undefined, expiresAt: undefined }
    return channelView(w.actor, await storeChannel(w, c, { name, ...parted(c.type, settings), problem: null, signs }))
  },
)
