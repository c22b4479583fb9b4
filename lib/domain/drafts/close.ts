/** A draft that was sent is over everywhere: it goes with the send, and is never sent again. Not a verb. */
import { and, eq, isNull, or } from 'drizzle-orm'
import { drafts } from '@/db/schema/conversations'
import { personOf } from '../actor'
import type { Work } from '../command'
import type { Loaded } from '../conversations/load'
import { refuse } from '../errors'
import { findByClientKey } from '../messages/append'
import type { MessageView } from '../messages/view'

export const EMPTIED = { body: '', attachmentIds: [], more: null }

export type Mode = 'reply' | 'note'
export const mine = (c: Loaded, userId: number, mode: Mode) => and(eq(drafts.conversationId, c.row.id), eq(drafts.userId, userId), eq(drafts.mode, mode))

/** What a send says of itself that tells whether its draft went already. */
type Sent = { clientKey: string; draftKey?: string; body: string; attachmentIds: readonly number[] }

/**
 * The message that this very send made before, or null. Throws `draft_sent` with `data.newer` when another device sent
 * the same draft in other words, or under another key.
 */
export async function findSent(w: Work, c: Loaded, mode: Mode, input: Sent): Promise<MessageView | null> {
  const kind = mode === 'note' ? 'note' : 'message'
  const first = await findByClientKey(w, c, input.clientKey, { kind })
  const sent = input.draftKey === undefined || input.draftKey === input.clientKey ? first : await findByClientKey(w, c, input.draftKey, { kind })
  if (sent && input.draftKey !== undefined && (sent !== first || !isSame(sent, input))) refuse('draft_sent', { newer: [sent], lastIndex: c.row.lastIndex })
  return first
}

/** Edited or removed since, its first words are not known any more: a repeat is taken for one. */
function isSame(m: MessageView, input: Sent): boolean {
  if (m.editedAt !== null || m.deletedAt !== null) return true
  const ids = [...new Set(input.attachmentIds)]
  return m.body === input.body && m.attachments.length === ids.length && m.attachments.every((a, i) => a.id === ids[i])
}

/** Empties the draft that was just sent. One begun since has another key and stays. */
export async function closeDraft(w: Work, c: Loaded, mode: Mode, draftKey: string | undefined): Promise<void> {
  const userId = personOf(w.actor)
  if (draftKey === undefined || userId === null) return
  await w.db
    .update(drafts)
    .set({ ...EMPTIED, key: draftKey, updatedAt: w.at })
    .where(and(mine(c, userId, mode), or(eq(drafts.key, draftKey), isNull(drafts.key))))
}
