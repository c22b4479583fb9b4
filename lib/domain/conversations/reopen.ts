import { z } from 'zod'
import { command } from '../command'
import { rowId } from '../text'
import { loadForChange } from './load'
import { rowForActor } from './present'
import { changeStatus } from './status'

/** Puts a closed, pending or snoozed conversation back among the open ones. */
export const reopen = command({ permission: 'conversations:update', input: z.object({ conversationId: rowId }) }, async (w, input) => {
  const c = await loadForChange(w, input.conversationId)
  await changeStatus(w, c, 'open')
  return rowForActor(w.actor, c)
})
