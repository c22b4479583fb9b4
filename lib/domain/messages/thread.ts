import { and, asc, desc, eq, gt, lt, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Read } from '@/db/doors'
import { prepared } from '@/db/prepared'
import { messages } from '@/db/schema/messages'
import type { Actor } from '../actor'
import { type Loaded, loadToRead } from '../conversations/load'
import { query } from '../query'
import { rowId } from '../text'
import { filesOf, reactionsOf } from './carried'
import { messageView, type MessageView, type StoredMessage } from './view'

/** No message has a greater index. */
const INDEX_MAX = 2_147_483_647

export const threadInput = z.object({
  conversationId: rowId,
  /** Messages with a smaller index, newest of them. */
  before: z.number().int().min(0).max(INDEX_MAX).optional(),
  /** Messages with a greater index, oldest of them. */
  after: z.number().int().min(-1).max(INDEX_MAX).optional(),
  limit: z.number().int().min(1).max(200).default(50),
})

/** A stretch of a thread, always oldest first. `more*`: whether the thread goes on to that side. */
export type Thread = { messages: MessageView[]; lastIndex: number; moreBefore: boolean; moreAfter: boolean }

/** Without `before` and `after`: the newest. A visitor sees neither notes nor system lines. Throws `not_found`. */
export const thread = query({ permission: 'conversations:read', input: threadInput }, async ({ db, actor }, input): Promise<Thread> => {
  return threadOf(db, actor, await loadToRead(db, actor, input.conversationId), input)
})

/** The same of a conversation that is already loaded. */
export async function threadOf(db: Read, actor: Actor, c: Loaded, input: z.output<typeof threadInput>): Promise<Thread> {
  const public_ = actor.kind === 'visitor'
  const rows = await stretch(db, input, public_)
  const first = rows[0]
  const last = rows.at(-1)
  const full = rows.length === input.limit
  return {
    messages: await withFiles(db, rows),
    lastIndex: c.row.lastIndex,
    moreBefore: first === undefined ? (input.after ?? -1) >= 0 : input.after !== undefined ? first.index > 0 : full && first.index > 0,
    moreAfter:
      last === undefined
        ? input.before !== undefined && input.before <= c.row.lastIndex
        : input.before !== undefined
          ? last.index < c.row.lastIndex
          : input.after !== undefined && full && last.index < c.row.lastIndex,
  }
}

async function stretch(db: Read, input: z.output<typeof threadInput>, public_: boolean): Promise<StoredMessage[]> {
  const up = input.after !== undefined
  const rows = await prepared(db, `thread:${up}:${public_}`, (d, name) =>
    d
      .select()
      .from(messages)
      .where(
        and(
          eq(messages.conversationId, sql.placeholder('id')),
          up ? gt(messages.index, sql.placeholder('index')) : lt(messages.index, sql.placeholder('index')),
          public_ ? eq(messages.kind, 'message') : undefined,
        ),
      )
      .orderBy(up ? asc(messages.index) : desc(messages.index))
      .limit(sql.placeholder('limit'))
      .prepare(name),
  ).execute({ id: input.conversationId, index: up ? input.after : (input.before ?? 2_147_483_647), limit: input.limit })
  return up ? rows : rows.toReversed()
}

async function withFiles(db: Read, rows: readonly StoredMessage[]): Promise<MessageView[]> {
  const [files, reactions] = [await filesOf(db, rows), await reactionsOf(db, rows)]
  return rows.map((m) => messageView(m, files.get(m.id), reactions.get(m.id)))
}
