import { and, eq, inArray, isNull, desc } from 'drizzle-orm'
import { z } from 'zod'
import { messages } from '@/db/schema/messages'
import { messagesSaying } from '@/db/search/messages'
import { loadToRead } from '../conversations/load'
import { query } from '../query'
import { rowId } from '../text'

export const hitInput = z.object({ conversationId: rowId, text: z.string().max(200) })

/** The newest message of a conversation that a search for `text` finds, or null: it may have been found by its title or contact. Throws `not_found`. */
export const hit = query(
  { permission: 'conversations:read', input: hitInput },
  async ({ db, actor }, { conversationId, text }): Promise<{ messageId: number; index: number } | null> => {
    await loadToRead(db, actor, conversationId)
    const saying = messagesSaying(actor.workspaceId, text, conversationId)
    if (!saying) return null
    const [found] = await db
      .select({ messageId: messages.id, index: messages.index })
      .from(messages)
      .where(and(eq(messages.conversationId, conversationId), isNull(messages.deletedAt), inArray(messages.id, saying)))
      .orderBy(desc(messages.index))
      .limit(1)
    return found ?? null
  },
)
