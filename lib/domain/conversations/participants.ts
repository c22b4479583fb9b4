import { and, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { lockName } from '@/db/dialects'
import { conversations } from '@/db/schema/conversations'
import { users } from '@/db/schema/users'
import { personOf } from '../actor'
import { command, type Work } from '../command'
import { refuse } from '../errors'
import { append } from '../messages/append'
import { rowId } from '../text'
import { unassign } from './assign'
import { type Loaded, loadForChange } from './load'
import { rowForActor } from './present'
import { store, storePersonal } from './store'

const input = z.object({ conversationId: rowId, userIds: z.array(rowId).min(1).max(100) })

/** Brings people into a conversation; those already there stay. They can read all of it. */
export const addParticipants = command({ permission: 'conversations:update', input }, async (w, { conversationId, userIds }) => {
  const c = await loadForChange(w, conversationId)
  const added = [...new Set(userIds)].filter((id) => !c.row.members.includes(id))
  if (added.length > 0) {
    await requireColleagues(w, added)
    const asNew = c.row.kind === 'team' ? { archived: false, lastReadIndex: c.row.lastIndex } : {}
    for (const id of added) await storePersonal(w, c, id, { member: true, ...asNew })
    if (c.row.kind === 'customer') return follow(w, c, added)
    await changeMembers(w, c, [...c.row.members, ...added])
    await append(w, c, { kind: 'system', body: '', userId: personOf(w.actor), meta: { system: { event: 'added', userIds: added } } })
    w.record('conversation.participants_changed', { added, removed: [] }, { conversation: c })
  }
  return rowForActor(w.actor, c)
})

/** Takes people out of a conversation (also oneself); who is not in it is quiet. They hear of it last. Throws `too_few_people` for a team's last one, `not_found` for nobody of this workspace. */
export const removeParticipants = command({ permission: 'conversations:update', input }, async (w, { conversationId, userIds }) => {
  const c = await loadForChange(w, conversationId)
  const removed = [...new Set(userIds)].filter((id) => c.row.members.includes(id))
  await requireKnown(
    w,
    userIds.filter((id) => !removed.includes(id)),
  )
  if (removed.length > 0) {
    if (c.row.kind === 'customer') return unfollow(w, c, removed)
    if (removed.length === c.row.members.length) refuse('too_few_people')
    const before = c.row.members
    await append(w, c, { kind: 'system', body: '', userId: personOf(w.actor), meta: { system: { event: 'removed', userIds: removed } } })
    for (const id of removed) await storePersonal(w, c, id, { member: false })
    await changeMembers(
      w,
      c,
      before.filter((id) => !removed.includes(id)),
    )
    w.record('conversation.participants_changed', { added: [], removed }, { conversation: c, audience: before })
  }
  return rowForActor(w.actor, c)
})

/** A customer's conversation is everybody's to read: to join it only puts it among one's own. */
async function follow(w: Work, c: Loaded, added: readonly number[]) {
  await store(w, c, { members: [...c.row.members, ...added].sort((a, b) => a - b) })
  w.record('conversation.participants_changed', { added: [...added], removed: [] }, { conversation: c })
  return rowForActor(w.actor, c)
}

/** Whoever has the conversation takes part in it; to take them out is to take it from them. */
async function unfollow(w: Work, c: Loaded, removed: readonly number[]) {
  if (c.row.assigneeId !== null && removed.includes(c.row.assigneeId)) await unassign(w.actor, { conversationId: c.row.id })
  for (const id of removed) await storePersonal(w, c, id, { member: false })
  await store(w, c, { members: c.row.members.filter((id) => !removed.includes(id)) })
  w.record('conversation.participants_changed', { added: [], removed: [...removed] }, { conversation: c })
  return rowForActor(w.actor, c)
}

/** From now on the new set of people finds this conversation, unless that set has one already. */
async function changeMembers(w: Work, c: Loaded, ids: readonly number[]): Promise<void> {
  const members = [...ids].sort((a, b) => a - b)
  const key = members.join()
  await holdSet(w, key)
  const [taken] = await w.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(eq(conversations.workspaceId, w.workspaceId), eq(conversations.memberKey, key)))
  await store(w, c, { members, memberKey: taken ? null : key })
}

/** Two conversations that come to the same set of people at once must not both find it free. */
export const holdSet = (w: Work, memberKey: string) => lockName(w.db, `members:${w.workspaceId}:${memberKey}`)

/** All of them of this workspace, whether they still work here or not; otherwise `not_found`, with `data.what` = 'user'. */
async function requireKnown(w: Work, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  const found = await w.db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.workspaceId, w.workspaceId), inArray(users.id, [...ids])))
  if (found.length !== new Set(ids).size) refuse('not_found', { what: 'user' })
}

/** All of them active users of this workspace; otherwise `not_found`, with `data.what` = 'user'. */
export async function requireColleagues(w: Work, ids: readonly number[]): Promise<void> {
  const found = await w.db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.workspaceId, w.workspaceId), inArray(users.id, [...ids]), isNull(users.disabledAt)))
  if (found.length !== new Set(ids).size) refuse('not_found', { what: 'user' })
}
