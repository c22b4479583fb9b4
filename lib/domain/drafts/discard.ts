import { and, isNotNull, lte, ne, or } from 'drizzle-orm'
import { z } from 'zod'
import { drafts } from '@/db/schema/conversations'
import { requirePerson } from '../actor'
import { command } from '../command'
import { loadForChange } from '../conversations/load'
import { recordPersonal } from '../conversations/personal'
import { moment, rowId } from '../text'
import { EMPTIED, mine } from './close'

export const discardInput = z.object({
  conversationId: rowId,
  mode: z.enum(['reply', 'note']).default('reply'),
  updatedAt: moment.optional(),
})

/**
 * Empties my draft of a mode, unless another device wrote a later one (`updatedAt`: when the one I mean was written,
 * unix ms). My other devices hear of it. Answers whether there was one. Throws `not_found`.
 */
export const discard = command({ permission: 'messages:create', input: discardInput }, async (w, input): Promise<boolean> => {
  const c = await loadForChange(w, input.conversationId)
  const userId = requirePerson(w.actor)
  // A clock that runs ahead must not lock the draft against every other device.
  const updatedAt = new Date(Math.min(input.updatedAt ?? w.at.getTime(), w.at.getTime()))
  const gone = await w.db
    .update(drafts)
    .set({ ...EMPTIED, updatedAt })
    .where(
      and(
        mine(c, userId, input.mode),
        or(ne(drafts.body, ''), ne(drafts.attachmentIds, []), isNotNull(drafts.more)),
        input.updatedAt === undefined ? undefined : lte(drafts.updatedAt, new Date(input.updatedAt)),
      ),
    )
    .returning({ userId: drafts.userId })
  if (gone.length > 0) recordPersonal(w, c, userId, 'draft_discarded')
  return gone.length > 0
})
