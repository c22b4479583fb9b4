/** Finding the contact a site vouches for. Not a verb. */
import { and, eq } from 'drizzle-orm'
import type { Read } from '@/db/doors'
import { contactIdentities, contacts } from '@/db/schema/contacts'
import type { Work } from '../command'
import type { VouchedFor } from './facts'

type At = { workspaceId: number; channelId: number }

/** The site's ids mean something on its own channel only: two sites may both have a customer 17. */
const identityOf = (at: At, sub: string) =>
  and(eq(contactIdentities.workspaceId, at.workspaceId), eq(contactIdentities.channelType, 'webchat'), eq(contactIdentities.scope, String(at.channelId)), eq(contactIdentities.address, sub))

/** The contact known by this id on this channel; null for none yet. */
export async function knownContact(db: Read, at: At, sub: string): Promise<number | null> {
  const [found] = await db.select({ contactId: contactIdentities.contactId }).from(contactIdentities).where(identityOf(at, sub))
  return found?.contactId ?? null
}

/** Binds the id to the contact. Returns whom it names: another contact when somebody else was first. */
export async function bindIdentity(w: Work, channelId: number, sub: string, contactId: number): Promise<number> {
  const at = { workspaceId: w.workspaceId, channelId }
  await w.db.insert(contactIdentities).values({ ...at, contactId, channelType: 'webchat', scope: String(channelId), address: sub, verified: true }).onConflictDoNothing()
  return (await knownContact(w.db, at, sub)) ?? contactId
}

/** Somebody vouched for this contact on some channel: what a stranger says must not change it. */
export async function isVouchedFor(db: Read, contactId: number): Promise<boolean> {
  const [found] = await db.select({ id: contactIdentities.id }).from(contactIdentities).where(and(eq(contactIdentities.contactId, contactId), eq(contactIdentities.verified, true))).limit(1)
  return found !== undefined
}

/** Writes what the site vouches for over what stood there. */
export async function writeVouched(w: Work, contactId: number, facts: VouchedFor): Promise<boolean> {
  const [old] = await w.db.select().from(contacts).where(eq(contacts.id, contactId))
  if (!old) return false
  const now = { name: facts.name || old.name, email: facts.email ?? old.email }
  if (now.name === old.name && now.email === old.email) return false
  await w.db.update(contacts).set(now).where(eq(contacts.id, contactId))
  return true
}
