/** How far a mailbox's folder was read. */
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { mailboxes } from '@/db/schema/mail'
import { command } from '../command'
import { query } from '../query'
import { rowId } from '../text'

const folder = z.enum(['inbox', 'sent'])

/** null before the first look. `at`: when it was written down, unix ms. */
export const readPosition = query({ permission: 'conversations:read', input: z.object({ channelId: rowId, folder }) }, async ({ db }, q) => {
  const [found] = await db
    .select()
    .from(mailboxes)
    .where(and(eq(mailboxes.channelId, q.channelId), eq(mailboxes.folder, q.folder)))
  return found ? { uidValidity: found.uidValidity, lastUid: found.lastUid, at: found.updatedAt.getTime() } : null
})

/** Written after what stands before it was taken in. */
export const savePosition = command(
  { permission: 'messages:receive', input: z.object({ channelId: rowId, folder, uidValidity: z.string().max(100), lastUid: z.number().int().min(0) }) },
  async (w, { channelId, ...at }): Promise<void> => {
    const set = { uidValidity: at.uidValidity, lastUid: at.lastUid, updatedAt: w.at }
    await w.db
      .insert(mailboxes)
      .values({ channelId, folder: at.folder, ...set })
      .onConflictDoUpdate({ target: [mailboxes.channelId, mailboxes.folder], set })
  },
)
