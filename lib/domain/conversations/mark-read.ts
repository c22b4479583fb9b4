import { z } from 'zod'
import { requirePerson } from '../actor'
import { command } from '../command'
import { rowId } from '../text'
import { loadForChange } from './load'
import { recordPersonal } from './personal'
import { rowForActor } from './present'
import { toTellRead } from './read-out'
import { storePersonal } from './store'

/** I have read up to this index (absent: all). Only ever moves forward. Never touches "needs reply". */
export const markRead = command(
  { permission: 'conversations:update', input: z.object({ conversationId: rowId, index: z.number().int().min(0).optional() }) },
  async (w, input) => {
    const c = await loadForChange(w, input.conversationId)
    const me = requirePerson(w.actor)
    const to = Math.min(input.index ?? c.row.lastIndex, c.row.lastIndex)
    const was = c.people.find((p) => p.userId === me)?.lastReadIndex ?? -1
    if (to > was) {
      await storePersonal(w, c, me, { lastReadIndex: to })
      recordPersonal(w, c, me, 'read', await toTellRead(w, c, to, me))
    }
    return rowForActor(w.actor, c)
  },
)
