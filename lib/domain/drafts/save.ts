import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { drafts } from '@/db/schema/conversations'
import { attachments } from '@/db/schema/messages'
import { requirePerson } from '../actor'
import { command } from '../command'
import { loadForChange } from '../conversations/load'
import { refuse } from '../errors'
import { draftMore } from '../messages/answer'
import { uploaderKey } from '../messages/append'
import { body, moment, rowId } from '../text'

export const saveDraftInput = z.object({
  conversationId: rowId,
  mode: z.enum(['reply', 'note']).default('reply'),
  body,
  attachmentIds: z.array(rowId).max(20).default([]),
  more: draftMore.default({}),
  /** When it was written, unix ms by the writer's clock; a later one wins. Absent: now. */
  updatedAt: moment.optional(),
})

/**
 * Keeps what I am writing in a conversation: one draft each, the one written last wins. Nobody else hears of it.
 * Answers whether it was kept. Throws `not_found` for conversations or uploads that are not mine to see.
 */
export const save = command({ permission: 'messages:create', input: saveDraftInput }, async (w, input): Promise<boolean> => {
  const c = await loadForChange(w, input.conversationId)
  const userId = requirePerson(w.actor)
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
    .values({ conversationId: c.row.id, userId, mode: input.mode, body: input.body, attachmentIds: ids, more, updatedAt })
    .onConflictDoUpdate({
      target: [drafts.conversationId, drafts.userId],
      set: { mode: input.mode, body: input.body, attachmentIds: ids, more, updatedAt },
      setWhere: sql`${drafts.updatedAt} <= excluded.updated_at`,
    })
    .returning({ userId: drafts.userId })
  return kept.length > 0
})
