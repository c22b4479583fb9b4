import { and, asc, desc, eq, gt, inArray, isNull, lte, max, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Read } from '@/db/doors'
import { prepared } from '@/db/prepared'
import { participants } from '@/db/schema/conversations'
import { attachments, messages, type MESSAGE_KINDS } from '@/db/schema/messages'
import { users } from '@/db/schema/users'
import { query } from '../query'
import type { StoredAttachment, StoredMessage } from '../messages/view'
import { readReached, type Reached, writeReached } from './cursor'
import { type OwnConversation, ownConversations } from './own-conversations'
import { type VisitorMessage, visitorMessage } from './view'

export const timelineInput = z.object({
  /** Go on from here: everything newer, oldest first. Absent: the newest. */
  after: z.string().max(1200).optional(),
  /** Older than here, as `older` of another page said. */
  before: z.string().max(1200).optional(),
  limit: z.number().int().min(1).max(100).default(50),
})

export type Timeline = {
  /** By conversation, and in each by index. Times alone do not order: two at once may be stamped either way round. */
  messages: VisitorMessage[]
  /** Ask on with this; whatever was disturbed meanwhile, nothing is missed and nothing comes twice. */
  cursor: string
  /** For the page before this one; null at the beginning, and where `after` was asked. */
  older: string | null
  /** Newer ones remain: ask again at once. */
  more: boolean
  /** How far the team, and the customer, have read each conversation: `[conversation, index]`. */
  seen: { team: [number, number][]; me: [number, number][] }
}

type Row = { m: StoredMessage; name: string | null }

/** What the customer and the team wrote to each other on this channel: no notes, no system lines, nobody's address. */
export const timeline = query({ permission: 'visitors:self', input: timelineInput }, async ({ db, actor }, input): Promise<Timeline> => {
  if (actor.kind !== 'visitor') throw new Error('only a visitor has a timeline')
  const own = await ownConversations(db, actor)
  const found =
    input.after === undefined
      ? await backward(db, own, input.before ? readReached(input.before) : null, input.limit)
      : await forward(db, own, readReached(input.after), input.limit)
  const shown = found.rows.filter((r) => !isCopy(r.m))
  const files = await filesOf(db, shown)
  return {
    messages: shown.map((r) => visitorMessage(r.m, files.get(r.m.id) ?? [], r.name)).sort((a, b) => a.conversationId - b.conversationId || a.index - b.index),
    cursor: writeReached(found.reached),
    older: found.older,
    more: found.more,
    seen: { team: await teamRead(db, own), me: own.map((c) => [c.id, c.contactReadIndex]) },
  }
})

/** Merging conversations copies what was said; the customer has the first and would read it twice. */
const isCopy = (m: StoredMessage) => m.meta.extra?.mergedFrom !== undefined

/** Newer than `from`, each conversation in its own order. The cursor stops where the page does. */
async function forward(db: Read, own: OwnConversation[], from: Reached, limit: number) {
  const reached = new Map<number, number>()
  const rows: Row[] = []
  let more = false
  for (const c of own) {
    const since = from.get(c.id) ?? -1
    const room = limit - rows.length
    const some = since >= c.lastIndex ? [] : room > 0 ? await stretch(db, c, since, c.lastIndex, room, 'up') : null
    rows.push(...(some ?? []))
    const full = some === null || (some.length > 0 && some.length === room)
    more ||= full
    reached.set(c.id, full ? (some?.at(-1)?.m.index ?? since) : Math.max(since, c.lastIndex))
  }
  return { rows, reached, older: null, more }
}

/** The newest, or those before `from`: one conversation after the other, the latest begun first. */
async function backward(db: Read, own: OwnConversation[], from: Reached | null, limit: number) {
  const rows: Row[] = []
  const left = new Map<number, number>()
  for (const c of own) {
    const until = from ? (from.get(c.id) ?? -1) : c.lastIndex
    if (until < 0) continue
    const room = limit - rows.length
    const some = room > 0 ? await stretch(db, c, -1, until, room, 'down') : null
    rows.push(...(some ?? []))
    if (some === null) left.set(c.id, until)
    else if (some.length === room && (some.at(-1)?.m.index ?? 0) > 0) left.set(c.id, (some.at(-1)?.m.index ?? 0) - 1)
  }
  return { rows, reached: new Map(own.map((c) => [c.id, c.lastIndex])), older: left.size > 0 ? writeReached(left) : null, more: false }
}

/** Messages with `above < index <= upTo`, from one end or the other. */
async function stretch(db: Read, c: OwnConversation, above: number, upTo: number, limit: number, way: 'up' | 'down'): Promise<Row[]> {
  const p = sql.placeholder
  return prepared(db, `visitor:stretch:${way}`, (d, name) =>
    d
      .select({ m: messages, name: users.name })
      .from(messages)
      .leftJoin(users, eq(users.id, messages.userId))
      .where(
        and(
          eq(messages.conversationId, p('id')),
          gt(messages.index, p('above')),
          lte(messages.index, p('upTo')),
          eq(messages.kind, 'message' satisfies (typeof MESSAGE_KINDS)[number]),
          isNull(messages.deletedAt),
        ),
      )
      .orderBy(way === 'up' ? asc(messages.index) : desc(messages.index))
      .limit(p('limit'))
      .prepare(name),
  ).execute({ id: c.id, above, upTo, limit })
}

async function filesOf(db: Read, rows: readonly Row[]): Promise<Map<number, StoredAttachment[]>> {
  const ids = rows.filter((r) => r.m.attachmentCount > 0).map((r) => r.m.id)
  const found =
    ids.length > 0 ? await db.select().from(attachments).where(inArray(attachments.messageId, ids)).orderBy(asc(attachments.position), asc(attachments.id)) : []
  const files = new Map<number, StoredAttachment[]>()
  for (const f of found) if (f.messageId !== null) files.set(f.messageId, [...(files.get(f.messageId) ?? []), f])
  return files
}

/** How far anybody of the team has read. */
async function teamRead(db: Read, own: readonly OwnConversation[]): Promise<[number, number][]> {
  if (own.length === 0) return []
  const rows = await db
    .select({ id: participants.conversationId, index: max(participants.lastReadIndex) })
    .from(participants)
    .where(
      inArray(
        participants.conversationId,
        own.map((c) => c.id),
      ),
    )
    .groupBy(participants.conversationId)
  return rows.map((r) => [r.id, r.index ?? -1])
}
