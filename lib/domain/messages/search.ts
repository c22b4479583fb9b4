import { and, desc, eq, inArray, lt, ne, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { conversations, participants } from '@/db/schema/conversations'
import { messages } from '@/db/schema/messages'
import { messagesSaying } from '@/db/search/messages'
import { personOf } from '../actor'
import { query } from '../query'
import { rowId } from '../text'

export type Match = { messageId: number; conversationId: number; title: string; userId: number | null; body: string; at: number }

/**
 * Messages holding every word, newest first, of the conversations the actor may see. `before`: a message id to go on
 * from. Among the newest matches only (db/search): a word that is everywhere finds its latest uses.
 */
export const searchMessages = query(
  {
    permission: 'conversations:read',
    input: z.object({
      text: z.string().max(200),
      conversationId: rowId.optional(),
      authorIds: z.array(rowId).max(100).optional(),
      before: rowId.optional(),
      limit: z.number().int().min(1).max(100).default(20),
    }),
  },
  async ({ db, actor }, input): Promise<Match[]> => {
    const saying = messagesSaying(actor.workspaceId, input.text, input.conversationId)
    if (!saying) return []
    const mine = and(eq(participants.conversationId, conversations.id), eq(participants.userId, personOf(actor) ?? 0), eq(participants.member, true))
    const rows = await db
      .select({ m: messages, title: conversations.title })
      .from(messages)
      .innerJoin(conversations, eq(conversations.id, messages.conversationId))
      .leftJoin(participants, mine)
      .where(
        and(
          inArray(messages.id, saying),
          eq(messages.workspaceId, actor.workspaceId),
          ne(messages.kind, 'system'),
          or(eq(conversations.kind, 'customer'), sql`${participants.member} = true`),
          input.conversationId ? eq(messages.conversationId, input.conversationId) : undefined,
          input.authorIds ? inArray(messages.userId, input.authorIds) : undefined,
          input.before ? lt(messages.id, input.before) : undefined,
        ),
      )
      .orderBy(desc(messages.id))
      .limit(input.limit)
    return rows.map(({ m, title }) => ({ messageId: m.id, conversationId: m.conversationId, title, userId: m.userId, body: m.body, at: m.createdAt.getTime() }))
  },
)
