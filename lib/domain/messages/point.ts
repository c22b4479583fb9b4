import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { prepared } from '@/db/prepared'
import { messages } from '@/db/schema/messages'
import { loadToRead } from '../conversations/load'
import { refuse } from '../errors'
import { query } from '../query'
import { rowId } from '../text'
import { indexAt, systemLinesOf } from './positions'

/**
 * Where in a conversation a message or a position (positions.ts) stands. `last`: nobody wrote after it. Throws
 * `not_found`, with `data.what` = 'message' when the conversation is there and the message is not in it.
 */
export const point = query(
  { permission: 'conversations:read', input: z.object({ conversationId: rowId, messageId: rowId.optional(), position: z.number().int().min(0).optional() }) },
  async ({ db, actor }, input): Promise<{ index: number; last: boolean }> => {
    const { row } = await loadToRead(db, actor, input.conversationId)
    if (input.messageId === undefined) {
      const index = indexAt(row.systemLines === 0 ? [] : await systemLinesOf(db, row.id), input.position ?? row.lastIndex)
      return { index, last: index >= row.lastContentIndex }
    }
    const [m] = await prepared(db, 'message:index', (d, name) =>
      d
        .select({ index: messages.index })
        .from(messages)
        .where(and(eq(messages.id, sql.placeholder('id')), eq(messages.conversationId, sql.placeholder('conversationId'))))
        .prepare(name),
    ).execute({ id: input.messageId, conversationId: row.id })
    if (!m) refuse('not_found', { what: 'message' })
    return { index: m.index, last: m.index >= row.lastContentIndex }
  },
)
