/** Holds an answer when the thread moved on while it was written: two people must not answer past each other. */
import { and, eq, gt, isNull, ne, sql } from 'drizzle-orm'
import { messages } from '@/db/schema/messages'
import { personOf } from '../actor'
import type { Work } from '../command'
import type { Loaded } from '../conversations/load'
import { refuse } from '../errors'
import { messageView } from './view'

/** Throws `moved_on` with `data.newer` (up to 20 messages) when somebody else wrote after `seenIndex`. */
export async function guard(w: Work, c: Loaded, seenIndex: number): Promise<void> {
  if (c.row.lastContentIndex <= seenIndex) return
  const me = personOf(w.actor)
  const newer = await w.db
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.conversationId, c.row.id),
        gt(messages.index, seenIndex),
        ne(messages.kind, 'system'),
        isNull(messages.deletedAt),
        sql`${messages.userId} is distinct from ${me}`,
      ),
    )
    .orderBy(messages.index)
    .limit(20)
  if (newer.length > 0) refuse('moved_on', { newer: newer.map((m) => messageView(m)), lastIndex: c.row.lastIndex })
}
