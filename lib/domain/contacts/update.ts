import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { lockRows } from '@/db/dialects'
import { contactIdentities, contacts } from '@/db/schema/contacts'
import { command } from '../command'
import { refuse } from '../errors'
import { clean, email, line, lineOrEmpty, rowId } from '../text'
import { change } from './change'
import { type ContactView, contactView } from './view'

export const contactInput = z.object({
  contactId: rowId,
  name: line(120).optional(),
  email: z.union([email, z.literal('').transform(() => null), z.null()]).optional(),
  phone: z.union([lineOrEmpty(40).transform((s) => s || null), z.null()]).optional(),
  /** What colleagues should know; never shown to the customer. */
  note: z.string().max(10_000).transform(clean).optional(),
})

/**
 * Changes what is named of a contact. A visitor may change only themselves, without the note, and an email they claim
 * is not an identity: it merges nobody. Quiet when nothing differs. Throws `not_found`.
 */
export const updateContact = command({ permission: 'contacts:update', input: contactInput }, async (w, { contactId, ...fields }): Promise<ContactView> => {
  if (w.actor.kind === 'visitor' && (w.actor.contactId !== contactId || fields.note !== undefined)) refuse('not_found')
  const [contact] = await lockRows(
    w.db
      .select()
      .from(contacts)
      .where(and(eq(contacts.id, contactId), eq(contacts.workspaceId, w.workspaceId), isNull(contacts.removedAt))),
    contacts,
  )
  if (!contact) refuse('not_found')
  // A colleague vouches for it, so mail from there is this customer's; unless it is already another's.
  if (fields.email && fields.email !== contact.email && w.actor.kind !== 'visitor')
    await w.db.insert(contactIdentities).values({ workspaceId: w.workspaceId, contactId, channelType: 'email', address: fields.email }).onConflictDoNothing()
  return contactView(await change(w, contact, fields))
})
