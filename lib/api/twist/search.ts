/** Twist: search, everywhere and in one conversation. */
import { z } from 'zod'
import { takenOne } from '@/lib/domain/conversations/taken'
import { decodeCursor, encodeCursor } from '@/lib/domain/cursor'
import { searchMessages } from '@/lib/domain/messages/search'
import { snippetOf } from '@/lib/domain/text'
import { type Route, route } from '../programs/route'
import { BOTH } from './dialect'
import { bool, id, ids, limit, maybe } from './fields'
import { here, seeing } from './looks'

const paging = { limit: maybe(limit), cursor: maybe(z.string().max(300)) }
const words = z.string().max(200)

/** A day (`2026-01-31`), a moment in ISO 8601, or unix seconds; days are UTC's. As unix ms, the end of a day where `end`. */
const when = (end: boolean) =>
  z.union([z.string().max(40), z.number()]).transform((v, ctx) => {
    const text = String(v).trim()
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
    const ms = /^\d{1,12}$/.test(text) ? Number(text) * 1000 : /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
    if (Number.isFinite(ms) && ms >= 0) return Math.min(ms + (end ? (isDay ? DAY_MS : 1) : 0), LAST_MS)
    ctx.addIssue({ code: 'custom', message: 'must be a date such as 2026-01-31' })
    return z.NEVER
  })
const DAY_MS = 86_400_000
const LAST_MS = 4_102_444_800_000

const searchIn = z
  .object({
    ...paging,
    query: maybe(words),
    workspace_id: id,
    author_ids: maybe(ids),
    channel_id: maybe(id),
    channel_ids: maybe(ids),
    conversation_id: maybe(id),
    conversation_ids: maybe(ids),
    mention_self: maybe(bool),
    date_from: maybe(when(false)),
    date_to: maybe(when(true)),
  })
  .superRefine((v, ctx) => {
    if (v.query === undefined && !v.mention_self) ctx.addIssue({ code: 'custom', path: ['query'], message: 'is required' })
  })

/** Both names of one filter; undefined when neither was sent. */
const either = (one: number | undefined, more: readonly number[] | undefined) =>
  one === undefined && more === undefined ? undefined : [...(more ?? []), ...(one === undefined ? [] : [one])]

const marker = z.tuple([z.number().int().positive()])
const size = (asked: number | undefined) => Math.min(Math.max(asked ?? 50, 1), 100)
const before = (cursor: string | undefined) => (cursor === undefined ? undefined : decodeCursor(cursor, marker)[0])

const itemShape = z.object({
  id: z.string(),
  type: z.literal('message'),
  snippet: z.string(),
  snippet_creator_id: z.number().int(),
  snippet_last_updated_ts: z.number().int(),
  conversation_id: z.number().int(),
  title: z.string().nullable(),
  thread_id: z.null(),
  comment_id: z.null(),
  channel_id: z.null(),
  channel_name: z.null(),
  closed: z.boolean(),
})
const page = { has_more: z.boolean(), next_cursor_mark: z.string().optional(), cursor: z.string().optional() }

export const searchRoutes: Route[] = [
  route({
    methods: BOTH,
    path: '/search',
    summary: 'Search messages',
    scope: 'messages:read',
    body: searchIn,
    // Two generations of clients look for the results by two names.
    output: z.object({ items: z.array(itemShape), results: z.array(itemShape), is_plan_restricted: z.boolean(), ...page }),
    async handle({ actor }, { body: b }) {
      here(actor, b.workspace_id)
      const n = size(b.limit)
      const found = await searchMessages(seeing(actor), {
        text: b.query,
        authorIds: b.author_ids,
        channelIds: either(b.channel_id, b.channel_ids),
        conversationIds: either(b.conversation_id, b.conversation_ids),
        from: b.date_from,
        to: b.date_to,
        mentionsMe: b.mention_self,
        before: before(b.cursor),
        limit: n,
      })
      const items = found.map((m) => ({
        id: `message-${m.messageId}`,
        type: 'message' as const,
        snippet: snippetOf(m.body),
        snippet_creator_id: m.userId ?? 0,
        snippet_last_updated_ts: Math.floor(m.at / 1000),
        conversation_id: m.conversationId,
        title: m.title || null,
        thread_id: null,
        comment_id: null,
        channel_id: null,
        channel_name: null,
        closed: false,
      }))
      return { items, results: items, is_plan_restricted: false, ...more(found, n) }
    },
  }),
  route({
    methods: BOTH,
    path: '/search/conversation',
    summary: 'Search the messages of a conversation',
    scope: 'messages:read',
    body: z.object({ ...paging, query: words, conversation_id: id }),
    output: z.object({ message_ids: z.array(z.number().int()), ...page }),
    async handle({ actor }, { body: b }) {
      await takenOne(seeing(actor), { conversationId: b.conversation_id })
      const n = size(b.limit)
      const found = await searchMessages(seeing(actor), { text: b.query, conversationIds: [b.conversation_id], before: before(b.cursor), limit: n })
      return { message_ids: found.map((m) => m.messageId), ...more(found, n) }
    },
  }),
]

function more(found: readonly { messageId: number }[], n: number) {
  const last = found.at(-1)
  if (!last || found.length < n) return { has_more: false }
  const cursor = encodeCursor([last.messageId])
  return { has_more: true, next_cursor_mark: cursor, cursor }
}
