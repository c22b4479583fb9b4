import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { messages } from '@/db/schema/messages'
import { command } from '../command'
import { store } from '../conversations/store'
import { refuse } from '../errors'
import { body, rowId, snippetOf } from '../text'
import { loadOwn, withFiles } from './own'

/** Changes the words of one's own message. A reply that left through a channel cannot be changed: `not_yours` for others’, `wrong_kind` for those. */
export const edit = command({ permission: 'messages:create', input: z.object({ messageId: rowId, body }) }, async (w, input) => {
  const { c, m } = await loadOwn(w, input.messageId)
  if (m.delivery !== null) refuse('wrong_kind')
  if (input.body.trim() === '' && m.attachmentCount === 0) refuse('empty_message')
  if (m.body === input.body) return withFiles(w, m)
  const [now] = await w.db.update(messages).set({ body: input.body, editedAt: w.at }).where(eq(messages.id, m.id)).returning()
  if (!now) refuse('not_found')
  if (m.index === c.row.lastContentIndex) await store(w, c, { snippet: snippetOf(input.body) })
  const view = await withFiles(w, now)
  w.record('message.edited', { message: view }, { conversation: c, messageId: m.id })
  return view
})
