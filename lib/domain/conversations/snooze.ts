import { z } from 'zod'
import { command } from '../command'
import { refuse } from '../errors'
import { moment, rowId } from '../text'
import { loadForChange } from './load'
import { rowForActor } from './present'
import { changeStatus } from './status'

/** Away until a time (unix ms) or until the customer writes (`through`: whatever they write). Throws `time_is_past`. */
export const snooze = command(
  { permission: 'conversations:update', input: z.object({ conversationId: rowId, until: moment, through: z.boolean().default(false) }) },
  async (w, input) => {
    const c = await loadForChange(w, input.conversationId)
    if (input.until <= w.at.getTime()) refuse('time_is_past')
    await changeStatus(w, c, 'snoozed', { until: new Date(input.until), through: input.through })
    return rowForActor(w.actor, c)
  },
)
