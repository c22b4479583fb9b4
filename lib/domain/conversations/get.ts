import { z } from 'zod'
import type { Read } from '@/db/doors'
import { type Actor, requireTeam } from '../actor'
import type { Reach } from '@/lib/channels/window'
import { reachOf } from '../channels/reach'
import { query } from '../query'
import { rowId } from '../text'
import { type Loaded, loadToRead } from './load'
import { rowForActor } from './present'
import type { ConversationRow } from './row'

/** `reach`: whether its customer may be written to; null where nothing can stand in the way. */
export type Details = { row: ConversationRow; seen: { userId: number; lastReadIndex: number }[]; reach: Reach | null }

/** One conversation as the actor sees it, and how far each colleague has read. Not for visitors. Throws `not_found`. */
export const get = query({ permission: 'conversations:read', input: z.object({ conversationId: rowId }) }, async ({ db, actor }, input): Promise<Details> => {
  return detailsOf(db, actor, await loadToRead(db, actor, input.conversationId))
})

/** The same of one that is already loaded. */
export async function detailsOf(db: Read, actor: Actor, c: Loaded): Promise<Details> {
  requireTeam(actor)
  const seen = c.people.filter((p) => p.lastReadIndex >= 0).map(({ userId, lastReadIndex }) => ({ userId, lastReadIndex }))
  return { row: rowForActor(actor, c), seen, reach: await reachOf(db, c.row) }
}
