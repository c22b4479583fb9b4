/** The one core of every merge. Not a verb. */
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import { lockRows } from '@/db/dialects'
import { contactIdentities, contactMerges, contacts, visitors } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { messages } from '@/db/schema/messages'
import type { Work } from '../command'
import { type Loaded, loadForChange } from '../conversations/load'
import type { Stored } from '../conversations/row'
import { store } from '../conversations/store'
import { refuse } from '../errors'
import { currentOf, SIDES_MAX, sidesOf, withParty } from './sides'
import type { StoredContact } from './view'

/** Conversations that one merge moves at most. */
export const CONVERSATIONS_MAX = 10_000
/** So many newest conversations change in every open list at once; older ones when they are next loaded. */
const SHOWN_AT_ONCE = 50

/** As whoever sees every channel: what moves may stand on others than the one that brought the news. */
const asHouse = (w: Work): Work => ({ ...w, actor: { kind: 'system', workspaceId: w.workspaceId } })

/**
 * Makes `from`, and what were its sides, sides of `into`; both are held and nobody's sides. Returns the ids of those sides.
 * Throws `contact_too_large`.
 */
export async function join(w: Work, from: StoredContact, into: StoredContact): Promise<number[]> {
  const [sides, have] = [await sidesOf(w.db, from.id), await sidesOf(w.db, into.id)]
  if (sides.length + have.length >= SIDES_MAX) refuse('contact_too_large', { max: SIDES_MAX })
  const moving = [from.id, ...sides]
  await w.db.update(contacts).set({ mergedInto: into.id }).where(inArray(contacts.id, moving))
  await move(w, into, 'merged', eq(conversations.contactId, from.id), (c) => ({
    contactId: into.id,
    sideId: c.sideId ?? from.id,
    current: c.current === currentOf(null) ? currentOf(from.id) : c.current,
  }))
  return sides
}

/** Makes `from`, a side of `into`, a contact of its own again, with those of the named sides that are still there. */
export async function part(w: Work, from: StoredContact, into: StoredContact, sides: readonly number[]): Promise<void> {
  const moving = [from.id, ...sides]
  await w.db.update(contacts).set({ mergedInto: null }).where(eq(contacts.id, from.id))
  if (sides.length > 0)
    await w.db
      .update(contacts)
      .set({ mergedInto: from.id })
      .where(and(inArray(contacts.id, [...sides]), eq(contacts.mergedInto, into.id)))
  await move(w, from, 'parted', and(eq(conversations.contactId, into.id), inArray(conversations.sideId, moving)), (c) => ({
    contactId: from.id,
    sideId: c.sideId === from.id ? null : c.sideId,
    current: c.current === currentOf(from.id) ? currentOf(null) : c.current,
  }))
}

/** Changes whose they are. Every row is locked first, in one order, so that two such changes never wait for each other in a ring. */
async function move(
  w: Work,
  owner: StoredContact,
  what: 'merged' | 'parted',
  which: ReturnType<typeof and>,
  fieldsOf: (c: Pick<Stored, 'sideId' | 'current'>) => Pick<Stored, 'contactId' | 'sideId' | 'current'>,
): Promise<void> {
  const all = await lockRows(
    w.db
      .select({ id: conversations.id, sideId: conversations.sideId, current: conversations.current, at: conversations.lastActivityAt })
      .from(conversations)
      .where(which)
      .orderBy(asc(conversations.id))
      .limit(CONVERSATIONS_MAX + 1),
    conversations,
  )
  if (all.length > CONVERSATIONS_MAX) refuse('contact_too_large', { max: CONVERSATIONS_MAX })
  const newest = new Set(
    all
      .toSorted((a, b) => b.at.getTime() - a.at.getTime() || b.id - a.id)
      .slice(0, SHOWN_AT_ONCE)
      .map((c) => c.id),
  )
  const house = asHouse(w)
  const rest = new Map<string, { fields: ReturnType<typeof fieldsOf>; ids: number[] }>()
  for (const c of all) {
    const fields = fieldsOf(c)
    if (newest.has(c.id) || w.touched.has(c.id)) await show(w, await loadForChange(house, c.id), owner, what, fields)
    else {
      const key = JSON.stringify(fields)
      const group = rest.get(key) ?? { fields, ids: [] }
      group.ids.push(c.id)
      rest.set(key, group)
    }
  }
  for (const { fields, ids } of rest.values())
    for (let i = 0; i < ids.length; i += 500)
      await w.db
        .update(conversations)
        .set({ ...fields, version: sql`${conversations.version} + 1`, updatedAt: w.at })
        .where(inArray(conversations.id, ids.slice(i, i + 500)))
}

async function show(w: Work, c: Loaded, owner: StoredContact, what: 'merged' | 'parted', fields: Partial<Stored>): Promise<void> {
  await store(w, c, fields)
  c.contactName = owner.name
  w.record('contact.changed', { contactId: owner.id, name: owner.name, what: [what] }, { conversation: c })
}

/**
 * Makes two sides of one contact (or it and a side) one for good: the addresses, browsers, conversations and words of `from`
 * are `into`'s from now on. Of two current conversations on a channel the livelier stays it.
 */
export async function dissolve(w: Work, from: number, into: number, shown: StoredContact): Promise<void> {
  const house = asHouse(w)
  const sideId = into === shown.id ? null : into
  const moving = await lockRows(
    w.db
      .select({ id: conversations.id })
      .from(conversations)
      .where(eq(conversations.sideId, from))
      .orderBy(asc(conversations.id))
      .limit(CONVERSATIONS_MAX + 1),
    conversations,
  )
  if (moving.length > CONVERSATIONS_MAX) refuse('contact_too_large', { max: CONVERSATIONS_MAX })
  for (const { id } of moving) {
    const c = await loadForChange(house, id)
    const current = c.row.current === null ? null : await stayCurrent(house, into, sideId, c.row)
    await show(w, c, shown, 'merged', { sideId, current })
    await w.db
      .update(messages)
      .set({ contactId: into })
      .where(and(eq(messages.conversationId, id), eq(messages.contactId, from)))
  }
  await w.db.update(contactIdentities).set({ contactId: into }).where(eq(contactIdentities.contactId, from))
  await w.db.update(visitors).set({ contactId: into }).where(eq(visitors.contactId, from))
  await w.db
    .update(contactMerges)
    .set({ state: 'settled' })
    .where(and(eq(contactMerges.fromId, from), eq(contactMerges.state, 'merged')))
}

/** What `current` says of the moving conversation; when it takes the place of another, that one no longer is. */
async function stayCurrent(w: Work, party: number, sideId: number | null, moving: Pick<Stored, 'channelId' | 'lastActivityAt'>): Promise<string | null> {
  if (moving.channelId === null) return null
  const [rival] = await w.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(withParty(party), eq(conversations.channelId, moving.channelId), eq(conversations.current, currentOf(sideId))))
    .orderBy(desc(conversations.id))
    .limit(1)
  if (!rival) return currentOf(sideId)
  const other = await loadForChange(w, rival.id)
  if (other.row.lastActivityAt > moving.lastActivityAt) return null
  await store(w, other, { current: null })
  return currentOf(sideId)
}

/** Merges into one that is itself merged away for good are merges into where it went. */
export const followMerges = (w: Work, from: number, into: number) =>
  w.db
    .update(contactMerges)
    .set({ intoId: into })
    .where(and(eq(contactMerges.intoId, from), inArray(contactMerges.state, ['merged', 'apart'])))
