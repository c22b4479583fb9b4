/** The conversations a person takes part in: team ones they are in, and customers' they were given, wrote in or joined. */
import { and, asc, desc, eq, gt, lt, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Read } from '@/db/doors'
import { prepared } from '@/db/prepared'
import { contacts } from '@/db/schema/contacts'
import { conversations, participants } from '@/db/schema/conversations'
import { messages } from '@/db/schema/messages'
import { type Actor, requirePerson } from '../actor'
import { refuse } from '../errors'
import { query } from '../query'
import { may } from '../policy'
import { moment, rowId } from '../text'
import { maySee } from './load'

const c = conversations
const p = sql.placeholder

const FIELDS = {
  id: c.id,
  workspaceId: c.workspaceId,
  kind: c.kind,
  channelId: c.channelId,
  channelType: c.channelType,
  contactId: c.contactId,
  sideId: c.sideId,
  contactName: contacts.name,
  members: c.members,
  creatorId: c.creatorId,
  title: c.title,
  lastIndex: c.lastIndex,
  systemLines: c.systemLines,
  snippet: c.snippet,
  snippetBy: c.snippetBy,
  lastActivityAt: c.lastActivityAt,
  createdAt: c.createdAt,
  lastWriterId: messages.userId,
  archived: participants.archived,
  mutedUntil: participants.mutedUntil,
}

/** `lastWriterId`: the colleague who wrote last; null when the customer or nobody did. `archived`, `mutedUntil`: the reader's own. */
export type Taken = Awaited<ReturnType<ReturnType<typeof one>['execute']>>[number]

const lastMessage = and(eq(messages.conversationId, c.id), eq(messages.index, c.lastContentIndex))

/** Times in unix ms, both exclusive, of the last activity. `archived` true: only those; false: none of those. */
export const takenInput = z.object({
  archived: z.boolean().default(false),
  newerThan: moment.default(0),
  olderThan: moment.optional(),
  order: z.enum(['asc', 'desc']).default('desc'),
  limit: z.number().int().min(0).max(500).default(50),
})

/** By last activity. Archived ones also of customers with whom the person takes no part: whoever archived them looks for them there. */
export const takenList = query({ permission: 'conversations:read', input: takenInput }, async ({ db, actor }, input): Promise<Taken[]> => {
  if (input.limit === 0) return []
  const values = {
    me: requirePerson(actor),
    workspaceId: actor.workspaceId,
    newer: new Date(input.newerThan),
    older: new Date(input.olderThan ?? FAR),
    limit: input.limit,
  }
  const rows = await prepared(db, `taken:${input.order}:${input.archived}`, (d, name) => buildTaken(d, input.order, input.archived).prepare(name)).execute(values)
  return rows.map((row) => shownTo(actor, row))
})

/** A note is read by whoever may read messages: a conversation alone does not show it. */
const shownTo = (actor: Actor, row: Taken): Taken => (row.snippetBy === 'note' && !may(actor, 'messages:read') ? { ...row, snippet: '' } : row)

/** After every activity there can be. */
const FAR = 4_102_444_800_000

/** Exported for the bench, whose floor runs the same statement. */
export function buildTaken(db: Read, order: 'asc' | 'desc', archived: boolean) {
  const { activityAt, conversationId } = participants
  const time = (name: string) => sql.param(p(name), activityAt)
  return db
    .select(FIELDS)
    .from(participants)
    .innerJoin(c, eq(c.id, conversationId))
    .leftJoin(contacts, eq(contacts.id, c.contactId))
    .leftJoin(messages, lastMessage)
    .where(
      and(
        eq(participants.userId, p('me')),
        // Written out, not bound: only so does the partial index serve.
        archived ? or(sql`${participants.member} = true`, eq(c.kind, 'customer')) : sql`${participants.member} = true`,
        archived ? sql`${participants.archived} = true` : sql`${participants.archived} = false`,
        gt(activityAt, time('newer')),
        lt(activityAt, time('older')),
        eq(c.workspaceId, p('workspaceId')),
      ),
    )
    .orderBy(...(order === 'asc' ? [asc(activityAt), asc(conversationId)] : [desc(activityAt), desc(conversationId)]))
    .limit(p('limit'))
}

/** One conversation the actor may see, whether they take part or not. Throws `not_found`. */
export const takenOne = query({ permission: 'conversations:read', input: z.object({ conversationId: rowId }) }, async ({ db, actor }, input): Promise<Taken> => {
  const [found] = await prepared(db, 'taken:one', (d, name) => one(d).prepare(name)).execute({
    id: input.conversationId,
    me: requirePerson(actor),
    workspaceId: actor.workspaceId,
  })
  if (!found || !maySee(actor, found)) refuse('not_found', { what: 'conversation' })
  return shownTo(actor, found)
})

const one = (db: Read) =>
  db
    .select(FIELDS)
    .from(c)
    .leftJoin(participants, and(eq(participants.conversationId, c.id), eq(participants.userId, p('me'))))
    .leftJoin(contacts, eq(contacts.id, c.contactId))
    .leftJoin(messages, lastMessage)
    .where(and(eq(c.id, p('id')), eq(c.workspaceId, p('workspaceId'))))

/** How many unread conversations are told at most. */
export const UNREAD_MAX = 1000

export type UnreadOne = { conversationId: number; lastPosition: number; mentioned: boolean }

/**
 * Those with something the person has not read, of which they take part in or which they marked, latest activity first; archived ones are out of sight. `lastPosition`:
 * of the newest message among what people wrote. `mentioned`: something unread names the person.
 */
export const unreadOnes = query({ permission: 'conversations:read', input: z.object({}) }, async ({ db, actor }): Promise<UnreadOne[]> => {
  const rows = await prepared(db, 'taken:unread', (d, name) => buildUnread(d).prepare(name)).execute({ me: requirePerson(actor), workspaceId: actor.workspaceId })
  return rows.map((r) => ({ conversationId: r.id, lastPosition: r.lastIndex - r.systemLines, mentioned: r.mentionIndex > r.lastReadIndex }))
})

export const buildUnread = (db: Read) =>
  db
    .select({ id: c.id, lastIndex: c.lastIndex, systemLines: c.systemLines, mentionIndex: participants.mentionIndex, lastReadIndex: participants.lastReadIndex })
    .from(participants)
    .innerJoin(c, eq(c.id, participants.conversationId))
    .where(and(eq(participants.userId, p('me')), sql`${participants.unread} = true`, sql`${participants.archived} = false`, eq(c.workspaceId, p('workspaceId'))))
    .orderBy(desc(participants.activityAt), desc(participants.conversationId))
    .limit(UNREAD_MAX)
