/** A customer changed, took back or reacted to something that was written. */
import { and, eq } from 'drizzle-orm'
import { attachments } from '@/db/schema/messages'
import { loadForChange } from '../conversations/load'
import { refreshSnippet } from '../messages/own'
import { wipeWords } from '../messages/wipe-words'
import { clean, BODY_MAX } from '../text'
import { takeEcho } from './echo'
import { findMessage } from './find-message'
import { rewrite, takeMessage } from './message'
import type { Arrival, Outcome } from './outcome'
import { personOf } from './person'

/** New words for a message. When that never came, the words stand as a message of their own: nothing written is lost. */
export async function takeEdit(a: Arrival<'edit'>): Promise<Outcome> {
  const { w, channel, e, at, late } = a
  const contactId = await personOf(w, channel, e.from)
  const m = await findMessage(w, channel.id, contactId, e.externalId)
  if (!m && !late) return { parked: e.externalId }
  if (!m) {
    const words = { type: 'message', externalId: e.externalId, direction: e.direction, from: e.from, text: e.text, files: [], hints: {} } as const
    const said = await (e.direction === 'echo' ? takeEcho : takeMessage)({ ...a, e: { ...words, files: [] } })
    // Marked, so that the message itself is known as the same should it come after all (message.ts).
    if ('messageId' in said && said.messageId) await rewrite(w, said.messageId, { editedAt: at }, 'message.edited')
    return said
  }
  if (m.deletedAt || (m.editedAt && m.editedAt > at)) return { messageId: m.id, note: 'older than what stands' }
  const body = clean(e.text).slice(0, BODY_MAX).toWellFormed()
  if (m.body === body) return { messageId: m.id }
  const c = await loadForChange(w, m.conversationId)
  await rewrite(w, m.id, { body, editedAt: at }, 'message.edited')
  await refreshSnippet(w, c)
  return { messageId: m.id }
}

/** Leaves a tombstone. */
export async function takeDelete({ w, channel, e, at, late }: Arrival<'delete'>): Promise<Outcome> {
  const contactId = await personOf(w, channel, e.from)
  const m = await findMessage(w, channel.id, contactId, e.externalId)
  if (!m) return late ? { note: 'nothing here has this id' } : { parked: e.externalId }
  if (m.deletedAt) return { messageId: m.id }
  const c = await loadForChange(w, m.conversationId)
  const { files: _gone, ...meta } = m.meta
  // What it carried is nobody's any more, and the sweep takes its bytes.
  await w.db
    .update(attachments)
    .set({ messageId: null, conversationId: null })
    .where(and(eq(attachments.messageId, m.id), eq(attachments.workspaceId, w.workspaceId)))
  await wipeWords(w, m)
  await rewrite(w, m.id, { body: '', deletedAt: at, meta, attachmentCount: 0 }, 'message.removed')
  await refreshSnippet(w, c)
  return { messageId: m.id }
}

/** One emoji of the customer's on a message, theirs or ours; a newer one takes its place. */
export async function takeReaction({ w, channel, e, at, late }: Arrival<'reaction'>): Promise<Outcome> {
  const contactId = await personOf(w, channel, e.from)
  const m = await findMessage(w, channel.id, contactId, e.externalId)
  if (!m) return late ? { note: 'nothing here has this id' } : { parked: e.externalId }
  if (m.deletedAt || (m.meta.customerReaction && m.meta.customerReaction.at > at.getTime())) return { messageId: m.id }
  await loadForChange(w, m.conversationId)
  await rewrite(w, m.id, { meta: { ...m.meta, customerReaction: { emoji: e.emoji || null, at: at.getTime() } } }, 'message.reacted')
  return { messageId: m.id }
}
