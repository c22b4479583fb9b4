/** Shows customers that what they wrote was read, where their channel can: once a message, and only when a person read it. Not a verb. */
import { and, desc, eq, gt, isNotNull, lte } from 'drizzle-orm'
import { conversations } from '@/db/schema/conversations'
import { messages } from '@/db/schema/messages'
import { limitOf } from '@/lib/channels/limits'
import type { Work } from '../command'
import { liveChannel } from '../messages/recipient'
import type { Loaded } from './load'

/**
 * The index of the customer's message that they are now to see was read; undefined when there is nothing new to tell: all was
 * told, a program marked it, its reader has muted the conversation, or the channel's admins switched it off.
 */
export async function toTellRead(w: Work, c: Loaded, upTo: number, reader: number): Promise<number | undefined> {
  const { row } = c
  if (w.actor.kind !== 'user' || row.channelType === null || upTo <= row.readOutIndex || !limitOf(row.channelType).acts?.read) return undefined
  const mutedUntil = c.people.find((p) => p.userId === reader)?.mutedUntil ?? 0
  if (mutedUntil > w.at.getTime()) return undefined
  const [newest] = await w.db
    .select({ index: messages.index })
    .from(messages)
    .where(
      and(
        eq(messages.conversationId, row.id),
        gt(messages.index, row.readOutIndex),
        lte(messages.index, upTo),
        isNotNull(messages.contactId),
        isNotNull(messages.externalId),
      ),
    )
    .orderBy(desc(messages.index))
    .limit(1)
  if (!newest) return undefined
  const channel = await liveChannel(w.db, row)
  if (!channel || channel.settings.readReceipts === false) return undefined
  // Nobody is shown this number, so the row's version stays.
  await w.db.update(conversations).set({ readOutIndex: newest.index }).where(eq(conversations.id, row.id))
  row.readOutIndex = newest.index
  return newest.index
}
