import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { messageParts, messages } from '@/db/schema/messages'
import { command, type Work } from '../command'
import type { Loaded } from '../conversations/load'
import { refuse } from '../errors'
import { rowId } from '../text'
import { bury, neverLeft, partsOf, storeActs, whatIs } from './acts'
import { loadOwn, refreshSnippet, withFiles } from './own'
import { canChangeOut } from './outward'
import { messageView, type MessageView, type StoredMessage } from './view'
import { wipeWords } from './wipe-words'

/**
 * Takes back one's own message, leaving a tombstone at its index; quiet when it is one. One that left is taken back at the
 * provider first and stands until that is done; one that never left is gone at once, and is not sent. Throws `wrong_kind` where
 * the channel cannot, `too_late_to_change`.
 */
export const remove = command({ permission: 'messages:create', input: z.object({ messageId: rowId }) }, async (w, input) => {
  const { c, m } = await loadOwn(w, input.messageId, { orGone: true })
  if (m.deletedAt) return messageView(m)
  if (m.delivery !== null) return removeOut(w, c, m)
  await wipeWords(w, m)
  const [now] = await w.db.update(messages).set({ body: '', deletedAt: w.at }).where(eq(messages.id, m.id)).returning()
  if (!now) refuse('not_found')
  await refreshSnippet(w, c)
  const view = messageView(now)
  w.record('message.removed', { message: view }, { conversation: c, messageId: m.id })
  return view
})

async function removeOut(w: Work, c: Loaded, m: StoredMessage): Promise<MessageView> {
  const parts = await partsOf(w, m.id)
  if (parts.length > 0 && parts.every(neverLeft)) {
    await w.db.delete(messageParts).where(eq(messageParts.messageId, m.id))
    return bury(w, c, m)
  }
  if (m.meta.acts?.remove?.state === 'queued') return withFiles(w, m)
  const can = canChangeOut(c.row, whatIs(m), 'remove', w.at.getTime())
  if (can !== 'yes') refuse(can === 'late' ? 'too_late_to_change' : 'wrong_kind')
  return storeActs(w, c, m, { ...m.meta.acts, remove: { state: 'queued' } })
}
