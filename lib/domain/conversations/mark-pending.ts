import { z } from 'zod'
import { command } from '../command'
import { rowId } from '../text'
import { loadForChange } from './load'
import { rowForActor } from './present'
import { changeStatus } from './status'

/** The ball is in the customer's court: out of the open list until they write. */
export const markPending = command({ permission: 'conversations:update', input: z.object({ conversationId: rowId }) }, async (w, input) => {
  const c = await loadForChange(w, input.conversationId)
  await changeStatus(w, c, 'pending')
  return rowForActor(w.actor, c)
})
