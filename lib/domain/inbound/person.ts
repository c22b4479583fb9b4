/** The customer behind a party of the far side. Not a verb. */
import { and, asc, eq, inArray } from 'drizzle-orm'
import { contactIdentities } from '@/db/schema/contacts'
import type { Work } from '../command'
import { normalAddress } from '../contacts/address'
import { findOrCreateContact } from '../contacts/find-or-create'
import type { StoredChannel } from '../channels/load'
import { scopeOf } from '../channels/scope'
import { cleanLine, email } from '../text'
import { merge } from '../visitors/merge'
import type { Party } from './event'

/**
 * Finds or makes the contact by any of the party's names, and keeps the names that are new. When the provider's names
 * lead to several contacts they are one person: the oldest stays. Returns its id.
 */
export async function personOf(w: Work, channel: StoredChannel, p: Party): Promise<number> {
  const addresses = addressesOf(channel, p)
  const known = await contactsBehind(w, channel, addresses)
  for (const other of known.slice(1)) await merge(w, { from: other, into: known[0] ?? other })
  const [address, ...aliases] = addresses
  const id = known[0] ?? (await make(w, channel, p, address ?? p.address))
  // Known by one name of several: the others lead here from now on. The first name fills in what was empty.
  if (known.length > 0) await make(w, channel, p, await nameHeld(w, channel, id, addresses))
  await addNames(w, channel, id, known.length > 0 ? addresses : aliases)
  return id
}

/** Existing contacts behind any of these addresses, oldest first. */
export async function contactsBehind(w: Work, channel: StoredChannel, addresses: readonly string[]): Promise<number[]> {
  const rows = await w.db
    .select({ id: contactIdentities.contactId })
    .from(contactIdentities)
    .where(
      and(
        eq(contactIdentities.workspaceId, w.workspaceId),
        eq(contactIdentities.channelType, channel.type),
        eq(contactIdentities.scope, scopeOf(channel)),
        inArray(contactIdentities.address, [...addresses]),
      ),
    )
    .orderBy(asc(contactIdentities.contactId))
  return [...new Set(rows.map((r) => r.id))]
}

export const addressesOf = (channel: StoredChannel, p: Pick<Party, 'address' | 'aliases'>): string[] => [
  ...new Set([p.address, ...(p.aliases ?? [])].map((a) => normalAddress(channel.type, cleanLine(a))).filter(Boolean)),
]

export async function addNames(w: Work, channel: StoredChannel, contactId: number, addresses: readonly string[]): Promise<void> {
  for (const address of addresses)
    await w.db
      .insert(contactIdentities)
      .values({ workspaceId: w.workspaceId, contactId, channelType: channel.type, scope: scopeOf(channel), address, verified: true })
      .onConflictDoNothing()
}

async function nameHeld(w: Work, channel: StoredChannel, contactId: number, addresses: readonly string[]): Promise<string> {
  const [held] = await w.db
    .select({ address: contactIdentities.address })
    .from(contactIdentities)
    .where(
      and(
        eq(contactIdentities.contactId, contactId),
        eq(contactIdentities.channelType, channel.type),
        eq(contactIdentities.scope, scopeOf(channel)),
        inArray(contactIdentities.address, [...addresses]),
      ),
    )
  return held?.address ?? addresses[0] ?? ''
}

async function make(w: Work, channel: StoredChannel, p: Party, address: string): Promise<number> {
  const mail = email.safeParse(p.email ?? '')
  const made = await findOrCreateContact(w.actor, {
    channelType: channel.type,
    scope: scopeOf(channel),
    address,
    verified: true,
    name: cleanLine(p.name ?? '')
      .slice(0, 120)
      .toWellFormed()
      .replaceAll('\ufffd', ''),
    email: mail.success ? mail.data : undefined,
    phone: p.phone ? cleanLine(p.phone).slice(0, 40) : undefined,
  })
  return made.id
}
