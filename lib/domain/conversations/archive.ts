import { z } from 'zod'
import { requirePerson } from '../actor'
import { command } from '../command'
import { rowId } from '../text'
import { loadForChange } from './load'
import { recordPersonal } from './personal'
import { rowForActor } from './present'
import { storePersonal } from './store'

const input = z.object({ conversationId: rowId })

/** Out of my lists until something new comes; nobody else notices. */
export const archive = command({ permission: 'conversations:update', input }, async (w, { conversationId }) => {
  const c = await loadForChange(w, conversationId)
  const me = requirePerson(w.actor)
  if (!c.people.some((p) => p.userId === me && p.archived)) {
    await storePersonal(w, c, me, { archived: true })
    recordPersonal(w, c, me, 'archived')
  }
  return rowForActor(w.actor, c)
})

/** Back into my lists. */
export const unarchive = command({ permission: 'conversations:update', input }, async (w, { conversationId }) => {
  const c = await loadForChange(w, conversationId)
  const me = requirePerson(w.actor)
  if (c.people.some((p) => p.userId === me && p.archived)) {
    await storePersonal(w, c, me, { archived: false })
    recordPersonal(w, c, me, 'unarchived')
  }
  return rowForActor(w.actor, c)
})
