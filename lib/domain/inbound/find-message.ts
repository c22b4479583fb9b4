/** The message a provider speaks of by its id. Not a verb. */
import { and, asc, desc, eq } from 'drizzle-orm'
import { conversations } from '@/db/schema/conversations'
import { messageParts, messages } from '@/db/schema/messages'
import type { Work } from '../command'
import { currentWith, withPartyOn } from '../contacts/sides'
import type { StoredMessage } from '../messages/view'

/** How far back the pieces of an album are looked for, in messages. */
const ALBUM_BACK = 50

/** What we sent, or what this contact wrote; null when neither is here. */
export async function findMessage(w: Work, channelId: number, contactId: number, externalId: string): Promise<StoredMessage | null> {
  return (
    (await ours(w, channelId, externalId)) ??
    (await theirs(w, channelId, contactId, externalId)) ??
    (await inAlbum(w, channelId, contactId, (a) => a.externalIds.includes(externalId)))
  )
}

async function ours(w: Work, channelId: number, externalId: string): Promise<StoredMessage | null> {
  const [found] = await w.db
    .select({ m: messages })
    .from(messageParts)
    .innerJoin(messages, eq(messages.id, messageParts.messageId))
    .where(and(eq(messageParts.channelId, channelId), eq(messageParts.externalId, externalId)))
  return found?.m ?? null
}

async function theirs(w: Work, channelId: number, contactId: number, externalId: string): Promise<StoredMessage | null> {
  const [found] = await w.db
    .select({ m: messages })
    .from(conversations)
    .innerJoin(messages, and(eq(messages.conversationId, conversations.id), eq(messages.externalId, externalId)))
    .where(withPartyOn(contactId, channelId))
    .orderBy(asc(messages.createdAt), asc(messages.id))
    .limit(1)
  return found?.m ?? null
}

/** The newest message of this contact's current conversation whose album fits. */
export async function inAlbum(w: Work, channelId: number, contactId: number, fits: (a: { id: string; externalIds: string[] }) => boolean): Promise<StoredMessage | null> {
  const recent = await w.db
    .select({ m: messages })
    .from(conversations)
    .innerJoin(messages, eq(messages.conversationId, conversations.id))
    .where(and(currentWith(contactId, channelId), eq(messages.contactId, contactId)))
    .orderBy(desc(messages.index))
    .limit(ALBUM_BACK)
  return recent.find(({ m }) => m.meta.album && fits(m.meta.album))?.m ?? null
}
