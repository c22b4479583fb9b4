import { z } from 'zod'
import { requirePerson } from '../actor'
import { command } from '../command'
import { rowId } from '../text'
import { loadForChange } from './load'
import { recordPersonal } from './personal'
import { rowForActor } from './present'
import { storePersonal } from './store'

/** New to me again from this index on (absent: from the newest message somebody wrote). */
export const markUnread = command(
  { permission: 'conversations:update', input: z.object({ conversationId: rowId, fromIndex: z.number().int().min(0).optional() }) },
  async (w, input) => {
    const c = await loadForChange(w, input.conversationId)
    const me = requirePerson(w.actor)
    // From a system line on, nothing would be new: those are never unread.
    const to = Math.min(input.fromIndex ?? c.row.lastContentIndex, c.row.lastContentIndex) - 1
    const was = c.people.find((p) => p.userId === me)
    if (c.row.lastContentIndex >= 0 && (to < (was?.lastReadIndex ?? -1) || !was?.member)) {
      await storePersonal(w, c, me, { lastReadIndex: Math.max(Math.min(to, was?.lastReadIndex ?? -1), -1) }, { marked: true })
      recordPersonal(w, c, me, 'unread')
    }
    return rowForActor(w.actor, c)
  },
)
