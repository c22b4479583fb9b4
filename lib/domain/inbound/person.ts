/** The customer behind a party of the far side. Not a verb. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { prepared } from '@/db/prepared'
import { contactIdentities, contacts } from '@/db/schema/contacts'
import type { Work } from '../command'
import { normalAddress } from '../contacts/address'
import { absorb } from '../contacts/absorb'
import { otherSpellings } from '../contacts/spellings'
import { limitOf } from '@/lib/channels/limits'
import { findOrCreateContact } from '../contacts/find-or-create'
import type { StoredChannel } from '../channels/load'
import { scopeOf } from '../channels/scope'
import { cleanLine, email } from '../text'
import type { Party } from './event'
import { freeReused } from './reused'

/**
 * Finds or makes the contact by any of the party's names, and keeps the names that are new. When the provider's names
 * lead to several contacts they are one person: the oldest stays; unless its number went to somebody else since. Returns
 * the id of whoever has the address, which may be a side of the contact as which they are shown. `sure`: names of whose holder
 * the provider has just said that it is this one.
 */
export async function personOf(w: Work, channel: StoredChannel, p: Party, sure: readonly string[] = []): Promise<number> {
  const addresses = addressesOf(channel, p)
  const exactly = await namesBehind(w, channel, addresses)
  const known = await freeReused(w, channel, addresses, exactly.length > 0 ? exactly : await otherwiseSpelt(w, channel, addresses), sure)
  const ids = [...new Set(known.map((k) => k.contactId))]
  const [oldest, ...others] = ids
  let first = oldest ?? 0
  for (const other of others) first = await absorb(w, { from: other, into: first })
  const isAllKnown = oldest !== undefined && addresses.every((a) => known.some((k) => k.address === a))
  // Most who write are known by every name and by their own: nothing to learn.
  if (
    isAllKnown &&
    others.length === 0 &&
    (!p.name || known.every((k) => k.name !== k.address)) &&
    !p.email &&
    !p.phone &&
    (!p.language || known.every((k) => k.language !== null))
  )
    return first
  const id = await make(w, channel, p, known[0]?.address ?? addresses[0] ?? p.address)
  await addNames(w, channel, id, addresses)
  return id
}

export type Name = { contactId: number; address: string; name: string; language: string | null }

async function namesBehind(w: Work, channel: StoredChannel, addresses: readonly string[]): Promise<Name[]> {
  // Most have one or two: a statement for each number of them.
  const slots = addresses.map((_, i) => `a${i}`)
  return prepared(w.db, `person:names:${addresses.length}`, (db, name) =>
    db
      .select({ contactId: contactIdentities.contactId, address: contactIdentities.address, name: contacts.name, language: contacts.language })
      .from(contactIdentities)
      .innerJoin(contacts, eq(contacts.id, contactIdentities.contactId))
      .where(
        and(
          eq(contactIdentities.workspaceId, sql.placeholder('workspaceId')),
          eq(contactIdentities.channelType, sql.placeholder('type')),
          eq(contactIdentities.scope, sql.placeholder('scope')),
          inArray(
            contactIdentities.address,
            slots.map((s) => sql.placeholder(s)),
          ),
        ),
      )
      .orderBy(asc(contactIdentities.contactId))
      .prepare(name),
  ).execute({ workspaceId: w.workspaceId, type: channel.type, scope: scopeOf(channel), ...Object.fromEntries(slots.map((s, i) => [s, addresses[i]])) })
}

/** Whoever is known by another spelling of a number that nobody has. */
async function otherwiseSpelt(w: Work, channel: StoredChannel, addresses: readonly string[]): Promise<Name[]> {
  const others = limitOf(channel.type).addresses === 'phone' ? addresses.flatMap(otherSpellings) : []
  return others.length === 0 ? [] : namesBehind(w, channel, others)
}

/** Existing contacts behind any of these addresses, oldest first. */
export const contactsBehind = async (w: Work, channel: StoredChannel, addresses: readonly string[]): Promise<number[]> => [
  ...new Set((await namesBehind(w, channel, addresses)).map((r) => r.contactId)),
]

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

/** In its usual spelling; undefined for what is no language's tag. */
function languageOf(tag: string | undefined): string | undefined {
  try {
    return tag ? Intl.getCanonicalLocales(tag)[0] : undefined
  } catch {
    return undefined
  }
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
    language: languageOf(p.language),
  })
  return made.id
}
