import { and, eq, inArray, isNull, or } from 'drizzle-orm'
import { z } from 'zod'
import { contactIdentities, contactMerges, contacts, visitors } from '@/db/schema/contacts'
import { contactTags } from '@/db/schema/tags'
import { afterCommit } from '@/db/client'
import { announceJobs } from '../announce'
import { command } from '../command'
import { refuse } from '../errors'
import { enqueue } from '../jobs/enqueue'
import { rowId } from '../text'
import { change } from './change'
import type { Facts } from './facts'
import { holdShown, sidesOf } from './sides'

/** What a forgotten contact is called. */
export const NAMELESS = '—'
const NOTHING: Facts = { name: NAMELESS, email: null, phone: null, phoneRaw: null, company: '', note: '', language: null, timeZone: null, fields: [] }

/**
 * Forgets a contact with all its sides: name, addresses, fields and note go, and their browsers are signed out. What was said
 * stays, so that no count or index breaks; whoever writes from the same address next is somebody new. A job takes the rest away
 * at once after: the name in the log, who wrote to whom in mails, their sources, what providers told us and programs were told. Throws `not_found`, also the second time.
 */
export const removeContact = command({ permission: 'contacts:delete', input: z.object({ contactId: rowId }) }, async (w, input): Promise<void> => {
  const [contact] = await holdShown(w, [input.contactId], { whole: true })
  if (!contact || contact.removedAt) refuse('not_found', { what: 'contact' })
  const all = [contact.id, ...(await sidesOf(w.db, contact.id))]
  const known = await w.db.select({ address: contactIdentities.address }).from(contactIdentities).where(inArray(contactIdentities.contactId, all)).limit(1_000)
  const sides = await w.db.select({ email: contacts.email, phone: contacts.phone }).from(contacts).where(inArray(contacts.id, all))
  await w.db.delete(contactIdentities).where(inArray(contactIdentities.contactId, all))
  await w.db.delete(contactTags).where(inArray(contactTags.contactId, all))
  // What a merge changed was kept to be given back: to nobody any more.
  await w.db
    .update(contactMerges)
    .set({ change: { before: {}, after: {}, tags: [], sides: [] } })
    .where(or(inArray(contactMerges.intoId, all), inArray(contactMerges.fromId, all)))
  await w.db
    .update(visitors)
    .set({ endedAt: w.at })
    .where(and(inArray(visitors.contactId, all), isNull(visitors.endedAt)))
  await w.db
    .update(contacts)
    .set({ ...NOTHING, removedAt: w.at })
    .where(and(inArray(contacts.id, all), eq(contacts.mergedInto, contact.id)))
  await w.db.update(contacts).set({ removedAt: w.at }).where(eq(contacts.id, contact.id))
  await change(w, contact, NOTHING)
  w.record('contact.removed', { contactId: contact.id })
  // Not by the event: the log must not hold the very addresses that are to go. The job's row goes with the job.
  const addresses = [...new Set([...known.map((k) => k.address), ...sides.flatMap((s) => [s.email, s.phone])].flatMap((a) => a ?? []))].slice(0, 1_000)
  await enqueue(w.db, { workspaceId: w.workspaceId, kind: 'forget', payload: { contactId: contact.id, addresses }, key: `forget:${contact.id}`, runAt: w.at })
  afterCommit(announceJobs)
})
