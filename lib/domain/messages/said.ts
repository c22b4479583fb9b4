/** What people wrote in a conversation, without the system lines between, numbered by position (positions.ts). */
import { and, asc, desc, eq, gt, gte, lt, lte, ne, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Read } from '@/db/doors'
import { prepared } from '@/db/prepared'
import { messages } from '@/db/schema/messages'
import type { Actor } from '../actor'
import { loadToRead } from '../conversations/load'
import { DomainError, refuse } from '../errors'
import { query } from '../query'
import { moment, rowId } from '../text'
import { filesOf, type Reactions, reactionsOf } from './carried'
import { indexAt, positionAt, systemLinesOf } from './positions'
import type { StoredAttachment, StoredMessage } from './view'

/** A removed one keeps its position and has neither words nor files. */
export type Said = { message: StoredMessage; position: number; files: StoredAttachment[]; reactions: Reactions }

const position = z.number().int().min(0).max(2_147_483_647)

/** Positions are inclusive, times (unix ms) exclusive; `limit` counts from the side `order` begins at. */
export const saidInput = z.object({
  conversationId: rowId,
  from: position.default(0),
  to: position.optional(),
  newerThan: moment.default(0),
  olderThan: moment.optional(),
  order: z.enum(['asc', 'desc']).default('desc'),
  limit: z.number().int().min(0).max(500).default(50),
})

/** Throws `not_found` for a conversation the actor may not see. */
export const said = query({ permission: 'conversations:read', input: saidInput }, async ({ db, actor }, input): Promise<Said[]> => {
  const { row } = await loadToRead(db, actor, input.conversationId)
  // A program that asks again and again for what is new mostly finds nothing.
  if (input.limit === 0 || input.newerThan >= Math.max(row.lastActivityAt.getTime(), row.lastCustomerAt?.getTime() ?? 0)) return []
  const lines = row.systemLines === 0 ? [] : await systemLinesOf(db, row.id)
  const values = {
    id: row.id,
    low: indexAt(lines, input.from),
    high: input.to === undefined ? row.lastIndex : Math.min(indexAt(lines, input.to), row.lastIndex),
    newer: new Date(input.newerThan),
    older: new Date(input.olderThan ?? FAR),
    limit: input.limit,
  }
  const rows = await prepared(db, `said:${input.order}`, (d, name) => stretch(d, input.order).prepare(name)).execute(values)
  const [files, reactions] = [await filesOf(db, rows), await reactionsOf(db, rows)]
  return rows.map((m) => ({ message: m, position: positionAt(lines, m.index), files: files.get(m.id) ?? [], reactions: reactions.get(m.id) ?? {} }))
})

/** After everything that was ever written. */
const FAR = 4_102_444_800_000

const p = sql.placeholder

const stretch = (db: Read, order: 'asc' | 'desc') =>
  db
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.conversationId, p('id')),
        gte(messages.index, p('low')),
        lte(messages.index, p('high')),
        ne(messages.kind, 'system'),
        gt(messages.createdAt, sql.param(p('newer'), messages.createdAt)),
        lt(messages.createdAt, sql.param(p('older'), messages.createdAt)),
      ),
    )
    .orderBy(order === 'asc' ? asc(messages.index) : desc(messages.index))
    .limit(p('limit'))

/** One message that somebody wrote. Throws `not_found` with `data.what` = 'message'. */
export const saidOne = query({ permission: 'conversations:read', input: z.object({ messageId: rowId }) }, async ({ db, actor }, input): Promise<Said> => {
  const [m] = await prepared(db, 'said:one', (d, name) =>
    d
      .select()
      .from(messages)
      .where(and(eq(messages.id, p('id')), eq(messages.workspaceId, p('workspaceId'))))
      .prepare(name),
  ).execute({ id: input.messageId, workspaceId: actor.workspaceId })
  if (!m || m.kind === 'system') refuse('not_found', { what: 'message' })
  const row = await conversationOf(db, actor, m.conversationId)
  const lines = row.systemLines === 0 ? [] : await systemLinesOf(db, row.id)
  return { message: m, position: positionAt(lines, m.index), files: (await filesOf(db, [m])).get(m.id) ?? [], reactions: (await reactionsOf(db, [m])).get(m.id) ?? {} }
})

/** Whoever may not see the conversation does not learn that there is such a message. */
async function conversationOf(db: Read, actor: Actor, id: number) {
  try {
    return (await loadToRead(db, actor, id)).row
  } catch (e) {
    if (e instanceof DomainError && e.reason === 'not_found') refuse('not_found', { what: 'message' })
    throw e
  }
}
