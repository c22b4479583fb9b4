import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { messages } from '@/db/schema/messages'
import { command } from '../command'
import { refuse } from '../errors'
import { rowId } from '../text'
import { loadOwn, refreshSnippet } from './own'
import { messageView } from './view'
import { wipeWords } from './wipe-words'

/** Takes back one's own message, leaving a tombstone at its index; quiet when it is one. What left through a channel stays: `wrong_kind`. */
export const remove = command({ permission: 'messages:create', input: z.object({ messageId: rowId }) }, async (w, input) => {
  const { c, m } = await loadOwn(w, input.messageId, { orGone: true })
  if (m.deletedAt) return messageView(m)
  if (m.delivery !== null) refuse('wrong_kind')
  await wipeWords(w, m)
  const [now] = await w.db.update(messages).set({ body: '', deletedAt: w.at }).where(eq(messages.id, m.id)).returning()
  if (!now) refuse('not_found')
  await refreshSnippet(w, c)
  const view = messageView(now)
  w.record('message.removed', { message: view }, { conversation: c, messageId: m.id })
  return view
})
