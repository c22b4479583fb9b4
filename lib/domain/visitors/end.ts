import { and, eq, isNull, notExists, or } from 'drizzle-orm'
import { z } from 'zod'
import { lockRows } from '@/db/dialects'
import { contactIdentities, contacts, visitors } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { command, type Work } from '../command'
import { holdVisitor } from './hold'

/** Signs the browser out: its token opens nothing from now on. Conversations stay with the team; who never wrote leaves nothing. */
export const end = command({ permission: 'visitors:self', input: z.object({}) }, async (w): Promise<void> => {
  const { visitorId, contactId } = await holdVisitor(w)
  await w.db.update(visitors).set({ endedAt: w.at }).where(eq(visitors.id, visitorId))
  await forgetStranger(w, contactId)
})

/** Removes a contact that no conversation and no address speaks of. */
async function forgetStranger(w: Work, contactId: number): Promise<void> {
  // Locked first, in a statement of its own: a conversation that begins meanwhile is then seen by the next.
  await lockRows(w.db.select({ id: contacts.id }).from(contacts).where(eq(contacts.id, contactId)), contacts)
  const spoken = w.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(or(eq(conversations.contactId, contactId), eq(conversations.sideId, contactId)))
  const known = w.db.select({ id: contactIdentities.id }).from(contactIdentities).where(eq(contactIdentities.contactId, contactId))
  await w.db.delete(contacts).where(and(eq(contacts.id, contactId), isNull(contacts.mergedInto), notExists(spoken), notExists(known)))
}
