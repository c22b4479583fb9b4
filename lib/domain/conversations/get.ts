import { z } from 'zod'
import { type Actor, requireTeam } from '../actor'
import { query } from '../query'
import { rowId } from '../text'
import { type Loaded, loadToRead } from './load'
import { rowForActor } from './present'
import type { ConversationRow } from './row'

export type Details = { row: ConversationRow; seen: { userId: number; lastReadIndex: number }[] }

/** One conversation as the actor sees it, and how far each colleague has read. Not for visitors. Throws `not_found`. */
export const get = query({ permission: 'conversations:read', input: z.object({ conversationId: rowId }) }, async ({ db, actor }, input): Promise<Details> => {
  return detailsOf(actor, await loadToRead(db, actor, input.conversationId))
})

/** The same of one that is already loaded. */
export function detailsOf(actor: Actor, c: Loaded): Details {
  requireTeam(actor)
  const seen = c.people.filter((p) => p.lastReadIndex >= 0).map(({ userId, lastReadIndex }) => ({ userId, lastReadIndex }))
  return { row: rowForActor(actor, c), seen }
}
