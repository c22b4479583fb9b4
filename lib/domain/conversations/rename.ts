import { z } from 'zod'
import { personOf } from '../actor'
import { command } from '../command'
import { append } from '../messages/append'
import { lineOrEmpty, rowId } from '../text'
import { loadForChange } from './load'
import { rowForActor } from './present'

/** Gives the conversation a title (subject); empty takes it away. */
export const rename = command({ permission: 'conversations:update', input: z.object({ conversationId: rowId, title: lineOrEmpty(200) }) }, async (w, input) => {
  const c = await loadForChange(w, input.conversationId)
  if (c.row.title !== input.title) {
    await append(w, c, { kind: 'system', body: '', userId: personOf(w.actor), meta: { system: { event: 'renamed', to: input.title } } }, { title: input.title })
    w.record('conversation.renamed', { title: input.title }, { conversation: c })
  }
  return rowForActor(w.actor, c)
})
