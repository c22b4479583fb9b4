/**
 * Customers' conversations as the whole team has them, with nobody's personal part: what programs list. Page numbers
 * are a contract of theirs, hence the offset; the totals come from the kept counts wherever those can tell.
 */
import { and, count, desc, eq, inArray, isNull, or, sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Read } from '@/db/doors'
import { prepared } from '@/db/prepared'
import { CHANNEL_TYPES } from '@/db/schema/channels'
import { contacts } from '@/db/schema/contacts'
import { conversations, STATUSES } from '@/db/schema/conversations'
import { messages } from '@/db/schema/messages'
import { users } from '@/db/schema/users'
import { counts } from '@/db/schema/workspaces'
import { conversationsFinding } from '@/db/search/conversations'
import { type Actor, personOf } from '../actor'
import { shownAs } from '../contacts/sides'
import { refuse } from '../errors'
import { query } from '../query'
import { may } from '../policy'
import { cleanLine, rowId } from '../text'
import { maySee } from './load'
import type { Stored } from './row'

export type ConversationRecord = {
  c: Stored
  contact: { id: number; name: string; phone: string | null; email: string | null; updatedAt: Date | null } | null
  assignee: { id: number; name: string; email: string } | null
  last: { kind: string; body: string; userId: number | null; contactId: number | null; createdAt: Date; attachmentCount: number } | null
}

export const recordFilter = z.object({
  statuses: z.array(z.enum(STATUSES)).max(4).optional(),
  assignee: z.union([z.enum(['me', 'none', 'me_and_none']), rowId]).optional(),
  needsReply: z.boolean().optional(),
  channelType: z.enum(CHANNEL_TYPES).optional(),
  channelId: rowId.optional(),
  contactId: rowId.optional(),
  text: z.string().max(200).optional(),
})
type RecordFilter = z.output<typeof recordFilter>

const FIELDS = {
  c: conversations,
  contact: { id: contacts.id, name: contacts.name, phone: contacts.phone, email: contacts.email, updatedAt: contacts.updatedAt },
  assignee: { id: users.id, name: users.name, email: users.email },
  last: {
    kind: messages.kind,
    body: messages.body,
    userId: messages.userId,
    contactId: messages.contactId,
    createdAt: messages.createdAt,
    attachmentCount: messages.attachmentCount,
  },
}

const select = (db: Read) =>
  db
    .select(FIELDS)
    .from(conversations)
    .leftJoin(contacts, eq(contacts.id, conversations.contactId))
    .leftJoin(users, eq(users.id, conversations.assigneeId))
    .leftJoin(messages, and(eq(messages.conversationId, conversations.id), eq(messages.index, conversations.lastContentIndex)))

/** The statement behind a page by number, unprepared: the bench runs it bare. */
export const buildPage = (db: Read, f: RecordFilter) =>
  select(db).where(conditions(f)).orderBy(desc(conversations.lastActivityAt), desc(conversations.id)).limit(sql.placeholder('limit')).offset(sql.placeholder('offset'))

/** The statement behind a page by id. */
export const buildById = (db: Read, after: boolean, newestFirst: boolean) =>
  select(db)
    .where(
      and(
        conditions({}),
        after ? (newestFirst ? sql`${conversations.id} < ${sql.placeholder('after')}` : sql`${conversations.id} > ${sql.placeholder('after')}`) : undefined,
      ),
    )
    .orderBy(newestFirst ? desc(conversations.id) : conversations.id)
    .limit(sql.placeholder('limit'))

/** A page by number, newest activity first. `page` from 1. */
export const recordsPage = query(
  {
    permission: 'conversations:read',
    input: z.object({ filter: recordFilter.default({}), page: z.number().int().min(1).max(100_000).default(1), size: z.number().int().min(1).max(100).default(20) }),
  },
  async ({ db, actor }, input): Promise<{ records: ConversationRecord[]; total: number }> => {
    const f = input.filter.contactId ? { ...input.filter, contactId: await shownAs(db, actor.workspaceId, input.filter.contactId) } : input.filter
    const values = {
      workspaceId: actor.workspaceId,
      me: personOf(actor) ?? 0,
      assigneeId: typeof f.assignee === 'number' ? f.assignee : 0,
      channelType: f.channelType,
      channelId: f.channelId,
      contactId: f.contactId,
      limit: input.size,
      offset: (input.page - 1) * input.size,
    }
    const records = f.text
      ? await select(db)
          .where(and(conditions(f), saying(actor, f.text)))
          .orderBy(desc(conversations.lastActivityAt), desc(conversations.id))
          .limit(input.size)
          .offset(values.offset)
          .prepare('')
          .execute(values)
      : await prepared(db, `records:${shapeOf(f)}`, (d, name) => buildPage(d, f).prepare(name)).execute(values)
    // A short page tells the total by itself.
    const total = records.length > 0 && records.length < input.size ? values.offset + records.length : await totalOf(db, actor, f, values)
    return { records: records.map((r) => shownTo(actor, r)), total }
  },
)

