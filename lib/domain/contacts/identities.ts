/** Addresses of a contact that a colleague writes down or strikes out. */
import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { contactIdentities, contacts } from '@/db/schema/contacts'
import { command, type Work } from '../command'
import { refuse } from '../errors'
import { email, line, rowId } from '../text'
import { normalAddress } from './address'
import { change, touchContact } from './change'
import { phoneOf } from './phone'
import { holdOne, holdShown, SIDES_MAX, shownAs, sidesOf } from './sides'
import { type IdentityView, identityView, type StoredContact } from './view'

/** Kinds of addresses that a person can know. The others mean something only inside the provider. */
export const WRITABLE = ['email', 'sms', 'whatsapp'] as const

/**
 * Writes down one more address, so that whoever writes from there is this contact. One of a kind that is there already
 * begins a side of its own: what is written to and from it is a conversation of its own. Theirs already: quiet. Throws
 * `not_found`; `bad_address`, `bad_phone`; `address_taken` with `{contactId, name}` of whose it is.
 */
export const addIdentity = command(
  { permission: 'contacts:update', input: z.object({ contactId: rowId, channelType: z.enum(WRITABLE), address: line(320) }) },
  async (w, input): Promise<IdentityView> => {
    if (w.actor.kind === 'visitor') refuse('not_allowed')
    const contact = await holdOne(w, input.contactId)
    const address = checked(input.channelType, input.address)
    const made = await keepAddress(w, contact, input.channelType, address)
    if (!made) return theirs(w, contact, input.channelType, address)
    const isPhone = input.channelType !== 'email'
    const now = await change(w, contact, isPhone ? { phone: contact.phone ?? address } : { email: contact.email ?? address })
    await touchContact(w, contact.id)
    w.record('contact.changed', { contactId: now.id, name: now.name, what: ['addresses'] })
    return identityView(made)
  },
)

/** Null where it is somebody's already. The contact is held, and the address in the spelling that is kept. */
export async function keepAddress(w: Work, contact: StoredContact, channelType: (typeof WRITABLE)[number], address: string) {
  const all = [contact.id, ...(await sidesOf(w.db, contact.id))]
  const there = await w.db
    .select({ id: contactIdentities.id })
    .from(contactIdentities)
    .where(and(inArray(contactIdentities.contactId, all), eq(contactIdentities.channelType, channelType)))
    .limit(1)
  const owner = there.length === 0 ? contact.id : await makeSide(w, contact, all.length)
  const [made] = await w.db.insert(contactIdentities).values({ workspaceId: w.workspaceId, contactId: owner, channelType, address }).onConflictDoNothing().returning()
  if (!made && owner !== contact.id) await w.db.delete(contacts).where(eq(contacts.id, owner))
  return made ?? null
}

function checked(type: (typeof WRITABLE)[number], text: string): string {
  if (type === 'email') {
    const mail = email.safeParse(text)
    return mail.success ? mail.data : refuse('bad_address', { field: 'address' })
  }
  // Short codes and names are senders of text messages too.
  if (type === 'sms' && /^\d{3,6}$/.test(text)) return text
  return normalAddress(type, phoneOf(text) ?? refuse('bad_phone', { field: 'address' }))
}

async function makeSide(w: Work, contact: StoredContact, have: number): Promise<number> {
  if (have > SIDES_MAX) refuse('contact_too_large', { max: SIDES_MAX })
  const [side] = await w.db.insert(contacts).values({ workspaceId: w.workspaceId, name: contact.name, mergedInto: contact.id }).returning({ id: contacts.id })
  return side?.id ?? refuse('not_found')
}

async function theirs(w: Work, contact: StoredContact, type: (typeof WRITABLE)[number], address: string): Promise<IdentityView> {
  const [found] = await w.db
    .select()
    .from(contactIdentities)
    .where(
      and(
        eq(contactIdentities.workspaceId, w.workspaceId),
        eq(contactIdentities.channelType, type),
        eq(contactIdentities.scope, ''),
        eq(contactIdentities.address, address),
      ),
    )
  if (!found) refuse('not_found')
  const owner = await shownAs(w.db, w.workspaceId, found.contactId)
  if (owner === contact.id) return identityView(found)
  const [other] = await w.db.select({ name: contacts.name }).from(contacts).where(eq(contacts.id, owner))
  return refuse('address_taken', { contactId: owner, name: other?.name ?? '' })
}

/**
 * Strikes an address out: whoever writes from there next is somebody new. What was written stays. Throws `not_found`;
 * `address_kept` where they asked for no more messages, which must be remembered.
 */
export const removeIdentity = command({ permission: 'contacts:update', input: z.object({ contactId: rowId, identityId: rowId }) }, async (w, input): Promise<void> => {
  if (w.actor.kind === 'visitor') refuse('not_allowed')
  const [contact] = await holdShown(w, [input.contactId], { whole: true })
  if (!contact || contact.removedAt) refuse('not_found', { what: 'contact' })
  const all = [contact.id, ...(await sidesOf(w.db, contact.id))]
  const here = and(eq(contactIdentities.id, input.identityId), inArray(contactIdentities.contactId, all))
  const [found] = await w.db.select().from(contactIdentities).where(here)
  if (!found) refuse('not_found', { what: 'method' })
  if (found.consent) refuse('address_kept')
  await w.db.delete(contactIdentities).where(here)
  await touchContact(w, contact.id)
  w.record('contact.changed', { contactId: contact.id, name: contact.name, what: ['addresses'] })
})
