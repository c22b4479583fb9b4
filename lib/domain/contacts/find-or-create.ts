import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { CHANNEL_TYPES } from '@/db/schema/channels'
import { contactIdentities, contacts } from '@/db/schema/contacts'
import { limitOf } from '@/lib/channels/limits'
import { command, type Work } from '../command'
import { refuse } from '../errors'
import { may } from '../policy'
import { email, line, lineOrEmpty } from '../text'
import { change } from './change'
import { normalAddress } from './address'
import { otherSpellings } from './spellings'
import { type ContactView, contactView, type StoredContact } from './view'

export const identityInput = z.object({
  channelType: z.enum(CHANNEL_TYPES),
  /** For addresses that mean something only inside one account, which; '' where they are the same everywhere. */
  scope: lineOrEmpty(200).default(''),
  address: line(320),
  /** Somebody vouched for it: a signature, the provider, a reply from there. */
  verified: z.boolean().default(false),
  name: lineOrEmpty(120).default(''),
  email: email.optional(),
  phone: lineOrEmpty(40).optional(),
  /** Their language, BCP 47. */
  language: z.string().max(35).optional(),
})
type Identity = z.output<typeof identityInput>

/**
 * The customer behind an address, made when it is new. Two at once get the same one: the unique key on the address
 * decides. A name, email or phone given here fills what was empty, if the actor may change contacts, and never overwrites
 * what somebody wrote. Quiet when nothing changed. Not for visitors: what they say of themselves finds nobody. Throws `not_allowed`, `bad_input`.
 */
export const findOrCreateContact = command({ permission: 'contacts:create', input: identityInput }, async (w, input): Promise<ContactView & { made: boolean }> => {
  const wanted = { ...input, address: normalAddress(input.channelType, input.address) }
  const known = await find(w, wanted)
  if (known) return { ...contactView(await fillIn(w, known, wanted)), made: false }

  const [contact] = await w.db
    .insert(contacts)
    .values({ workspaceId: w.workspaceId, name: wanted.name || wanted.address, ...reach(wanted), language: wanted.language ?? null })
    .returning()
  if (!contact) throw new Error('insert returned nothing')
  const [identity] = await w.db
    .insert(contactIdentities)
    .values({
      workspaceId: w.workspaceId,
      contactId: contact.id,
      channelType: wanted.channelType,
      scope: wanted.scope,
      address: wanted.address,
      verified: wanted.verified,
    })
    .onConflictDoNothing()
    .returning()
  if (identity) {
    w.record('contact.changed', { contactId: contact.id, name: contact.name, isNew: true })
    return { ...contactView(contact), made: true }
  }
  // Somebody else was first between our look and our insert: theirs it is, and ours was never there.
  await w.db.delete(contacts).where(eq(contacts.id, contact.id))
  const theirs = (await find(w, wanted)) ?? refuse('not_found')
  return { ...contactView(await fillIn(w, theirs, wanted)), made: false }
})

type Known = StoredContact & { identityId: number; verified: boolean }

/** By the address, or by another spelling of the same number. */
async function find(w: Work, i: Identity): Promise<Known | null> {
  const spellings = limitOf(i.channelType).addresses === 'phone' ? [i.address, ...otherSpellings(i.address)] : [i.address]
  const all = await w.db
    .select({ contact: contacts, identityId: contactIdentities.id, address: contactIdentities.address, verified: contactIdentities.verified })
    .from(contactIdentities)
    .innerJoin(contacts, eq(contacts.id, contactIdentities.contactId))
    .where(
      and(
        eq(contactIdentities.workspaceId, w.workspaceId),
        eq(contactIdentities.channelType, i.channelType),
        eq(contactIdentities.scope, i.scope),
        inArray(contactIdentities.address, spellings),
      ),
    )
    .limit(10)
  const found = all.find((f) => f.address === i.address) ?? all[0]
  return found ? { ...found.contact, identityId: found.identityId, verified: found.verified } : null
}

/** What the address itself tells beside what was given. */
const reach = (i: Identity) => ({
  email: i.email ?? (limitOf(i.channelType).addresses === 'mail' ? i.address : null),
  phone: i.phone || (limitOf(i.channelType).addresses === 'phone' && i.address.startsWith('+') ? i.address : null),
})

async function fillIn(w: Work, { identityId, verified, ...contact }: Known, i: Identity): Promise<StoredContact> {
  if (!may(w.actor, 'contacts:update')) return contact
  if (i.verified && !verified) await w.db.update(contactIdentities).set({ verified: true }).where(eq(contactIdentities.id, identityId))
  const { email: mail, phone } = reach(i)
  return change(w, contact, {
    // A name that is only the address was ours, for want of a better one.
    name: i.name && contact.name === i.address ? i.name : contact.name,
    email: contact.email ?? mail,
    phone: contact.phone ?? phone,
    language: contact.language ?? i.language ?? null,
  })
}
