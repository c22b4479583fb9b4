import { and, desc, eq, gte, inArray, lt, ne, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Read } from '@/db/doors'
import { conversations, participants } from '@/db/schema/conversations'
import { messages } from '@/db/schema/messages'
import { messagesSaying } from '@/db/search/messages'
import { type Actor, personOf } from '../actor'
import { query } from '../query'
import { moment, rowId } from '../text'

export type Match = { messageId: number; conversationId: number; title: string; userId: number | null; body: string; at: number }

const searchInput = z.object({
  /** May be empty where `mentionsMe` is set. */
  text: z.string().max(200).default(''),
  conversationIds: z.array(rowId).max(100).optional(),
  channelIds: z.array(rowId).max(100).optional(),
  authorIds: z.array(rowId).max(100).optional(),
  /** Unix ms: not before `from`, before `to`. */
  from: moment.optional(),
  to: moment.optional(),
  /** Only those that name the person who searches. */
  mentionsMe: z.boolean().default(false),
  before: rowId.optional(),
  limit: z.number().int().min(1).max(100).default(20),
})
type Search = z.output<typeof searchInput>

/**
 * Messages holding every word, newest first, of the conversations the actor may see. `before`: a message id to go on
 * from. Among the newest matches only (db/search): a word that is everywhere finds its latest uses.
 */
export const searchMessages = query({ permission: 'conversations:read', input: searchInput }, async ({ db, actor }, input): Promise<Match[]> => {
  if (!input.mentionsMe) return (await matches(db, actor, input, input.limit, input.before)).map(matchOf)
  const out: Match[] = []
  const me = personOf(actor) ?? 0
  // Who is named stands in the message itself: looked for among the newest of the conversations in which somebody named them.
  for (let before = input.before, looked = 0; out.length < input.limit && looked < MENTION_DEPTH; looked += MENTION_STEP) {
    const some = await matches(db, actor, input, MENTION_STEP, before)
    out.push(...some.filter(({ m }) => names(m, me)).map(matchOf))
    if (some.length < MENTION_STEP) break
    before = some.at(-1)?.m.id
  }
  return out.slice(0, input.limit)
})

/** How many messages are looked through for a name, and at a time. */
const MENTION_DEPTH = 5_000
const MENTION_STEP = 500

type Found = { m: typeof messages.$inferSelect; title: string }

async function matches(db: Read, actor: Actor, s: Search, limit: number, before: number | undefined): Promise<Found[]> {
  const [only, ...others] = s.conversationIds ?? []
  const saying = messagesSaying(actor.workspaceId, s.text, others.length === 0 ? only : undefined)
  if (!saying && !(s.mentionsMe && s.text.trim() === '')) return []
  const mine = and(eq(participants.conversationId, conversations.id), eq(participants.userId, personOf(actor) ?? 0))
  return db
    .select({ m: messages, title: conversations.title })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .leftJoin(participants, mine)
    .where(
      and(
        saying ? inArray(messages.id, saying) : undefined,
        eq(messages.workspaceId, actor.workspaceId),
        ne(messages.kind, 'system'),
        or(eq(conversations.kind, 'customer'), sql`${participants.member} = true`),
        s.conversationIds ? inArray(messages.conversationId, s.conversationIds) : undefined,
        s.channelIds ? inArray(conversations.channelId, s.channelIds) : undefined,
        s.authorIds ? inArray(messages.userId, s.authorIds) : undefined,
        s.from === undefined ? undefined : gte(messages.createdAt, new Date(s.from)),
        s.to === undefined ? undefined : lt(messages.createdAt, new Date(s.to)),
        s.mentionsMe ? gte(participants.mentionIndex, messages.index) : undefined,
        before ? lt(messages.id, before) : undefined,
      ),
    )
    .orderBy(desc(messages.id))
    .limit(limit)
}

const matchOf = ({ m, title }: Found): Match => ({ messageId: m.id, conversationId: m.conversationId, title, userId: m.userId, body: m.body, at: m.createdAt.getTime() })

/** By the list that was kept with it; older ones have a program's list or its links. */
function names(m: Found['m'], userId: number): boolean {
  if (m.deletedAt) return false
  const listed = m.meta.extra?.direct_mentions
  return m.meta.mentions?.includes(userId) || (Array.isArray(listed) && listed.includes(userId)) || m.body.includes(`](twist-mention://${userId})`)
}
