import { z } from 'zod'
import { requirePerson } from '../actor'
import { command } from '../command'
import { rowId } from '../text'
import { loadForChange } from './load'
import { recordPersonal } from './personal'
import { rowForActor } from './present'
import { storePersonal } from './store'

/** Longest mute: a year, in minutes. */
export const MUTE_MAX = 525_600

/** Silences the conversation for me for so many minutes, from now. It stays unread when something comes. */
export const mute = command(
  { permission: 'conversations:update', input: z.object({ conversationId: rowId, minutes: z.number().int().min(1).max(MUTE_MAX) }) },
  async (w, input) => {
    const c = await loadForChange(w, input.conversationId)
    const me = requirePerson(w.actor)
    await storePersonal(w, c, me, { mutedUntil: w.at.getTime() + input.minutes * 60_000 })
    recordPersonal(w, c, me, 'muted')
    return rowForActor(w.actor, c)
  },
)

/** Lets it sound again. */
export const unmute = command({ permission: 'conversations:update', input: z.object({ conversationId: rowId }) }, async (w, input) => {
  const c = await loadForChange(w, input.conversationId)
  const me = requirePerson(w.actor)
  if (c.people.some((p) => p.userId === me && p.mutedUntil !== null)) {
    await storePersonal(w, c, me, { mutedUntil: null })
    recordPersonal(w, c, me, 'unmuted')
  }
  return rowForActor(w.actor, c)
})
