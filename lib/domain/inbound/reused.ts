/** A phone number that went to somebody else. Not a verb. */
import { and, eq, inArray, isNotNull, like, notInArray, sql } from 'drizzle-orm'
import { contactIdentities } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import type { StoredChannel } from '../channels/load'
import { scopeOf } from '../channels/scope'
import type { Work } from '../command'
import { withPartyOn } from '../contacts/sides'
import type { Name } from './person'

/** WhatsApp's own name for a person, for one business or (`ENT`) for all of a group's: it changes with the number, never without. */
const LASTING = /^[A-Z]{2}\.(ENT\.)?[0-9A-Za-z]+$/

/**
 * Who writes from a known number under another lasting name than the one its holder wrote here under is another person: the
 * number leaves the one who had it. Where the holder never wrote on this channel the names may be two businesses' for one
 * person, and nothing is parted. Returns the names that still hold.
 */
export async function freeReused(w: Work, channel: StoredChannel, addresses: readonly string[], known: Name[], sure: readonly string[]): Promise<Name[]> {
  if (!addresses.some((a) => isLasting(channel, a))) return known
  const out: Name[] = []
  for (const k of known) if (!k.address.startsWith('+') || sure.includes(k.address) || !(await isAnothers(w, channel, addresses, known, k))) out.push(k)
  return out
}

/** Then it is taken from whoever had it. */
async function isAnothers(w: Work, channel: StoredChannel, addresses: readonly string[], known: readonly Name[], number: Name): Promise<boolean> {
  if (known.some((k) => k.contactId === number.contactId && isLasting(channel, k.address))) return false
  const here = and(
    eq(contactIdentities.workspaceId, w.workspaceId),
    eq(contactIdentities.channelType, channel.type),
    eq(contactIdentities.scope, scopeOf(channel)),
    eq(contactIdentities.contactId, number.contactId),
  )
  const others = await w.db
    .select({ address: contactIdentities.address })
    .from(contactIdentities)
    .where(and(here, like(contactIdentities.address, '__.%'), notInArray(contactIdentities.address, [...addresses])))
    .limit(20)
  if (!others.some((o) => isLasting(channel, o.address))) return false
  const [wrote] = await w.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(withPartyOn(number.contactId, channel.id), isNotNull(conversations.lastCustomerAt), sql`+${conversations.workspaceId} = ${w.workspaceId}`))
    .limit(1)
  if (!wrote) return false
  await w.db.delete(contactIdentities).where(and(here, inArray(contactIdentities.address, [number.address])))
  return true
}

const isLasting = (channel: StoredChannel, address: string) => channel.type === 'whatsapp' && LASTING.test(address)
