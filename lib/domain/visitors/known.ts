/** Finding the contact a site vouches for. Not a verb. */
import { and, eq } from 'drizzle-orm'
import type { Read } from '@/db/doors'
import { contactIdentities, contacts } from '@/db/schema/contacts'
import type { Work } from '../command'
import { change } from '../contacts/change'
import type { VouchedFor } from './facts'

type At = { workspaceId: number; channelId: number }

/** The site's ids mean something on its own channel only: two sites may both have a customer 17. */
const identityOf = (at: At, sub: string) =>
  and(
    eq(contactIdentities.workspaceId, at.workspaceId),
    eq(contactIdentities.channelType, 'webchat'),
    eq(contactIdentities.scope, String(at.channelId)),
    eq(contactIdentities.address, sub),
  )

/** The contact known by this id on this channel; null for none yet. */
export async function knownContact(db: Read, at: At, sub: string): Promise<number | null> {
  const [found] = await db.select({ contactId: contactIdentities.contactId }).from(contactIdentities).where(identityOf(at, sub))
  return found?.contactId ?? null
}

/** Binds the id to the contact. Returns whom it names: another contact when somebody else was first. */
export async function bindIdentity(w: Work, channelId: number, sub: string, contactId: number): Promise<number> {
  const at = { workspaceId: w.workspaceId, channelId }
  await w.db
    .insert(contactIdentities)
    .values({ ...at, contactId, channelType: 'webchat', scope: String(channelId), address: sub, verified: true })
    .onConflictDoNothing()
  return (await knownContact(w.db, at, sub)) ?? contactId
}

/** Somebody vouched for this contact on some channel: what a stranger says must not change it. */
export async function isVouchedFor(db: Read, contactId: number): Promise<boolean> {
  const [found] = await db
    .select({ id: contactIdentities.id })
    .from(contactIdentities)
    .where(and(eq(contactIdentities.contactId, contactId), eq(contactIdentities.verified, true)))
    .limit(1)
  return found !== undefined
}

/** Writes what the site vouches for over what stood there. */
export const writeVouched = (w: Work, contactId: number, facts: VouchedFor) => setFacts(w, contactId, { name: facts.name || undefined, email: facts.email })

/** Sets what is given. As the house: the contact may have conversations on channels that this visitor must not see. */
export async function setFacts(w: Work, contactId: number, facts: { name?: string; email?: string }): Promise<void> {
  const [contact] = await w.db.select().from(contacts).where(eq(contacts.id, contactId))
  if (!contact) return
  await change({ ...w, actor: { kind: 'system', workspaceId: w.workspaceId } }, contact, { name: facts.name ?? contact.name, email: facts.email ?? contact.email })
}
