import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Read } from '@/db/doors'
import { prepared } from '@/db/prepared'
import { drafts } from '@/db/schema/conversations'
import { attachments } from '@/db/schema/messages'
import { type Actor, personOf } from '../actor'
import { loadToRead } from '../conversations/load'
import { draftMore, type DraftMore } from '../messages/answer'
import { attachmentView, type AttachmentView } from '../messages/view'
import { query } from '../query'
import { rowId } from '../text'

/** `updatedAt` unix ms. */
export type Draft = { mode: 'reply' | 'note'; body: string; attachments: AttachmentView[]; more: DraftMore; updatedAt: number }

/** My draft in a conversation, with the uploads that still wait for it. Throws `not_found`. */
export const find = query({ permission: 'messages:create', input: z.object({ conversationId: rowId }) }, async ({ db, actor }, input): Promise<Draft | null> => {
  await loadToRead(db, actor, input.conversationId)
  return draftOf(db, actor, input.conversationId)
})

/** The same of a conversation that the actor is known to see. */
export async function draftOf(db: Read, actor: Actor, conversationId: number): Promise<Draft | null> {
  const userId = personOf(actor)
  if (userId === null) return null
  const [draft] = await prepared(db, 'draft', (d, name) =>
    d
      .select()
      .from(drafts)
      .where(and(eq(drafts.conversationId, sql.placeholder('id')), eq(drafts.userId, sql.placeholder('me'))))
      .prepare(name),
  ).execute({ id: conversationId, me: userId })
  if (!draft) return null
  const files =
    draft.attachmentIds.length === 0
      ? []
      : await db
          .select()
          .from(attachments)
          .where(and(inArray(attachments.id, draft.attachmentIds), eq(attachments.workspaceId, actor.workspaceId), isNull(attachments.messageId)))
          .orderBy(asc(attachments.id))
  // What an earlier release kept and this one does not know is left out; the words are not.
  const more = draftMore.safeParse(draft.more ?? {})
  return { mode: draft.mode, body: draft.body, attachments: files.map(attachmentView), more: more.success ? more.data : {}, updatedAt: draft.updatedAt.getTime() }
}
