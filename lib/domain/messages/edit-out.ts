/** Changing the words of an answer that left, or is about to. Not a verb. */
import { eq } from 'drizzle-orm'
import { messageParts } from '@/db/schema/messages'
import { limitOf } from '@/lib/channels/limits'
import type { Work } from '../command'
import type { Loaded } from '../conversations/load'
import { refuse } from '../errors'
import { splitBytes, splitText } from '../text'
import { neverLeft, partsOf, storeActs, whatIs } from './acts'
import { withFiles } from './own'
import { canChangeOut } from './outward'
import type { MessageView, StoredMessage } from './view'

/**
 * Its texts at the provider become these, one for one. What never left is changed here alone. Throws `wrong_kind` where the
 * channel cannot, `too_late_to_change`, `edit_too_long` when it would take more provider messages than it has.
 */
export async function editOut(w: Work, c: Loaded, m: StoredMessage, body: string): Promise<MessageView> {
  if (body === m.body) return withFiles(w, m)
  if (body.trim() === '') refuse('empty_message')
  const texts = (await partsOf(w, m.id)).filter((p) => p.content.text !== undefined)
  const type = c.row.channelType
  // A mail is one part with its files, and left as it is.
  if (type === null || texts.length === 0 || m.meta.mail) refuse('wrong_kind')
  const isHere = texts.every(neverLeft)
  if (!isHere) {
    const can = canChangeOut(c.row, whatIs(m), 'edit', w.at.getTime())
    if (can !== 'yes') refuse(can === 'late' ? 'too_late_to_change' : 'wrong_kind')
  }
  const { textMax, inBytes } = limitOf(type)
  const now = (inBytes ? splitBytes : splitText)(body, textMax)
  if (now.length !== texts.length) refuse('edit_too_long')
  for (const [i, p] of texts.entries())
    await w.db
      .update(messageParts)
      .set({ content: { ...p.content, text: now[i], html: undefined }, updatedAt: w.at })
      .where(eq(messageParts.id, p.id))
  const was = m.meta.acts?.edit?.was ?? m.body
  // Plain words take the place of those that had looks.
  const { html: _looks, ...meta } = m.meta
  return storeActs(w, c, { ...m, meta }, isHere ? m.meta.acts : { ...m.meta.acts, edit: { state: 'queued', was } }, { body, editedAt: w.at }, 'message.edited')
}
