/**
 * A contact merged into another becomes a side of it (see db/schema/contacts): its addresses, browsers and words stay its
 * own, and its conversations are the other's with `sideId`. An answer so goes where the customer wrote from, a browser sees
 * what was written in it and no more, and undoing is exact. Not a verb.
 */
import { and, asc, eq, inArray, isNull, or, sql, type SQL } from 'drizzle-orm'
import { lockName, lockRows } from '@/db/dialects'
import type { Read } from '@/db/doors'
import { prepared } from '@/db/prepared'
import { contacts } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import type { Work } from '../command'
import { refuse } from '../errors'
import type { StoredContact } from './view'

/** So many sides one contact may have. */
export const SIDES_MAX = 200

type WithParty = { contactId: number | null; sideId: number | null }

/** Who is spoken with there: the side, or the contact itself. */
export const partyOf = (c: WithParty): number | null => c.sideId ?? c.contactId

/** The conversations with this one, whether it is a side or a contact of its own. */
export const withParty = (party: unknown): SQL =>
  // Written out, so that each half walks its own index.
  or(and(eq(conversations.contactId, party as number), isNull(conversations.sideId)), eq(conversations.sideId, party as number)) ?? sql`false`

/** The same on one channel. The plus keeps the planner from walking the channel where the party should lead. */
export const withPartyOn = (party: unknown, channelId: unknown): SQL => sql`(+${conversations.channelId} = ${channelId} and ${withParty(party)})`

/** Where the next message of this party on this channel goes. `of`: what `currentOf` says of it, where the party is a placeholder. */
export const currentWith = (party: unknown, channelId: unknown, of: unknown = currentOf(party as number)): SQL =>
  or(
    and(eq(conversations.channelId, channelId as number), eq(conversations.contactId, party as number), eq(conversations.current, currentOf(null))),
    and(eq(conversations.sideId, party as number), eq(conversations.current, of as string), sql`+${conversations.channelId} = ${channelId}`),
  ) ?? sql`false`

/** What `current` says in the conversation where the next message of this party goes. */
export const currentOf = (sideId: number | null): string => (sideId === null ? 'yes' : `of:${sideId}`)

/** The contact as which this one is shown: itself, where it is nobody's side, and where there is none such. */
export async function shownAs(db: Read, workspaceId: number, id: number): Promise<number> {
  const [found] = await prepared(db, 'contact:shown', (d, name) =>
    d
      .select({ mergedInto: contacts.mergedInto })
      .from(contacts)
      .where(and(eq(contacts.id, sql.placeholder('id')), eq(contacts.workspaceId, sql.placeholder('workspaceId'))))
      .prepare(name),
  ).execute({ id, workspaceId })
  return found?.mergedInto ?? id
}

/** The sides of a contact, oldest first. */
export async function sidesOf(db: Read, contactId: number): Promise<number[]> {
  const found = await prepared(db, 'contact:sides', (d, name) =>
    d
      .select({ id: contacts.id })
      .from(contacts)
      .where(eq(contacts.mergedInto, sql.placeholder('id')))
      .orderBy(asc(contacts.id))
      .limit(SIDES_MAX + 1)
      .prepare(name),
  ).execute({ id: contactId })
  return found.map((c) => c.id)
}

/**
 * The contacts as which these are shown, held until the transaction ends together with those asked for, in one order;
 * `whole`: also with all their sides. Looked at again under the lock: somebody may have merged them meanwhile. Throws `not_found`.
 */
export async function holdShown(w: Work, ids: readonly number[], { whole = false } = {}): Promise<StoredContact[]> {
  // One merge of a workspace at a time: what two of them hold grows while they look, and they would wait for each other in a ring.
  if (whole) await lockName(w.db, `contacts:${w.workspaceId}`)
  for (let tries = 0; tries < 5; tries++) {
    const wanted = new Set(ids)
    for (const id of ids) {
      const root = await shownAs(w.db, w.workspaceId, id)
      wanted.add(root)
      if (whole) for (const side of await sidesOf(w.db, root)) wanted.add(side)
    }
    const held = new Map((await hold(w, [...wanted])).map((c) => [c.id, c]))
    if (!ids.every((id) => held.has(id))) refuse('not_found', { what: 'contact' })
    const shown = ids.flatMap((id) => held.get(held.get(id)?.mergedInto ?? id) ?? [])
    const sides = whole ? (await Promise.all(shown.map((c) => sidesOf(w.db, c.id)))).flat() : []
    if (shown.length === ids.length && sides.every((id) => held.has(id))) return shown
  }
  return refuse('database_busy')
}

/** The contact as which this one is shown, held for a change of what is known of it. Throws `not_found`, also for one that was forgotten. */
export async function holdOne(w: Work, id: number): Promise<StoredContact> {
  const [shown] = await holdShown(w, [id])
  return shown && !shown.removedAt ? shown : refuse('not_found', { what: 'contact' })
}

/** These contacts of the workspace, locked. */
export async function hold(w: Work, ids: readonly number[]): Promise<StoredContact[]> {
  return lockRows(
    w.db
      .select()
      .from(contacts)
      .where(and(inArray(contacts.id, [...new Set(ids)]), eq(contacts.workspaceId, w.workspaceId)))
      .orderBy(asc(contacts.id)),
    contacts,
  )
}
