import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { type Acts, messageParts } from '@/db/schema/messages'
import { command } from '../command'
import { refuse } from '../errors'
import { rowId } from '../text'
import { holdMessage, partsOf, storeActs } from './acts'
import type { MessageView } from './view'

const input = z.object({ messageId: rowId })

/** Asks the provider once more for what failed of a message's reaction, edit or removal. Throws `not_retryable` when nothing did. */
export const actAgain = command({ permission: 'messages:create', input }, async (w, { messageId }): Promise<MessageView> => {
  const { c, m } = await holdMessage(w, messageId)
  const acts = m.meta.acts ?? {}
  if (m.deletedAt || !Object.values(acts).some((a) => a?.state === 'failed')) refuse('not_retryable')
  const queued = Object.fromEntries(Object.entries(acts).map(([kind, a]) => [kind, a.state === 'failed' ? { ...a, state: 'queued', error: undefined } : a])) as Acts
  return storeActs(w, c, m, queued)
})

/** Leaves what failed as it is at the customer's, and shows it so here: their words again, no reaction, not removed. Quiet when nothing failed. */
export const letActBe = command({ permission: 'messages:create', input }, async (w, { messageId }): Promise<MessageView> => {
  const { c, m } = await holdMessage(w, messageId)
  const acts = m.meta.acts ?? {}
  const { edit } = acts
  const stands = (a: { state: string } | undefined) => a?.state !== 'failed'
  const left: Acts = { ...(stands(acts.react) ? { react: acts.react } : {}), ...(stands(edit) ? { edit } : {}), ...(stands(acts.remove) ? { remove: acts.remove } : {}) }
  if (m.deletedAt || edit?.state !== 'failed') return storeActs(w, c, m, left)
  const texts = (await partsOf(w, m.id)).filter((p) => p.content.text !== undefined)
  // With one part its words are known; with several the next edit writes them all anyway.
  if (texts.length === 1 && texts[0])
    await w.db
      .update(messageParts)
      .set({ content: { ...texts[0].content, text: edit.was } })
      .where(eq(messageParts.id, texts[0].id))
  return storeActs(w, c, m, left, { body: edit.was, editedAt: null }, 'message.edited')
})
