import { z } from 'zod'
import { command } from '../command'
import { rowId } from '../text'
import { loadForChange } from './load'
import { rowForActor } from './present'
import { changeStatus } from './status'

/** Ends the conversation for the team. The customer's next message opens it again. */
export const close = command({ permission: 'conversations:update', input: z.object({ conversationId: rowId }) }, async (w, input) => {
  const c = await loadForChange(w, input.conversationId)
  await changeStatus(w, c, 'closed')
  return rowForActor(w.actor, c)
})
