import { and, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { users } from '@/db/schema/users'
import { personOf } from '../actor'
import { command, type Work } from '../command'
import { refuse } from '../errors'
import { append } from '../messages/append'
import { rowId } from '../text'
import { type Loaded, loadForChange } from './load'
import { rowForActor } from './present'
import { store, storePersonal } from './store'

const input = z.object({ conversationId: rowId, userIds: z.array(rowId).min(1).max(100) })

/** Brings people into a team conversation; those already there stay. They can read all of it. */
export const addParticipants = command({ permission: 'conversations:update', input }, async (w, { conversationId, userIds }) => {
  const c = await loadTeam(w, conversationId)
  const added = [...new Set(userIds)].filter((id) => !c.row.members.includes(id))
  if (added.length > 0) {
    await requireColleagues(w, added)
    for (const id of added) await storePersonal(w, c, id, { member: true, archived: false, lastReadIndex: c.row.lastIndex })
    await changeMembers(w, c, [...c.row.members, ...added])
    await append(w, c, { kind: 'system', body: '', userId: personOf(w.actor), meta: { system: { event: 'added', userIds: added } } })
    w.record('conversation.participants_changed', { added, removed: [] }, { conversation: c })
  }
  return rowForActor(w.actor, c)
})

/** Takes people out of a team conversation (also oneself). They hear of it last. Throws `too_few_people` for the last one. */
export const removeParticipants = command({ permission: 'conversations:update', input }, async (w, { conversationId, userIds }) => {
  const c = await loadTeam(w, conversationId)
  const removed = [...new Set(userIds)].filter((id) => c.row.members.includes(id))
  if (removed.length > 0) {
    if (removed.length === c.row.members.length) refuse('too_few_people')
    const before = c.row.members
    await append(w, c, { kind: 'system', body: '', userId: personOf(w.actor), meta: { system: { event: 'removed', userIds: removed } } })
    for (const id of removed) await storePersonal(w, c, id, { member: false })
    await changeMembers(w, c, before.filter((id) => !removed.includes(id)))
    w.record('conversation.participants_changed', { added: [], removed }, { conversation: c, audience: before })
  }
  return rowForActor(w.actor, c)
})

async function loadTeam(w: Work, id: number): Promise<Loaded> {
  const c = await loadForChange(w, id)
  if (c.row.kind !== 'team') refuse('wrong_kind')
  return c
}

/** Another set of people is another conversation for "find the one with these": the old key no longer holds. */
async function changeMembers(w: Work, c: Loaded, ids: readonly number[]): Promise<void> {
  await store(w, c, { members: [...ids].sort((a, b) => a - b), memberKey: null })
}

/** All of them active users of this workspace; otherwise `not_found`. */
export async function requireColleagues(w: Work, ids: readonly number[]): Promise<void> {
  const found = await w.db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.workspaceId, w.workspaceId), inArray(users.id, [...ids]), isNull(users.disabledAt)))
  if (found.length !== new Set(ids).size) refuse('not_found')
}
