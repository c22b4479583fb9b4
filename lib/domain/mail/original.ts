import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { attachments, type MailMeta, messages } from '@/db/schema/messages'
import { loadToRead } from '../conversations/load'
import { refuse } from '../errors'
import type { StoredAttachment } from '../messages/view'
import { query } from '../query'
import { rowId } from '../text'

/** A message as the mail it was, with its files, for the team. Throws `not_found` for what is no mail or was taken back. */
export const originalMail = query(
  { permission: 'conversations:read', input: z.object({ messageId: rowId }) },
  async ({ db, actor }, q): Promise<{ mail: MailMeta; body: string; files: StoredAttachment[] }> => {
    if (actor.kind === 'visitor') refuse('not_found')
    const [m] = await db
      .select()
      .from(messages)
      .where(and(eq(messages.id, q.messageId), eq(messages.workspaceId, actor.workspaceId)))
    if (!m?.meta.mail || m.deletedAt) refuse('not_found')
    await loadToRead(db, actor, m.conversationId)
    return { mail: m.meta.mail, body: m.body, files: m.attachmentCount > 0 ? await db.select().from(attachments).where(eq(attachments.messageId, m.id)) : [] }
  },
)
