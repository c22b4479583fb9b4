/**
 * Writes planned conversations in bulk: no verbs run, and yet counts, events, read states, parts and jobs are what the
 * verbs would have left. Message ids follow time across all conversations, as in life. One writer per workspace.
 */
import { eq, sql } from 'drizzle-orm'
import { insertMany, reserveIds } from '@/db/bulk'
import { transaction } from '@/db/client'
import { conversations, participants } from '@/db/schema/conversations'
import { events, jobs } from '@/db/schema/events'
import { messageParts, messages } from '@/db/schema/messages'
import { counts, workspaces } from '@/db/schema/workspaces'
import { limitOf } from '@/lib/channels/limits'
import { bucketsOf, deltas } from '../conversations/buckets'
import { derive, partsOf } from './derive'
import type { Line, Plan } from './plan'

export type Progress = (written: number, of: number) => void

/** Rows per transaction: the writer is free for others in between. */
const BATCH = 10_000

/** Throws what the database throws; what was written until then stays (remove the workspace to be rid of it). */
export async function writePlans(workspaceId: number, plans: readonly Plan[], progress: Progress = () => {}): Promise<void> {
  const ids = await writeConversations(workspaceId, plans)
  await writeMessages(workspaceId, plans, ids, progress)
  await writeWakes(workspaceId, plans, ids)
  await writeLog(workspaceId, plans, ids)
}

/** Answers the id of each. */
async function writeConversations(workspaceId: number, plans: readonly Plan[]): Promise<number[]> {
  const first = await transaction((db) => reserveIds(db, conversations, plans.length))
  for (let from = 0; from < plans.length; from += BATCH)
    await transaction(async (db) => {
      const some = plans.slice(from, from + BATCH)
      const rows = some.map((p, i) => ({ id: first + from + i, workspaceId, ...derive(p), snoozeThrough: false }))
      const names = Object.keys(rows[0] ?? {}) as (keyof (typeof rows)[number])[]
      await insertMany(db, conversations, names, rows)
      const people = some.flatMap((p, i) => partsOf(p, rows[i] ?? derive(p)).map((x) => ({ ...x, conversationId: first + from + i })))
      await insertMany(db, participants, ['conversationId', 'userId', 'member', 'lastReadIndex', 'archived', 'mutedUntil', 'unread', 'activityAt'], people)
    })
  return plans.map((_, i) => first + i)
}

async function writeMessages(workspaceId: number, plans: readonly Plan[], ids: readonly number[], progress: Progress): Promise<void> {
  const { order, planOf, indexOf } = byTime(plans)
  const [firstMessage, firstPart] = await transaction(
    async (db) => [await reserveIds(db, messages, order.length), await reserveIds(db, messageParts, order.length)] as const,
  )
  for (let from = 0; from < order.length; from += BATCH) {
    const rows: (typeof messages.$inferInsert)[] = []
    const parts: (typeof messageParts.$inferInsert)[] = []
    for (let n = from; n < Math.min(from + BATCH, order.length); n++) {
      const at = order[n] ?? 0
      const p = plans[planOf[at] ?? 0]
      const line = p?.lines[indexOf[at] ?? 0]
      if (!p || !line) continue
      const row = messageRow(workspaceId, ids[planOf[at] ?? 0] ?? 0, firstMessage + n, p, indexOf[at] ?? 0, line)
      rows.push(row)
      if (row.delivery) parts.push(partRow(firstPart + n, row, p, line))
    }
    await transaction(async (db) => {
      await insertMany(db, messages, MESSAGE, rows)
      await insertMany(db, messageParts, PART, parts)
    })
    progress(Math.min(from + BATCH, order.length), order.length)
  }
}

/** Every line of every plan, oldest first; flat arrays, because there may be millions. */
function byTime(plans: readonly Plan[]) {
  const total = plans.reduce((n, p) => n + p.lines.length, 0)
  const [planOf, indexOf, times, order] = [new Uint32Array(total), new Uint32Array(total), new Float64Array(total), new Uint32Array(total)]
  let n = 0
  for (const [i, p] of plans.entries())
    for (const [j, line] of p.lines.entries()) {
      ;[planOf[n], indexOf[n], times[n], order[n]] = [i, j, line.at, n]
      n++
    }
  // Equal times keep the order of the lines: a conversation's indexes never run backwards in id order.
  order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b)
  return { order, planOf, indexOf }
}

function messageRow(workspaceId: number, conversationId: number, id: number, p: Plan, index: number, line: Line): typeof messages.$inferInsert {
  const outgoing = p.kind === 'customer' && line.by === 'user'
  const state = p.channel && limitOf(p.channel.type).leaves === 'pull' ? 'sent' : 'delivered'
  return {
    id,
    workspaceId,
    conversationId,
    index,
    kind: line.by === 'note' || line.by === 'system' ? line.by : 'message',
    userId: line.userId,
    contactId: line.by === 'contact' ? p.contactId : null,
    body: line.by === 'system' ? '' : p.body(index),
    meta: line.system ? { system: line.system } : {},
    attachmentCount: 0,
    delivery: outgoing ? (line.failed ? 'failed' : state) : null,
    deliveryError: line.failed ?? null,
    clientKey: null,
    externalId: null,
    createdAt: new Date(line.at),
    reactionCount: 0,
  }
}

