/** What a verb answers: the conversation as its actor sees it. */
import { type Actor, personOf } from '../actor'
import type { Loaded } from './load'
import { type ConversationRow, rowFor, rowOf } from './row'

export function rowForActor(actor: Actor, c: Loaded): ConversationRow {
  const me = personOf(actor)
  return rowFor(
    rowOf(c.row, c.contactName),
    c.people.find((p) => p.userId === me),
  )
}
