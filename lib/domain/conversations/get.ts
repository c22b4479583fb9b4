import { z } from 'zod'
import { query } from '../query'
import { rowId } from '../text'
import { loadToRead } from './load'
import { rowForActor } from './present'
import type { ConversationRow } from './row'

export type Details = { row: ConversationRow; seen: { userId: number; lastReadIndex: number }[] }

/** One conversation as the actor sees it, and how far each colleague has read. Throws `not_found`. */
export const get = query({ permission: 'conversations:read', input: z.object({ conversationId: rowId }) }, async ({ db, actor }, input): Promise<Details> => {
  const c = await loadToRead(db, actor, input.conversationId)
  const seen = c.people.filter((p) => p.lastReadIndex >= 0).map(({ userId, lastReadIndex }) => ({ userId, lastReadIndex }))
  return { row: rowForActor(actor, c), seen: actor.kind === 'visitor' ? [] : seen }
})