const partRow = (id: number, m: typeof messages.$inferInsert, p: Plan, line: Line): typeof messageParts.$inferInsert => ({
  id,
  messageId: m.id ?? 0,
  conversationId: m.conversationId,
  channelId: p.channel?.id ?? null,
  idx: 0,
  content: { text: m.body },
  state: m.delivery ?? 'sent',
  error: line.failed ?? null,
  clientRef: `sample-${m.id}`,
  externalId: null,
  attempts: 1,
  updatedAt: new Date(line.at),
  createdAt: new Date(line.at),
})

const MESSAGE = [
  'id',
  'workspaceId',
  'conversationId',
  'index',
  'kind',
  'userId',
  'contactId',
  'body',
  'meta',
  'attachmentCount',
  'delivery',
  'deliveryError',
  'clientKey',
  'externalId',
  'createdAt',
  'reactionCount',
] as const
const PART = [
  'id',
  'messageId',
  'conversationId',
  'channelId',
  'idx',
  'content',
  'state',
  'error',
  'clientRef',
  'externalId',
  'attempts',
  'updatedAt',
  'createdAt',
] as const

/** What is snoozed must wake. */
async function writeWakes(workspaceId: number, plans: readonly Plan[], ids: readonly number[]): Promise<void> {
  const rows = plans.flatMap((p, i) =>
    p.snoozedUntil === null
      ? []
      : [
          {
            workspaceId,
            kind: 'wake',
            key: `wake:${ids[i]}:${p.snoozedUntil}`,
            payload: { conversationId: ids[i] },
            state: 'ready' as const,
            runAt: new Date(p.snoozedUntil),
            attempts: 0,
            createdAt: new Date(p.startedAt),
          },
        ],
  )
  await transaction((db) => insertMany(db, jobs, ['workspaceId', 'kind', 'key', 'payload', 'state', 'runAt', 'attempts', 'createdAt'], rows))
}

type Logged = { at: number; kind: string; conversationId: number; userId: number | null; data: Record<string, unknown>; audience: number[] | null }

/** Events and counts, last: until then the workspace looks empty. */
async function writeLog(workspaceId: number, plans: readonly Plan[], ids: readonly number[]): Promise<void> {
  const logged = plans.flatMap((p, i) => logOf(p, ids[i] ?? 0)).sort((a, b) => a.at - b.at)
  const moved = new Map<string, number>()
  for (const p of plans) for (const key of bucketsOf(derive(p), p.people)) moved.set(key, (moved.get(key) ?? 0) + 1)
  await transaction(async (db) => {
    const [w] = await db
      .update(workspaces)
      .set({ eventSeq: sql`${workspaces.eventSeq} + ${logged.length}` })
      .where(eq(workspaces.id, workspaceId))
      .returning({ seq: workspaces.eventSeq })
    const first = (w?.seq ?? 0) - logged.length + 1
    const rows = logged.map((e, i) => ({
      workspaceId,
      seq: first + i,
      kind: e.kind,
      actorKind: e.userId === null ? ('system' as const) : ('user' as const),
      actorId: e.userId,
      conversationId: e.conversationId,
      messageId: null,
      audience: e.audience,
      data: e.data,
      at: new Date(e.at),
    }))
    await insertMany(db, events, ['workspaceId', 'seq', 'kind', 'actorKind', 'actorId', 'conversationId', 'messageId', 'audience', 'data', 'at'], rows)
    for (const d of deltas(moved))
      await db
        .insert(counts)
        .values({ workspaceId, ...d })
        .onConflictDoUpdate({ target: [counts.workspaceId, counts.userId, counts.key], set: { n: sql`${counts.n} + excluded.n` } })
  })
}

/** What happened to the conversation itself. Its messages are not repeated here: nobody catches up from before a sample. */
function logOf(p: Plan, conversationId: number): Logged[] {
  const audience = p.kind === 'team' ? p.members : null
  const out: Logged[] = [{ at: p.startedAt, kind: 'conversation.started', conversationId, userId: p.creatorId, data: { kind: p.kind }, audience }]
  for (const line of p.lines) {
    const s = line.system
    if (!s) continue
    const about = { at: line.at, conversationId, userId: line.userId, audience }
    if (s.event === 'assigned') out.push({ ...about, kind: 'conversation.assigned', data: { from: s.from, to: s.to } })
    if (s.event === 'team') out.push({ ...about, kind: 'conversation.team_set', data: { from: s.from, to: s.to } })
    if (s.event === 'status') out.push({ ...about, kind: 'conversation.status_changed', data: { from: s.from, to: s.to, until: s.until, cause: s.cause } })
  }
  return out
}
