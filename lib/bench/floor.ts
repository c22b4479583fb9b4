/**
 * The floor: a bare node:http server that runs the very statements the product runs, prepared, and nothing else. No
 * sign-in, no checks, no shapes, no events for anybody.
 */
import { createServer, type IncomingMessage } from 'node:http'
import { and, desc, eq, lt, sql } from 'drizzle-orm'
import { reader, transaction } from '@/db/client'
import { bind, prepared, slots } from '@/db/prepared'
import { contactIdentities, contacts } from '@/db/schema/contacts'
import { conversations, drafts, participants } from '@/db/schema/conversations'
import { events } from '@/db/schema/events'
import { inboundEvents } from '@/db/schema/inbound'
import { messageParts, messages } from '@/db/schema/messages'
import { workspaces } from '@/db/schema/workspaces'
import { buildSelect } from '@/lib/domain/conversations/list'
import { filterInput } from '@/lib/domain/conversations/filter'
import { buildById, buildPage } from '@/lib/domain/conversations/records'
import { buildTaken } from '@/lib/domain/conversations/taken'

const ME = 1
const actor = { kind: 'user', workspaceId: 1, userId: ME, role: 'admin' } as const
const p = sql.placeholder

async function list() {
  const filter = filterInput.parse({})
  return prepared(await reader(), 'list', (d, name) => buildSelect(d, actor, filter, 'a', false, '').prepare(name)).execute({
    workspaceId: 1,
    me: ME,
    status: 'open',
    limit: 20,
  })
}

async function byPage() {
  return prepared(await reader(), 'page', (d, name) => buildPage(d, {}).prepare(name)).execute({ workspaceId: 1, me: ME, assigneeId: 0, limit: 20, offset: 0 })
}

async function byId() {
  return prepared(await reader(), 'by-id', (d, name) => buildById(d, false, false).prepare(name)).execute({ workspaceId: 1, limit: 21 })
}

async function taken() {
  return prepared(await reader(), 'taken', (d, name) => buildTaken(d, 'desc', false).prepare(name)).execute({
    workspaceId: 1,
    me: ME,
    newer: new Date(0),
    older: new Date(4_102_444_800_000),
    limit: 20,
  })
}

async function thread(id: number) {
  const db = await reader()
  const row = await prepared(db, 'one', (d, name) =>
    d
      .select({ row: conversations, contactName: contacts.name })
      .from(conversations)
      .leftJoin(contacts, eq(contacts.id, conversations.contactId))
      .where(and(eq(conversations.id, p('id')), eq(conversations.workspaceId, p('workspaceId'))))
      .prepare(name),
  ).execute({ id, workspaceId: 1 })
  const people = await prepared(db, 'people', (d, name) =>
    d
      .select()
      .from(participants)
      .where(eq(participants.conversationId, p('id')))
      .prepare(name),
  ).execute({ id })
  const said = await prepared(db, 'thread', (d, name) =>
    d
      .select()
      .from(messages)
      .where(and(eq(messages.conversationId, p('id')), lt(messages.index, p('index'))))
      .orderBy(desc(messages.index))
      .limit(p('limit'))
      .prepare(name),
  ).execute({ id, index: 2_147_483_647, limit: 50 })
  return { row, people, said }
}

/** What a click on a row needs besides: the drafts, the contact, their addresses and their conversations. */
async function open(id: number) {
  const db = await reader()
  const seen = await thread(id)
  const drafted = await prepared(db, 'drafts', (d, name) =>
    d
      .select()
      .from(drafts)
      .where(and(eq(drafts.conversationId, p('id')), eq(drafts.userId, p('me'))))
      .prepare(name),
  ).execute({ id, me: ME })
  const contactId = seen.row[0]?.row.contactId ?? 0
  const contact = await prepared(db, 'contact', (d, name) =>
    d
      .select()
      .from(contacts)
      .where(and(eq(contacts.id, p('id')), eq(contacts.workspaceId, p('workspaceId'))))
      .prepare(name),
  ).execute({ id: contactId, workspaceId: 1 })
  const addresses = await prepared(db, 'addresses', (d, name) =>
    d
      .select()
      .from(contactIdentities)
      .where(eq(contactIdentities.contactId, p('id')))
      .limit(100)
      .prepare(name),
  ).execute({ id: contactId })
  const filter = filterInput.parse({ contactId: 1, status: 'any', archived: 'any' })
  const others = await prepared(db, 'others', (d, name) => buildSelect(d, actor, filter, 'a', false, '').prepare(name)).execute({
    workspaceId: 1,
    me: ME,
    contactId,
    limit: 20,
  })
  return { ...seen, drafted, contact, addresses, others }
}

const MESSAGE = ['workspaceId', 'conversationId', 'index', 'kind', 'userId', 'body', 'meta', 'attachmentCount', 'delivery', 'clientKey', 'createdAt'] as const
const PART = ['messageId', 'conversationId', 'channelId', 'idx', 'content', 'state', 'clientRef', 'attempts', 'updatedAt', 'createdAt'] as const
const EVENT = ['workspaceId', 'seq', 'kind', 'actorKind', 'actorId', 'conversationId', 'messageId', 'data', 'at'] as const
const SEEN = ['conversationId', 'userId', 'member', 'lastReadIndex', 'archived'] as const
const MOVED = ['snippet', 'snippetBy', 'lastActivityAt', 'lastReplyAt', 'needsReply', 'waitingSince'] as const

