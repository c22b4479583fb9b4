import { z } from 'zod'
import { command } from '../command'
import { rowId } from '../text'
import { loadForChange } from './load'
import { changeStatus } from './status'

/** Opens a snoozed conversation whose time has come; quiet when it was woken, closed or snoozed for longer meanwhile. */
export const wake = command({ permission: 'conversations:update', input: z.object({ conversationId: rowId }) }, async (w, input) => {
  const c = await loadForChange(w, input.conversationId)
  if (c.row.status !== 'snoozed' || !c.row.snoozedUntil || c.row.snoozedUntil > w.at) return false
  await changeStatus(w, c, 'open', { cause: 'time' })
  return true
})
