import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { drafts } from '@/db/schema/conversations'
import { attachments } from '@/db/schema/messages'
import { requirePerson } from '../actor'
import { command } from '../command'
import { loadForChange } from '../conversations/load'
import { refuse } from '../errors'
import { draftMore } from '../messages/answer'
import { findByClientKey, uploaderKey } from '../messages/append'
import { body, clientKey, moment, rowId } from '../text'

export const saveDraftInput = z.object({
  conversationId: rowId,
  mode: z.enum(['reply', 'note']).default('reply'),
  /** Made when the draft was begun; it is sent with it. */
  key: clientKey.optional(),
  body,
  attachmentIds: z.array(rowId).max(20).default([]),
  more: draftMore.default({}),
  /** When it was written, unix ms by the writer's clock; a later one wins. Absent: now. */
  updatedAt: moment.optional(),
})

/**
 * Keeps what I am writing in a conversation: a reply and a note, of each the one written last wins. Nobody else hears
 * of it. Answers whether it was kept; not when it was sent already (`isSent`). Throws `not_found` for conversations or uploads that are not mine to see.
 */
export const save = command({ permission: 'messages:create', input: saveDraftInput }, async (w, input): Promise<{ kept: boolean; isSent: boolean }> => {
  const c = await loadForChange(w, input.conversationId)
  const userId = requirePerson(w.actor)
  // Saved late by another device, it would come back after it was sent.
  if (input.key !== undefined && (await findByClientKey(w, c, input.key, { kind: input.mode === 'note' ? 'note' : 'message' }))) return { kept: false, isSent: true }
  // A clock that runs ahead must not lock the draft against every other device.
  const updatedAt = new Date(Math.min(input.updatedAt ?? w.at.getTime(), w.at.getTime()))
  const ids = [...new Set(input.attachmentIds)]
  if (ids.length > 0) {
    const loose = await w.db
      .select({ id: attachments.id })
      .from(attachments)
      .where(
        and(inArray(attachments.id, ids), eq(attachments.workspaceId, w.workspaceId), eq(attachments.uploadedBy, uploaderKey(w.actor)), isNull(attachments.messageId)),
      )
    if (loose.length !== ids.length) refuse('not_found')
  }
  const more = Object.keys(input.more).length > 0 ? input.more : null
  const kept = await w.db
    .insert(drafts)
    .values({ conversationId: c.row.id, userId, mode: input.mode, key: input.key, body: input.body, attachmentIds: ids, more, updatedAt })
    .onConflictDoUpdate({
      target: [drafts.conversationId, drafts.userId, drafts.mode],
      set: { key: input.key ?? null, body: input.body, attachmentIds: ids, more, updatedAt },
      setWhere: sql`${drafts.updatedAt} <= excluded.updated_at`,
    })
    .returning({ userId: drafts.userId })
  return { kept: kept.length > 0, isSent: false }
})
