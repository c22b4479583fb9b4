import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { lockRows } from '@/db/dialects'
import { visitors, contactIdentities, contacts } from '@/db/schema/contacts'
import { command } from '../command'
import { refuse } from '../errors'
import { rowId } from '../text'
import { change } from './change'

/** What a forgotten contact is called. */
const NAMELESS = '—'

/**
 * Forgets a contact: name, addresses and note go, and their browsers are signed out. What was said stays, so that no
 * count or index breaks; whoever writes from the same address next is somebody new. Throws `not_found`, also the second time.
 */
export const removeContact = command({ permission: 'contacts:update', input: z.object({ contactId: rowId }) }, async (w, input): Promise<void> => {
  if (w.actor.kind === 'visitor') refuse('not_allowed')
  const [contact] = await lockRows(
    w.db
      .select()
      .from(contacts)
      .where(and(eq(contacts.id, input.contactId), eq(contacts.workspaceId, w.workspaceId), isNull(contacts.removedAt))),
    contacts,
  )
  if (!contact) refuse('not_found')
  await w.db.delete(contactIdentities).where(eq(contactIdentities.contactId, contact.id))
  await w.db
    .update(visitors)
    .set({ endedAt: w.at })
    .where(and(eq(visitors.contactId, contact.id), isNull(visitors.endedAt)))
  await w.db.update(contacts).set({ removedAt: w.at }).where(eq(contacts.id, contact.id))
  await change(w, contact, { name: NAMELESS, email: null, phone: null, note: '' })
})
