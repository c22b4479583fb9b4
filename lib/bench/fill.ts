/** A workspace of a stated size, the same every time: what the figures are measured on. */
import { insertMany } from '@/db/bulk'
import { closeDatabase, transaction } from '@/db/client'
import { migrateDatabase } from '@/db/migrate'
import { CHANNEL_TYPES, channels } from '@/db/schema/channels'
import { contacts } from '@/db/schema/contacts'
import { conversations, participants, type Status } from '@/db/schema/conversations'
import { messages } from '@/db/schema/messages'
import { tokens } from '@/db/schema/programs'
import { users } from '@/db/schema/users'
import { counts, workspaces } from '@/db/schema/workspaces'
import { parted } from '@/lib/domain/channels/secrets'
import { bucketsOf } from '@/lib/domain/conversations/buckets'
import { hashOf } from '@/lib/domain/tokens/create'
import { SCOPES } from '@/lib/domain/tokens/scopes'

const AGENTS = 10
const STATUSES: readonly Status[] = ['open', 'open', 'open', 'open', 'open', 'open', 'pending', 'snoozed', 'closed', 'closed']
const WORDS = 'thanks for your order the parcel left our house today and should reach you by Friday if not tell me and I will send another one at once'.split(' ')
/** Fixed, so that two runs fill the same. */
const BEGAN = Date.UTC(2026, 0, 1)

/** The one channel that is connected: what its provider posts is measured (figures/webhooks.ts). */
export const WHATSAPP = {
  phoneNumberId: '1550',
  accessToken: 'token',
  appSecret: 'the-app-secret',
  verifyToken: 'word',
  apiVersion: 'v25.0',
  baseUrl: 'http://127.0.0.1:9',
}
export const WEBHOOK = '/api/webhooks/whatsapp/bench-whatsapp'

/** A program’s token, of the first agent. */
export const TOKEN = 's7_api_measured_not_guarded_measured_not_guarded'

/** Makes the database in DATA_DIR with so many conversations and messages; about 20,000 messages a second. */
export async function fill(conversationCount: number, messageCount: number): Promise<void> {
  await migrateDatabase()
  const each = messageCount / conversationCount
  const at = (i: number) => new Date(BEGAN + i * 1000)
  await transaction(async (db) => {
    await db.insert(workspaces).values({ id: 1, name: 'Bench' })
    for (let i = 1; i <= AGENTS; i++)
      await db.insert(users).values({ id: i, workspaceId: 1, email: `agent${i}@example.test`, name: `Agent ${i}`, role: i === 1 ? 'admin' : 'agent' })
    for (const [i, type] of CHANNEL_TYPES.entries()) {
      const connected = type === 'whatsapp' ? parted(type, WHATSAPP) : {}
      await db.insert(channels).values({ id: i + 1, workspaceId: 1, type, name: type, key: `bench-${type}`, ...connected })
    }
    const people = Array.from({ length: conversationCount }, (_, i) => ({ id: i + 1, workspaceId: 1, name: `Customer ${i + 1}`, note: '', createdAt: at(i) }))
    await insertMany(db, contacts, ['id', 'workspaceId', 'name', 'note', 'createdAt'], people)
    await db.insert(tokens).values({ workspaceId: 1, userId: 1, name: 'Bench', hash: hashOf(TOKEN), tail: TOKEN.slice(-4), scopes: [...SCOPES] })
    const totals = new Map<string, number>()
    const rows = people.map((p, i) => {
      const status = STATUSES[i % STATUSES.length] ?? 'open'
      const channel = i % CHANNEL_TYPES.length
      const row = {
        id: p.id,
        workspaceId: 1,
        kind: 'customer' as const,
        channelId: channel + 1,
        channelType: CHANNEL_TYPES[channel],
        contactId: p.id,
        members: i % 3 === 0 ? [] : [(i % AGENTS) + 1],
        title: '',
        status,
        assigneeId: i % 3 === 0 ? null : (i % AGENTS) + 1,
        needsReply: i % 4 === 0,
        waitingSince: i % 4 === 0 ? at(i) : null,
        lastIndex: each - 1,
        lastContentIndex: each - 1,
        lastActivityAt: at((i * 7919) % conversationCount),
        contactReadIndex: -1,
        contactDeliveredIndex: -1,
        snippet: textOf(i),
        snippetBy: 'contact' as const,
        version: 1,
        createdAt: at(i),
      }
      for (const key of bucketsOf(row, [])) totals.set(key, (totals.get(key) ?? 0) + 1)
      return row
    })
    await insertMany(
      db,
      conversations,
      [
        'id',
        'workspaceId',
        'kind',
        'channelId',
        'channelType',
        'contactId',
        'members',
        'title',
        'status',
        'assigneeId',
        'needsReply',
        'waitingSince',
        'lastIndex',
        'lastContentIndex',
        'lastActivityAt',
        'contactReadIndex',
        'contactDeliveredIndex',
        'snippet',
        'snippetBy',
        'version',
        'createdAt',
      ],
      rows,
    )
    // Whoever has a conversation takes part in it; a few of theirs are unread, however many they have.
    const parts = rows.flatMap((r) =>
      r.assigneeId === null
        ? []
        : [
            {
              conversationId: r.id,
              userId: r.assigneeId,
              member: true,
              lastReadIndex: r.id <= 20 * AGENTS ? -1 : each - 1,
              archived: false,
              unread: r.id <= 20 * AGENTS,
              activityAt: r.lastActivityAt,
            },
          ],
    )
    await insertMany(db, participants, ['conversationId', 'userId', 'member', 'lastReadIndex', 'archived', 'unread', 'activityAt'], parts)
    await insertMany(
      db,
      counts,
      ['workspaceId', 'userId', 'key', 'n'],
      [...totals].map(([key, n]) => ({ workspaceId: 1, userId: 0, key: key.slice(2), n })),
    )
  })
  const STEP = Math.ceil(20_000 / each)
  for (let from = 0; from < conversationCount; from += STEP)
    await transaction((db) =>
      insertMany(
        db,
        messages,
        ['workspaceId', 'conversationId', 'index', 'kind', 'userId', 'contactId', 'body', 'meta', 'attachmentCount', 'delivery', 'createdAt'],
        page(from, Math.min(from + STEP, conversationCount), each),
      ),
    )
  await closeDatabase()
}

const page = (from: number, to: number, each: number) =>
  Array.from({ length: (to - from) * each }, (_, n) => {
    const [c, index] = [from + Math.floor(n / each), n % each]
    const isOurs = index % 2 === 1
    return {
      workspaceId: 1,
      conversationId: c + 1,
      index,
      kind: 'message' as const,
      userId: isOurs ? (c % AGENTS) + 1 : null,
      contactId: isOurs ? null : c + 1,
      body: textOf(c + index),
      meta: {},
      attachmentCount: 0,
      delivery: isOurs ? ('sent' as const) : null,
      createdAt: new Date(BEGAN + c * 1000 + index * 60_000),
    }
  })

const textOf = (n: number) => Array.from({ length: 6 + (n % 20) }, (_, i) => WORDS[(n * 31 + i * 7) % WORDS.length]).join(' ')
