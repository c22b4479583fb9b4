import { count, eq } from 'drizzle-orm'
import { z } from 'zod'
import { contactFieldNames } from '@/db/schema/contacts'
import { command, type Work } from '../command'
import { refuse } from '../errors'
import { clean, email, line, lineOrEmpty, rowId } from '../text'
import { change } from './change'
import { type Facts, FACTS, FIELDS_MAX, NOTE_MAX, same } from './facts'
import { keepAddress } from './identities'
import { phoneOf } from './phone'
import { holdOne } from './sides'
import { type ContactView, contactView, factsOf, type StoredContact } from './view'

const orNull = <S extends z.ZodType<string>>(schema: S) => z.union([z.literal('').transform(() => null), schema, z.null()])
const known = (is: (s: string) => unknown) => (s: string) => {
  try {
    return Boolean(is(s))
  } catch {
    return false
  }
}

export const contactInput = z.object({
  contactId: rowId,
  name: line(120).optional(),
  email: orNull(email).optional(),
  phone: z.union([lineOrEmpty(40).transform((s) => s || null), z.null()]).optional(),
  company: lineOrEmpty(120).optional(),
  /** What colleagues should know; never shown to the customer. */
  note: z.string().max(NOTE_MAX).transform(clean).optional(),
  language: orNull(
    z
      .string()
      .max(35)
      .refine(known((s) => Intl.getCanonicalLocales(s)[0])),
  ).optional(),
  timeZone: orNull(
    z
      .string()
      .max(64)
      .refine(known((s) => new Intl.DateTimeFormat('en', { timeZone: s }))),
  ).optional(),
  /** All of them, in order; a name once. */
  fields: z
    .array(z.object({ name: line(60), value: lineOrEmpty(1000) }))
    .max(FIELDS_MAX)
    .refine((all) => new Set(all.map((f) => f.name.toLowerCase())).size === all.length)
    .optional(),
  /** What the writer saw of the facts they change: somebody else's newer word is not overwritten unseen. */
  seen: z.partialRecord(z.enum(FACTS), z.unknown()).optional(),
})

/**
 * Changes what is known of a contact. A visitor may change only themselves, without what is the team's, and an email they
 * claim is not an identity: it merges nobody. Quiet when nothing differs. Throws `not_found`; `contact_changed` (with the
 * contact as it is) when what was seen is no longer so; `bad_phone` when a person writes what is no whole number.
 */
export const updateContact = command({ permission: 'contacts:update', input: contactInput }, async (w, { contactId, seen, ...fields }): Promise<ContactView> => {
  const { name: _name, email: _email, phone: _phone, ...teams } = fields
  if (w.actor.kind === 'visitor' && (w.actor.contactId !== contactId || Object.values(teams).some((v) => v !== undefined))) refuse('not_found')
  const contact = await holdOne(w, contactId)
  // Merged into somebody else they are a side of theirs, and speak for that alone.
  if (w.actor.kind === 'visitor' && contact.id !== contactId) refuse('not_found')
  const wanted: Partial<Facts> = { ...fields, ...phoneFacts(w, contact, fields.phone) }
  const now = factsOf(contact)
  const stale = FACTS.filter((f) => f !== 'phoneRaw' && seen && f in seen && wanted[f] !== undefined && !same(now[f], seen[f]) && !same(now[f], wanted[f]))
  if (stale.length > 0) refuse('contact_changed', { fields: stale, contact: contactView(contact) })
  // A colleague vouches for it, so mail from there is this customer's; unless it is already another's.
  if (fields.email && fields.email !== contact.email && w.actor.kind !== 'visitor') await keepAddress(w, contact, 'email', fields.email)
  if (fields.fields)
    await keepNames(
      w,
      fields.fields.map((f) => f.name),
    )
  return contactView(await change(w, contact, wanted))
})

/** The number in one spelling beside the one that was written. Programs may keep what is no number: their contracts do not forbid it. */
function phoneFacts(w: Work, contact: StoredContact, phone: string | null | undefined): Partial<Facts> {
  if (phone === undefined || phone === contact.phone) return {}
  if (phone === null) return { phone: null, phoneRaw: null }
  const number = phoneOf(phone)
  if (number === null && w.actor.kind === 'user') refuse('bad_phone', { field: 'phone' })
  return { phone: number ?? phone, phoneRaw: number === null || number === phone ? null : phone }
}

/** Names of fields that one workspace may use. */
const NAMES_MAX = 200

async function keepNames(w: Work, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  const [n] = await w.db.select({ n: count() }).from(contactFieldNames).where(eq(contactFieldNames.workspaceId, w.workspaceId))
  if ((n?.n ?? 0) + names.length > NAMES_MAX + FIELDS_MAX) return
  await w.db
    .insert(contactFieldNames)
    .values(names.map((name) => ({ workspaceId: w.workspaceId, name })))
    .onConflictDoNothing()
}
