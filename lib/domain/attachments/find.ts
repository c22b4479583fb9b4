import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { attachments, messages } from '@/db/schema/messages'
import { loadToRead } from '../conversations/load'
import { refuse } from '../errors'
import { uploaderKey } from '../messages/append'
import type { StoredAttachment } from '../messages/view'
import { query } from '../query'
import { rowId } from '../text'

/**
 * A file with the keys of its bytes, for those who may see the message that carries it; before that for its uploader
 * only. A visitor never gets a note's. Throws `not_found`, also once the message was taken back.
 */
export const find = query({ permission: 'conversations:read', input: z.object({ attachmentId: rowId }) }, async ({ db, actor }, input): Promise<StoredAttachment> => {
  const [found] = await db
    .select({ file: attachments, message: { kind: messages.kind, conversationId: messages.conversationId, deletedAt: messages.deletedAt } })
    .from(attachments)
    .leftJoin(messages, eq(messages.id, attachments.messageId))
    .where(and(eq(attachments.id, input.attachmentId), eq(attachments.workspaceId, actor.workspaceId)))
  if (!found) refuse('not_found', { what: 'attachment' })
  const { file, message } = found
  if (!message) return file.uploadedBy === uploaderKey(actor) ? file : refuse('not_found', { what: 'attachment' })
  if (message.deletedAt || (actor.kind === 'visitor' && message.kind !== 'message')) refuse('not_found', { what: 'attachment' })
  await loadToRead(db, actor, message.conversationId)
  return file
})