/** The writes of one reply, in one transaction as durable as the product's. */
async function reply(id: number, said: { body: string; clientKey: string }) {
  const at = new Date()
  return transaction(async (db) => {
    const [c] = await prepared(db, 'move', (d, name) =>
      d
        .update(conversations)
        .set({
          ...slots(MOVED),
          lastIndex: sql`${conversations.lastIndex} + 1`,
          lastContentIndex: sql`${conversations.lastIndex} + 1`,
          version: sql`${conversations.version} + 1`,
        })
        .where(eq(conversations.id, p('rowId')))
        .returning()
        .prepare(name),
    ).execute({ ...bind(conversations, MOVED, { snippet: said.body, snippetBy: 'user', lastActivityAt: at, lastReplyAt: at, needsReply: false }), rowId: id })
    if (!c) throw new Error('no such conversation')
    const [m] = await prepared(db, 'message', (d, name) => d.insert(messages).values(slots(MESSAGE)).returning().prepare(name)).execute(
      bind(messages, MESSAGE, {
        workspaceId: 1,
        conversationId: id,
        index: c.lastIndex,
        kind: 'message',
        userId: ME,
        body: said.body,
        meta: {},
        attachmentCount: 0,
        delivery: 'sent',
        clientKey: said.clientKey,
        createdAt: at,
      }),
    )
    if (!m) throw new Error('nothing inserted')
    await prepared(db, 'part', (d, name) => d.insert(messageParts).values(slots(PART)).prepare(name)).execute(
      bind(messageParts, PART, {
        messageId: m.id,
        conversationId: id,
        channelId: c.channelId,
        idx: 0,
        content: { text: said.body },
        state: 'sent',
        clientRef: crypto.randomUUID(),
        attempts: 0,
        updatedAt: at,
        createdAt: at,
      }),
    )
    await prepared(db, 'seen', (d, name) =>
      d
        .insert(participants)
        .values(slots(SEEN))
        .onConflictDoUpdate({ target: [participants.conversationId, participants.userId], set: { lastReadIndex: sql`excluded.last_read_index` } })
        .prepare(name),
    ).execute(bind(participants, SEEN, { conversationId: id, userId: ME, member: false, lastReadIndex: c.lastIndex, archived: false }))
    const [w] = await prepared(db, 'seq', (d, name) =>
      d
        .update(workspaces)
        .set({ eventSeq: sql`${workspaces.eventSeq} + 1` })
        .where(eq(workspaces.id, p('id')))
        .returning({ seq: workspaces.eventSeq })
        .prepare(name),
    ).execute({ id: 1 })
    await prepared(db, 'event', (d, name) => d.insert(events).values(slots(EVENT)).prepare(name)).execute(
      bind(events, EVENT, {
        workspaceId: 1,
        seq: w?.seq ?? 0,
        kind: 'message.added',
        actorKind: 'user',
        actorId: ME,
        conversationId: id,
        messageId: m.id,
        data: { message: m, row: c },
        at,
      }),
    )
    return { message: m }
  })
}

const INBOUND = ['workspaceId', 'channelId', 'key', 'lane', 'type', 'at', 'rank', 'event', 'raw', 'state', 'createdAt'] as const

/** One event, written under its key. */
async function webhook(it: unknown) {
  const at = new Date()
  const raw = JSON.stringify(it)
  const key = /"id":"(wamid[^"]*)"/.exec(raw)?.[1] ?? raw
  await transaction((db) =>
    prepared(db, 'inbound', (d, name) => d.insert(inboundEvents).values(slots(INBOUND)).onConflictDoNothing().prepare(name)).execute(
      bind(inboundEvents, INBOUND, {
        workspaceId: 1,
        channelId: 1,
        key,
        lane: 'arrive:1',
        type: 'message',
        at,
        rank: 0,
        event: { type: 'message' },
        raw,
        state: 'waiting',
        createdAt: at,
      }),
    ),
  )
  return 'OK'
}

async function readJson<T>(req: IncomingMessage): Promise<T> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

const server = createServer((req, res) => {
  const [, what, id] = (req.url ?? '').split(/[/?]/)
  const answer =
    what === 'list'
      ? list()
      : what === 'page'
        ? byPage()
        : what === 'by-id'
          ? byId()
          : what === 'taken'
            ? taken()
            : what === 'thread'
              ? thread(Number(id))
              : what === 'open'
                ? open(Number(id))
                : what === 'webhook'
                  ? readJson(req).then(webhook)
                  : readJson<{ body: string; clientKey: string }>(req).then((said) => reply(Number(id), said))
  answer.then(
    (data) => {
      res.writeHead(200, { 'content-type': 'application/json' })
      res.end(JSON.stringify(data))
    },
    (e: unknown) => {
      res.writeHead(500)
      res.end(String(e))
    },
  )
})
server.listen(0, '127.0.0.1', () => {
  const at = server.address()
  console.log(`http://127.0.0.1:${at && typeof at === 'object' ? at.port : 0}`)
})
