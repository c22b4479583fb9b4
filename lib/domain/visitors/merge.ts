/** Makes a stranger's contact part of a known one. Not a verb. */
import { and, asc, eq, inArray } from 'drizzle-orm'
import { lockRows } from '@/db/dialects'
import { contactIdentities, contacts, visitors } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { messages } from '@/db/schema/messages'
import type { Work } from '../command'
import { loadForChange } from '../conversations/load'
import { store } from '../conversations/store'

/** Everything of `from` becomes `into`'s, and `from` is gone. Of two current conversations on a channel the livelier stays it. */
export async function merge(w: Work, { from, into }: { from: number; into: number }): Promise<void> {
  // Locked first: nothing new can be hung on a contact that is about to go.
  const both = await lockRows(
    w.db
      .select()
      .from(contacts)
      .where(inArray(contacts.id, [from, into]))
      .orderBy(asc(contacts.id)),
    contacts,
    { toDelete: true },
  )
  const [old, kept] = [both.find((c) => c.id === from), both.find((c) => c.id === into)]
  if (!old || !kept) return
  const house: Work = { ...w, actor: { kind: 'system', workspaceId: w.workspaceId } }
  const moving = await w.db.select({ id: conversations.id }).from(conversations).where(eq(conversations.contactId, from)).orderBy(asc(conversations.id))
  for (const { id } of moving) {
    const c = await loadForChange(house, id)
    const current = c.row.current ? await stayCurrent(house, into, c.row) : null
    await store(w, c, { contactId: into, current })
    c.contactName = kept.name
    await w.db
      .update(messages)
      .set({ contactId: into })
      .where(and(eq(messages.conversationId, id), eq(messages.contactId, from)))
    w.record('contact.changed', { contactId: into, name: kept.name }, { conversation: c })
  }
  await w.db.update(contactIdentities).set({ contactId: into }).where(eq(contactIdentities.contactId, from))
  await w.db.update(visitors).set({ contactId: into }).where(eq(visitors.contactId, from))
  if (old.note)
    await w.db
      .update(contacts)
      .set({ note: [kept.note, old.note].filter(Boolean).join('\n') })
      .where(eq(contacts.id, into))
  await w.db.delete(contacts).where(eq(contacts.id, from))
}

type Row = { channelId: number | null; lastActivityAt: Date }

/** 'yes' when the moving conversation is where the next message goes; the one that was it then no longer is. */
async function stayCurrent(w: Work, contactId: number, moving: Row): Promise<string | null> {
  if (moving.channelId === null) return null
  const [rival] = await w.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(eq(conversations.channelId, moving.channelId), eq(conversations.contactId, contactId), eq(conversations.current, 'yes')))
  if (!rival) return 'yes'
  const other = await loadForChange(w, rival.id)
  if (other.row.lastActivityAt > moving.lastActivityAt) return null
  await store(w, other, { current: null })
  return 'yes'
}
