import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import { reader } from '@/db/client'
import { attachments, messages } from '@/db/schema/messages'
import type { StoredAttachment } from '../messages/view'

/** A file that leaves with a message through a channel; null for any other. Not a query: the signed address is the permission. */
export async function findForProvider(attachmentId: number): Promise<StoredAttachment | null> {
  const [found] = await (
    await reader()
  )
    .select({ file: attachments })
    .from(attachments)
    .innerJoin(messages, eq(messages.id, attachments.messageId))
    .where(and(eq(attachments.id, attachmentId), eq(messages.kind, 'message'), isNotNull(messages.delivery), isNull(messages.deletedAt)))
  return found?.file ?? null
}
