/** The message that another one answers. Not a verb. */
import { and, asc, eq } from 'drizzle-orm'
import type { Read } from '@/db/doors'
import { type MessageMeta, messageParts, messages } from '@/db/schema/messages'
import type { Work } from '../command'
import type { Loaded } from '../conversations/load'
import { refuse } from '../errors'
import { snippetFor } from './snippet'

/** What is kept with an answer. Throws `not_found` for what is not in this conversation, `wrong_kind` for what its readers do not see. */
export async function answersTo(w: Work, c: Loaded, messageId: number | undefined): Promise<Pick<MessageMeta, 'replyTo' | 'quoted'>> {
  if (messageId === undefined) return {}
  const [m] = await w.db
    .select()
    .from(messages)
    .where(and(eq(messages.id, messageId), eq(messages.conversationId, c.row.id)))
  if (!m || m.deletedAt) refuse('not_found', { what: 'message' })
  if (m.kind !== 'message') refuse('wrong_kind')
  return { replyTo: m.id, quoted: snippetFor(m) }
}

/** `externalId`: what the provider calls it; `mailId` as a mail, without brackets; `via` as in recipient.ts, where it is the customer's. */
export type Answered = { externalId: string | null; mailId: string | null; via?: string }

/** What a stored answer's provider is told that it answers. */
export async function answeredBy(db: Read, meta: MessageMeta): Promise<Answered | null> {
  if (meta.replyTo === undefined) return null
  const [m] = await db.select().from(messages).where(eq(messages.id, meta.replyTo))
  if (!m) return null
  const [part] = m.externalId
    ? []
    : await db.select({ externalId: messageParts.externalId }).from(messageParts).where(eq(messageParts.messageId, m.id)).orderBy(asc(messageParts.idx)).limit(1)
  return { externalId: m.externalId ?? part?.externalId ?? null, mailId: m.meta.mail?.messageId ?? null, ...(m.contactId === null ? {} : { via: m.meta.via }) }
}
