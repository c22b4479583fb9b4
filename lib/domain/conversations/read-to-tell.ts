import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { messages } from '@/db/schema/messages'
import { type NoRecipient, type Recipient, recipientOf } from '../messages/recipient'
import { query } from '../query'
import { rowId } from '../text'
import { loadToRead } from './load'

/** Whom to tell that a message was read, and what their provider calls it. Throws `not_found`. */
export const readToTell = query(
  { permission: 'messages:deliver', input: z.object({ conversationId: rowId, index: z.number().int().min(0) }) },
  async ({ db, actor }, { conversationId, index }): Promise<{ recipient: Recipient | NoRecipient; externalId: string | null }> => {
    const { row } = await loadToRead(db, actor, conversationId)
    const [m] = await db
      .select({ externalId: messages.externalId })
      .from(messages)
      .where(and(eq(messages.conversationId, conversationId), eq(messages.index, index)))
    return { recipient: await recipientOf(db, row), externalId: m?.externalId ?? null }
  },
)
