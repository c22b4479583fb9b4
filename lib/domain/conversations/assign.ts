import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { users } from '@/db/schema/users'
import { personOf } from '../actor'
import { command, type Work } from '../command'
import { refuse } from '../errors'
import { append } from '../messages/append'
import { rowId } from '../text'
import { loadForChange } from './load'
import { rowForActor } from './present'
import { storePersonal, withMember } from './store'

/** Gives the conversation to a user of the workspace, or to nobody (null). Throws `user_disabled`, `wrong_kind`, `not_found`. */
export const assign = command({ permission: 'conversations:update', input: z.object({ conversationId: rowId, assigneeId: rowId.nullable() }) }, async (w, input) => {
  const c = await loadForChange(w, input.conversationId)
  if (c.row.kind !== 'customer') refuse('wrong_kind')
  const from = c.row.assigneeId
  const to = input.assigneeId
  if (from === to) return rowForActor(w.actor, c)
  if (to !== null) await requireActive(w, to)
  // Who has it takes part in it, also after it went on to somebody else.
  const members = to === null ? null : withMember(c, to)
  await append(
    w,
    c,
    { kind: 'system', body: '', userId: personOf(w.actor), meta: { system: { event: 'assigned', from, to } } },
    { assigneeId: to, ...(members ? { members } : {}) },
  )
  if (members && to !== null) await storePersonal(w, c, to, { member: true })
  w.record('conversation.assigned', { from, to }, { conversation: c })
  return rowForActor(w.actor, c)
})

/** Takes the conversation from whoever has it. */
export const unassign = (actor: Parameters<typeof assign>[0], input: { conversationId: number }) => assign(actor, { ...input, assigneeId: null })

/** A user of this workspace who can work. */
export async function requireActive(w: Work, userId: number): Promise<void> {
  const [user] = await w.db
    .select({ disabledAt: users.disabledAt })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.workspaceId, w.workspaceId)))
  if (!user) refuse('not_found', { what: 'user' })
  if (user.disabledAt) refuse('user_disabled')
}
