import { z } from 'zod'
import { personOf } from '../actor'
import { loadToRead } from '../conversations/load'
import { query } from '../query'
import { rowId } from '../text'
import { type Thread, thread } from './thread'

const BEFORE = 20
const AFTER = 60

/**
 * The stretch of a thread to begin reading with: some messages before `index` and more from it on, oldest first.
 * `index` absent: the reader's first unread, or the newest messages when there is none. Throws `not_found`.
 */
export const around = query(
  { permission: 'conversations:read', input: z.object({ conversationId: rowId, index: z.number().int().min(0).optional() }) },
  async ({ db, actor }, { conversationId, index }): Promise<Thread> => {
    const c = await loadToRead(db, actor, conversationId)
    const me = personOf(actor)
    const unread = c.row.lastContentIndex > (c.people.find((p) => p.userId === me)?.lastReadIndex ?? -1)
    const from = index ?? (unread ? (c.people.find((p) => p.userId === me)?.lastReadIndex ?? -1) + 1 : c.row.lastIndex)
    if (from > c.row.lastIndex - AFTER / 2) return thread(actor, { conversationId, limit: BEFORE + AFTER / 2 })
    const after = await thread(actor, { conversationId, after: from - 1, limit: AFTER })
    const before = from > 0 ? await thread(actor, { conversationId, before: from, limit: BEFORE }) : null
    return { messages: [...(before?.messages ?? []), ...after.messages], lastIndex: after.lastIndex, moreBefore: before?.moreBefore ?? false, moreAfter: after.moreAfter }
  },
)
