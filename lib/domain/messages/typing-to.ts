import { and, desc, eq, isNotNull } from 'drizzle-orm'
import { z } from 'zod'
import { messages } from '@/db/schema/messages'
import { limitOf } from '@/lib/channels/limits'
import { loadToRead } from '../conversations/load'
import { query } from '../query'
import { rowId } from '../text'
import { type Recipient, recipientOf } from './recipient'

/** `lastId`: the customer's newest message, as their provider calls it. `lastsMs`: for how long one sign is shown. */
export type TypingTo = Recipient & { lastId: string | null; lastsMs: number }

/** To whom it can be shown that somebody answers; null where the channel cannot, or its admins do not want it. Throws `not_found`. */
export const typingTo = query(
  { permission: 'messages:deliver', input: z.object({ conversationId: rowId }) },
  async ({ db, actor }, { conversationId }): Promise<TypingTo | null> => {
    const { row } = await loadToRead(db, actor, conversationId)
    const lastsMs = row.channelType === null ? undefined : limitOf(row.channelType).acts?.typingMs
    if (lastsMs === undefined) return null
    const recipient = await recipientOf(db, row)
    if (typeof recipient === 'string' || recipient.channel.settings.readReceipts === false) return null
    const [last] = await db
      .select({ externalId: messages.externalId })
      .from(messages)
      .where(and(eq(messages.conversationId, conversationId), isNotNull(messages.contactId), isNotNull(messages.externalId)))
      .orderBy(desc(messages.index))
      .limit(1)
    return { ...recipient, lastId: last?.externalId ?? null, lastsMs }
  },
)
