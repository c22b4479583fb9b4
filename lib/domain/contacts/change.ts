/** Writes what changed of a contact and lets the lists know. Not a verb. */
import { desc, eq } from 'drizzle-orm'
import { contacts } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { system } from '../actor'
import type { Work } from '../command'
import { loadForChange } from '../conversations/load'
import { store } from '../conversations/store'
import { refuse } from '../errors'
import { changed, type Facts } from './facts'
import { factsOf, type StoredContact } from './view'

/** So many newest conversations show a new name at once; older ones when they are next loaded. */
const REFRESHED = 50

/** Quiet when nothing differs, and for a side: what is known of it shows on the day it stands alone again. */
export async function change(w: Work, contact: StoredContact, fields: Partial<Facts>): Promise<StoredContact> {
  const given = Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined)) as Partial<Facts>
  const differing = changed(factsOf(contact), { ...factsOf(contact), ...given })
  const what = Object.keys(differing)
  if (what.length === 0) return contact
  const [now] = await w.db
    .update(contacts)
    .set({ ...differing, ...(differing.fields?.length === 0 ? { fields: null } : {}), updatedAt: w.at })
    .where(eq(contacts.id, contact.id))
    .returning()
  if (!now) refuse('not_found')
  if (now.mergedInto !== null) return now
  w.record('contact.changed', { contactId: now.id, name: now.name, what })
  if (now.name !== contact.name) await refreshRows(w, now)
  return now
}

/** Addresses and tags are kept elsewhere, and are the contact's all the same. */
export async function touchContact(w: Work, contactId: number): Promise<void> {
  await w.db.update(contacts).set({ updatedAt: w.at }).where(eq(contacts.id, contactId))
}

/** Rows carry the contact's name: each newest conversation says that it changed, so that its row travels. */
async function refreshRows(w: Work, contact: StoredContact): Promise<void> {
  const newest = await w.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(eq(conversations.contactId, contact.id))
    .orderBy(desc(conversations.lastActivityAt), desc(conversations.id))
    .limit(REFRESHED)
  // A name is the same on every channel, also where whoever brought it may not look.
  const house: Work = { ...w, actor: system(w.workspaceId) }
  // In one order, so that two such changes never wait for each other in a ring.
  for (const { id } of newest.toSorted((a, b) => a.id - b.id)) {
    const c = await loadForChange(house, id)
    c.contactName = contact.name
    await store(w, c, {})
    w.record('contact.changed', { contactId: contact.id, name: contact.name }, { conversation: c })
  }
}
