import { z } from 'zod'
import type { Read } from '@/db/doors'
import type { Actor } from '../actor'
import { type Loaded, loadToRead } from '../conversations/load'
import { query } from '../query'
import { rowId } from '../text'
import { type Thread, threadOf } from './thread'

const BEFORE = 20
const AFTER = 60

/**
 * The stretch of a thread to begin reading with: some messages before `index` and more from it on, oldest first.
 * `index` absent: the newest. Throws `not_found`.
 */
export const around = query(
  { permission: 'conversations:read', input: z.object({ conversationId: rowId, index: z.number().int().min(0).optional() }) },
  async ({ db, actor }, { conversationId, index }): Promise<Thread> => aroundOf(db, actor, await loadToRead(db, actor, conversationId), index),
)

/** The same of a conversation that is already loaded. */
export async function aroundOf(db: Read, actor: Actor, c: Loaded, index?: number): Promise<Thread> {
  const from = index ?? c.row.lastIndex
  const conversationId = c.row.id
  if (from > c.row.lastIndex - AFTER / 2) return threadOf(db, actor, c, { conversationId, limit: BEFORE + AFTER / 2 })
  const after = await threadOf(db, actor, c, { conversationId, after: from - 1, limit: AFTER })
  const before = from > 0 ? await threadOf(db, actor, c, { conversationId, before: from, limit: BEFORE }) : null
  return { messages: [...(before?.messages ?? []), ...after.messages], lastIndex: after.lastIndex, moreBefore: before?.moreBefore ?? false, moreAfter: after.moreAfter }
}
