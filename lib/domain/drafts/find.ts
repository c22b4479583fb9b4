import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
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

/** `key` stays with it until it is sent or discarded, when `body` and the rest are empty. `updatedAt` unix ms. */
export type Draft = { key: string; body: string; attachments: AttachmentView[]; more: DraftMore; updatedAt: number }
/** A note's words and a reply's words are two. */
export type Drafts = { reply: Draft | null; note: Draft | null }

/** My drafts in a conversation, with the uploads that still wait for it. Throws `not_found`. */
export const find = query({ permission: 'messages:create', input: z.object({ conversationId: rowId }) }, async ({ db, actor }, input): Promise<Drafts> => {
  await loadToRead(db, actor, input.conversationId)
  return draftsOf(db, actor, input.conversationId)
})

/** The same of a conversation that the actor is known to see. */
export async function draftsOf(db: Read, actor: Actor, conversationId: number): Promise<Drafts> {
  const userId = personOf(actor)
  const found: Drafts = { reply: null, note: null }
  if (userId === null) return found
  const rows = await prepared(db, 'drafts', (d, name) =>
    d
      .select()
      .from(drafts)
      .where(and(eq(drafts.conversationId, sql.placeholder('id')), eq(drafts.userId, sql.placeholder('me'))))
      .prepare(name),
  ).execute({ id: conversationId, me: userId })
  for (const row of rows) {
    // What an earlier release kept and this one does not know is left out; the words are not.
    const more = draftMore.safeParse(row.more ?? {})
    const updatedAt = row.updatedAt.getTime()
    found[row.mode] = {
      // Made of what stays the same, so that two devices that find an old one know it as one.
      key: row.key ?? `draft:${conversationId}:${userId}:${row.mode}:${updatedAt}`,
      body: row.body,
      attachments: await filesOf(db, actor, row.attachmentIds),
      more: more.success ? more.data : {},
      updatedAt,
    }
  }
  return found
}

/** Those that still wait, in the order they were chosen. */
async function filesOf(db: Read, actor: Actor, ids: readonly number[]): Promise<AttachmentView[]> {
  if (ids.length === 0) return []
  const files = await db
    .select()
    .from(attachments)
    .where(and(inArray(attachments.id, [...ids]), eq(attachments.workspaceId, actor.workspaceId), isNull(attachments.messageId)))
  return files.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)).map(attachmentView)
}
