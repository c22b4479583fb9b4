import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { messageRefs } from '@/db/schema/mail'
import { query } from '../query'
import { rowId } from '../text'

/** Whether a mail with this fingerprint was taken in already: spares the work, the verb decides. */
export const isTaken = query(
  { permission: 'conversations:read', input: z.object({ channelId: rowId, fingerprint: z.string().max(100) }) },
  async ({ db }, q): Promise<boolean> => {
    const found = await db
      .select({ id: messageRefs.id })
      .from(messageRefs)
      .where(and(eq(messageRefs.channelId, q.channelId), eq(messageRefs.ref, `#${q.fingerprint}`)))
    return found.length > 0
  },
)