/** Some pages further by id, oldest first or newest first: stable while conversations move. */
export const recordsById = query(
  { permission: 'conversations:read', input: z.object({ after: rowId.optional(), newestFirst: z.boolean().default(false), limit: z.number().int().min(1).max(101) }) },
  async ({ db, actor }, input): Promise<ConversationRecord[]> => {
    const rows = await prepared(db, `records:id:${input.after !== undefined}:${input.newestFirst}`, (d, name) =>
      buildById(d, input.after !== undefined, input.newestFirst).prepare(name),
    ).execute({
      workspaceId: actor.workspaceId,
      after: input.after,
      limit: input.limit,
    })
    return rows.map((r) => shownTo(actor, r))
  },
)

/** One, if the actor may see it. Throws `not_found`. */
export const record = query(
  { permission: 'conversations:read', input: z.object({ conversationId: rowId }) },
  async ({ db, actor }, input): Promise<ConversationRecord> => {
    const [found] = await prepared(db, 'record', (d, name) =>
      select(d)
        .where(and(eq(conversations.id, sql.placeholder('id')), eq(conversations.workspaceId, sql.placeholder('workspaceId'))))
        .prepare(name),
    ).execute({
      id: input.conversationId,
      workspaceId: actor.workspaceId,
    })
    if (!found || found.c.kind !== 'customer' || !maySee(actor, found.c)) refuse('not_found', { what: 'conversation' })
    return shownTo(actor, found)
  },
)

/** A note is read by whoever may read messages: a conversation alone does not show it. */
const shownTo = (actor: Actor, r: ConversationRecord): ConversationRecord => (r.last?.kind === 'note' && !may(actor, 'messages:read') ? { ...r, last: null } : r)

const shapeOf = (f: RecordFilter) =>
  [f.statuses?.toSorted().join('|'), typeof f.assignee === 'number' ? 'id' : f.assignee, f.needsReply, !!f.channelType, !!f.channelId, !!f.contactId].join()

function conditions(f: RecordFilter): SQL | undefined {
  const c = conversations
  const p = sql.placeholder
  const mine = eq(c.assigneeId, p('me'))
  const [only] = f.statuses ?? []
  return and(
    eq(c.workspaceId, p('workspaceId')),
    eq(c.kind, 'customer'),
    f.statuses === undefined ? undefined : f.statuses.length === 1 && only ? eq(c.status, only) : inArray(c.status, f.statuses),
    f.assignee === undefined
      ? undefined
      : f.assignee === 'me'
        ? mine
        : f.assignee === 'none'
          ? isNull(c.assigneeId)
          : f.assignee === 'me_and_none'
            ? or(mine, isNull(c.assigneeId))
            : eq(c.assigneeId, p('assigneeId')),
    // Nobody waits in one that is closed. Written out, not bound: only so does the partial index serve.
    f.needsReply === undefined
      ? undefined
      : f.needsReply
        ? sql`${c.needsReply} = true and ${c.status} <> 'closed'`
        : sql`(${c.needsReply} = false or ${c.status} = 'closed')`,
    f.channelType ? eq(c.channelType, p('channelType')) : undefined,
    f.channelId ? eq(c.channelId, p('channelId')) : undefined,
    f.contactId ? eq(c.contactId, p('contactId')) : undefined,
  )
}

/**
 * The same bounded search as the list's: a program's word must not make the server read everything, twice. Whoever may not
 * read messages finds by title and contact only, or a search would tell word by word what they say.
 */
const saying = (actor: Actor, text: string): SQL =>
  inArray(conversations.id, conversationsFinding(actor.workspaceId, cleanLine(text), { said: may(actor, 'messages:read') }))

async function totalOf(db: Read, actor: Actor, f: RecordFilter, values: Record<string, unknown>): Promise<number> {
  const keys = keptKeys(f, personOf(actor) ?? 0)
  if (keys) {
    const rows = await prepared(db, `records:total:${keys.length}`, (d, name) =>
      d
        .select({ n: counts.n })
        .from(counts)
        .where(
          and(
            eq(counts.workspaceId, sql.placeholder('workspaceId')),
            eq(counts.userId, sql.placeholder('nobody')),
            inArray(
              counts.key,
              keys.map((_, i) => sql.placeholder(`key${i}`)),
            ),
          ),
        )
        .prepare(name),
    ).execute({ workspaceId: actor.workspaceId, nobody: 0, ...Object.fromEntries(keys.map((key, i) => [`key${i}`, key])) })
    return rows.reduce((sum, r) => sum + r.n, 0)
  }
  const [row] = await db
    .select({ n: count() })
    .from(conversations)
    .where(and(conditions(f), f.text ? saying(actor, f.text) : undefined))
    .prepare('')
    .execute(values)
  return row?.n ?? 0
}

/** The kept counts whose sum is the filter's total; null when none tells. */
function keptKeys(f: RecordFilter, me: number): string[] | null {
  if (f.text || f.channelType || f.contactId) return null
  const statuses = f.statuses ?? [...STATUSES]
  if (f.needsReply === undefined && f.channelId === undefined) {
    if (f.assignee === undefined) return statuses
    const who = f.assignee === 'me' ? [me] : f.assignee === 'none' ? [0] : f.assignee === 'me_and_none' ? [me, 0] : [f.assignee]
    return statuses.flatMap((s) => who.map((u) => `${s}:assignee:${u}`))
  }
  if (statuses.length !== 1 || statuses[0] !== 'open' || f.assignee !== undefined) return null
  if (f.needsReply === true && f.channelId === undefined) return ['open:needs_reply']
  return f.needsReply === undefined && f.channelId !== undefined ? [`open:channel:${f.channelId}`] : null
}
