/** The mails of a conversation, as its answers need them. Not a verb. */
import { and, desc, eq, isNull, lt } from 'drizzle-orm'
import type { Read } from '@/db/doors'
import { messages } from '@/db/schema/messages'

export type Written = Pick<typeof messages.$inferSelect, 'id' | 'index' | 'contactId' | 'userId' | 'body' | 'meta' | 'createdAt' | 'attachmentCount'>

const COLUMNS = {
  id: messages.id,
  index: messages.index,
  contactId: messages.contactId,
  userId: messages.userId,
  body: messages.body,
  meta: messages.meta,
  createdAt: messages.createdAt,
  attachmentCount: messages.attachmentCount,
}

/** Newest first, those before `before` only. */
export async function mails(db: Read, conversationId: number, limit: number, before = 2_147_483_647): Promise<Written[]> {
  const rows = await db
    .select(COLUMNS)
    .from(messages)
    .where(and(eq(messages.conversationId, conversationId), eq(messages.kind, 'message'), isNull(messages.deletedAt), lt(messages.index, before)))
    .orderBy(desc(messages.index))
    .limit(limit)
  return rows.filter((r) => r.meta.mail)
}

/** One message that was said there and still stands. */
export async function oneWritten(db: Read, conversationId: number, id: number): Promise<Written | undefined> {
  const [found] = await db
    .select(COLUMNS)
    .from(messages)
    .where(and(eq(messages.id, id), eq(messages.conversationId, conversationId), eq(messages.kind, 'message'), isNull(messages.deletedAt)))
  return found
}
