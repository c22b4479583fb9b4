/** The only way to hold a conversation: what is loaded is what the actor may see. */
import { and, eq, sql } from 'drizzle-orm'
import type { Read } from '@/db/doors'
import { lockRows } from '@/db/dialects'
import { prepared } from '@/db/prepared'
import { contacts } from '@/db/schema/contacts'
import { conversations, participants } from '@/db/schema/conversations'
import { type Actor, personOf } from '../actor'
import type { Work } from '../command'
import { partyOf } from '../contacts/sides'
import { refuse } from '../errors'
import type { Person } from '../events'
import { bucketsOf } from './buckets'
import type { Stored } from './row'

/** A conversation inside a change. `before`: the counts it stood in when loaded, so that the change can move them. */
export type Loaded = { row: Stored; contactName: string | null; people: Person[]; before: Set<string> }

/** Loads and locks a conversation for a change. The same one twice gives the same object. Throws `not_found` of `what` the caller was asked for. */
export async function loadForChange(w: Work, id: number, what: 'conversation' | 'message' = 'conversation'): Promise<Loaded> {
  const known = w.touched.get(id)
  const loaded = known ?? (await fetchConversation(w.db, w.workspaceId, id, true))
  if (!loaded || !maySee(w.actor, loaded.row)) refuse('not_found', { what })
  w.touched.set(id, loaded)
  return loaded
}

/** Loads a conversation to read it. Throws `not_found` for one that is unknown, elsewhere or not the actor's to see. */
export async function loadToRead(db: Read, actor: Actor, id: number): Promise<Loaded> {
  const loaded = await fetchConversation(db, actor.workspaceId, id, false)
  if (!loaded || !maySee(actor, loaded.row)) refuse('not_found', { what: 'conversation' })
  return loaded
}

/** Customers' conversations are the whole team's; team conversations are their members'; a visitor sees their own. */
export function maySee(actor: Actor, c: Pick<Stored, 'workspaceId' | 'kind' | 'members' | 'contactId' | 'sideId' | 'channelId'>): boolean {
  if (c.workspaceId !== actor.workspaceId) return false
  if (actor.kind === 'visitor') return partyOf(c) === actor.contactId && c.channelId === actor.channelId
  if (actor.kind === 'channel') return c.channelId === actor.channelId
  const person = personOf(actor)
  return c.kind === 'customer' || person === null || c.members.includes(person)
}

async function fetchConversation(db: Read, workspaceId: number, id: number, lock: boolean): Promise<Loaded | null> {
  const [row] = await prepared(db, lock ? 'conversation:lock' : 'conversation', (d, name) => {
    const q = d
      .select()
      .from(conversations)
      .where(and(eq(conversations.id, sql.placeholder('id')), eq(conversations.workspaceId, sql.placeholder('workspaceId'))))
    return (lock ? lockRows(q, conversations) : q).prepare(name)
  }).execute({ id, workspaceId })
  if (!row) return null
  const around = await aroundOf(db, id)
  return { row, ...around, before: bucketsOf(row, around.people) }
}

/**
 * The contact's name and everybody's personal part: at most one row per user of the workspace. Never in one statement
 * with the lock: whoever waited for it would be shown what stood around the row before the wait.
 */
async function aroundOf(db: Read, id: number): Promise<Pick<Loaded, 'contactName' | 'people'>> {
  const rows = await prepared(db, 'conversation:around', (d, name) =>
    d
      .select({
        contactName: contacts.name,
        userId: participants.userId,
        member: participants.member,
        lastReadIndex: participants.lastReadIndex,
        archived: participants.archived,
        mutedUntil: participants.mutedUntil,
      })
      .from(conversations)
      .leftJoin(contacts, eq(contacts.id, conversations.contactId))
      .leftJoin(participants, eq(participants.conversationId, conversations.id))
      .where(eq(conversations.id, sql.placeholder('id')))
      .prepare(name),
  ).execute({ id })
  const people = rows.flatMap(({ contactName: _name, userId, member, lastReadIndex, archived, mutedUntil }) =>
    userId === null
      ? []
      : [{ userId, member: member ?? false, lastReadIndex: lastReadIndex ?? -1, archived: archived ?? false, mutedUntil: mutedUntil?.getTime() ?? null }],
  )
  return { contactName: rows[0]?.contactName ?? null, people }
}
