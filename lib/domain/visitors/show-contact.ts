/** Tells the team's screens that a contact changed. Not a verb. */
import { desc, eq } from 'drizzle-orm'
import { conversations } from '@/db/schema/conversations'
import type { Work } from '../command'
import { loadForChange } from '../conversations/load'
import { store } from '../conversations/store'

/** At most this many rows are refreshed; a person with more on screen finds the rest on their next load. */
const ROWS_MAX = 20

/** Rows carry the contact's name: each gets a new version, so that clients take the new row. */
export async function showContact(w: Work, contactId: number): Promise<void> {
  const rows = await w.db.select({ id: conversations.id }).from(conversations).where(eq(conversations.contactId, contactId)).orderBy(desc(conversations.lastActivityAt)).limit(ROWS_MAX)
  if (rows.length === 0) return w.record('contact.changed', { contactId })
  // In the order of their ids: two changes at once must not wait for each other.
  for (const { id } of rows.toSorted((a, b) => a.id - b.id)) {
    const c = await loadForChange({ ...w, actor: { kind: 'system', workspaceId: w.workspaceId } }, id)
    await store(w, c, {})
    w.record('contact.changed', { contactId }, { conversation: c })
  }
}
