import { and, eq, lte } from 'drizzle-orm'
import { z } from 'zod'
import { drafts } from '@/db/schema/conversations'
import { requirePerson } from '../actor'
import { command } from '../command'
import { loadForChange } from '../conversations/load'
import { moment, rowId } from '../text'

/** Throws away my draft, unless another device wrote a later one (`updatedAt`: when the one I mean was written, unix ms). */
export const discard = command(
  { permission: 'messages:create', input: z.object({ conversationId: rowId, updatedAt: moment.optional() }) },
  async (w, input): Promise<boolean> => {
    const c = await loadForChange(w, input.conversationId)
    const gone = await w.db
      .delete(drafts)
      .where(
        and(
          eq(drafts.conversationId, c.row.id),
          eq(drafts.userId, requirePerson(w.actor)),
          input.updatedAt === undefined ? undefined : lte(drafts.updatedAt, new Date(input.updatedAt)),
        ),
      )
      .returning({ userId: drafts.userId })
    return gone.length > 0
  },
)
