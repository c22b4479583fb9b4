/** Customers' messages as programs list them: of one conversation or of the whole workspace. Notes come when asked for. */
import { and, asc, count, desc, eq, inArray, isNull, lt, ne, sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Read } from '@/db/doors'
import { conversations } from '@/db/schema/conversations'
import { attachments, DELIVERY_STATES, messages } from '@/db/schema/messages'
import type { Actor } from '../actor'
import { loadToRead, maySee } from '../conversations/load'
import type { Stored } from '../conversations/row'
import { refuse } from '../errors'
import { query } from '../query'
import { rowId } from '../text'
import type { StoredAttachment, StoredMessage } from './view'

export type MessageRecord = {
  m: StoredMessage
  c: Pick<Stored, 'id' | 'workspaceId' | 'kind' | 'channelId' | 'channelType' | 'contactId' | 'sideId' | 'members'>
  files: StoredAttachment[]
}

const C = {
  id: conversations.id,
  workspaceId: conversations.workspaceId,
  kind: conversations.kind,
  channelId: conversations.channelId,
  channelType: conversations.channelType,
  contactId: conversations.contactId,
  sideId: conversations.sideId,
  members: conversations.members,
}

export const messageFilter = z.object({
  conversationId: rowId.optional(),
  direction: z.enum(['in', 'out']).optional(),
  delivery: z.array(z.enum(DELIVERY_STATES)).max(5).optional(),
  notes: z.enum(['with', 'without', 'only']).default('without'),
})
type Filter = z.output<typeof messageFilter>

function conditions(actor: Actor, f: Filter): SQL | undefined {
  return and(
    eq(messages.workspaceId, actor.workspaceId),
    eq(conversations.kind, 'customer'),
    f.notes === 'only' ? eq(messages.kind, 'note') : f.notes === 'with' ? ne(messages.kind, 'system') : eq(messages.kind, 'message'),
    isNull(messages.deletedAt),
    f.conversationId ? eq(messages.conversationId, f.conversationId) : undefined,
    f.direction === undefined ? undefined : f.direction === 'in' ? sql`${messages.contactId} is not null` : isNull(messages.contactId),
    f.delivery ? inArray(messages.delivery, f.delivery) : undefined,
  )
}

const from = (db: Read) => db.select({ m: messages, c: C }).from(messages).innerJoin(conversations, eq(conversations.id, messages.conversationId))

/** A page by number. `newestFirst` false: in the order of the thread. Throws `not_found` for an unknown conversation. */
export const messagesPage = query(
  {
    permission: 'conversations:read',
    input: z.object({
      filter: messageFilter.prefault({}),
      page: z.number().int().min(1).max(100_000).default(1),
      size: z.number().int().min(1).max(100).default(50),
      newestFirst: z.boolean().default(true),
    }),
  },
  async ({ db, actor }, input): Promise<{ records: MessageRecord[]; total: number }> => {
    if (input.filter.conversationId) await loadToRead(db, actor, input.filter.conversationId)
    const where = conditions(actor, input.filter)
    const offset = (input.page - 1) * input.size
    const rows = await from(db)
      .where(where)
      .orderBy(input.newestFirst ? desc(messages.id) : asc(messages.id))
      .limit(input.size)
      .offset(offset)
    const records = await withFiles(db, rows)
    if (records.length > 0 && records.length < input.size) return { records, total: offset + records.length }
    const [n] = await db.select({ n: count() }).from(messages).innerJoin(conversations, eq(conversations.id, messages.conversationId)).where(where)
    return { records, total: n?.n ?? 0 }
  },
)

/** The next messages of a conversation by id; `newestFirst` goes down from `beyond`. Throws `not_found`. */
export const messagesById = query(
  {
    permission: 'conversations:read',
    input: z.object({ conversationId: rowId, beyond: rowId.optional(), newestFirst: z.boolean().default(false), limit: z.number().int().min(1).max(101) }),
  },
  async ({ db, actor }, input): Promise<MessageRecord[]> => {
    await loadToRead(db, actor, input.conversationId)
    const further = input.beyond === undefined ? undefined : input.newestFirst ? lt(messages.id, input.beyond) : sql`${messages.id} > ${input.beyond}`
    const rows = await from(db)
      .where(and(conditions(actor, { conversationId: input.conversationId, notes: 'without' }), further))
      .orderBy(input.newestFirst ? desc(messages.id) : asc(messages.id))
      .limit(input.limit)
    return withFiles(db, rows)
  },
)

/** One message of a customer's conversation. Throws `not_found`. */
export const messageRecord = query({ permission: 'conversations:read', input: z.object({ messageId: rowId }) }, async ({ db, actor }, input): Promise<MessageRecord> => {
  const [found] = await from(db).where(and(eq(messages.id, input.messageId), eq(messages.workspaceId, actor.workspaceId), ne(messages.kind, 'system')))
  if (!found || !maySee(actor, found.c)) refuse('not_found', { what: 'message' })
  const [whole] = await withFiles(db, [found])
  return whole ?? refuse('not_found', { what: 'message' })
})

async function withFiles(db: Read, rows: Omit<MessageRecord, 'files'>[]): Promise<MessageRecord[]> {
  const ids = rows.filter((r) => r.m.attachmentCount > 0).map((r) => r.m.id)
  const files = ids.length > 0 ? await db.select().from(attachments).where(inArray(attachments.messageId, ids)).orderBy(attachments.position, attachments.id) : []
  return rows.map((r) => ({ ...r, files: files.filter((f) => f.messageId === r.m.id) }))
}
