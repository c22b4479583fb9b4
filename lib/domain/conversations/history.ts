import { and, desc, eq, lt } from 'drizzle-orm'
import { z } from 'zod'
import { events } from '@/db/schema/events'
import { personOf } from '../actor'
import { query } from '../query'
import { rowId } from '../text'
import { loadToRead } from './load'

export type HistoryEntry = { seq: number; kind: string; at: number; actor: { kind: string; id: number | null }; data: Record<string, unknown> }

/**
 * What happened to a conversation, newest first, without other people's personal events. Messages come without their
 * words, which may have been changed or taken back since. `before`: a seq to go on from.
 */
export const history = query(
  { permission: 'conversations:update', input: z.object({ conversationId: rowId, before: rowId.optional(), limit: z.number().int().min(1).max(100).default(50) }) },
  async ({ db, actor }, input): Promise<{ entries: HistoryEntry[]; next: number | null }> => {
    await loadToRead(db, actor, input.conversationId)
    const rows = await db
      .select()
      .from(events)
      .where(and(eq(events.conversationId, input.conversationId), eq(events.workspaceId, actor.workspaceId), input.before ? lt(events.seq, input.before) : undefined))
      .orderBy(desc(events.seq))
      .limit(input.limit)
    const me = personOf(actor)
    const mine = rows.filter((e) => e.kind !== 'conversation.personal_changed' || (me !== null && e.audience?.includes(me)))
    const entries = mine.map((e) => {
      const { row: _row, people: _people, counts: _counts, message, ...data } = e.data
      const wordless = typeof message === 'object' && message !== null ? { message: { ...message, body: '', attachments: [] } } : {}
      return { seq: e.seq, kind: e.kind, at: e.at.getTime(), actor: { kind: e.actorKind, id: e.actorId }, data: { ...data, ...wordless } }
    })
    return { entries, next: rows.length === input.limit ? (rows.at(-1)?.seq ?? null) : null }
  },
)
