/** Twist: search, everywhere and in one conversation. */
import { z } from 'zod'
import { takenOne } from '@/lib/domain/conversations/taken'
import { decodeCursor, encodeCursor } from '@/lib/domain/cursor'
import { searchMessages } from '@/lib/domain/messages/search'
import { snippetOf } from '@/lib/domain/text'
import { type Route, route } from '../programs/route'
import { BOTH } from './dialect'
import { id, ids, limit, maybe } from './fields'
import { here, seeing } from './looks'

const paging = { query: z.string().max(200), limit: maybe(limit), cursor: maybe(z.string().max(300)) }
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
    body: z.object({ ...paging, workspace_id: id, author_ids: maybe(ids) }),
    // Two generations of clients look for the results by two names.
    output: z.object({ items: z.array(itemShape), results: z.array(itemShape), is_plan_restricted: z.boolean(), ...page }),
    async handle({ actor }, { body: b }) {
      here(actor, b.workspace_id)
      const n = size(b.limit)
      const found = await searchMessages(seeing(actor), { text: b.query, authorIds: b.author_ids, before: before(b.cursor), limit: n })
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
    body: z.object({ ...paging, conversation_id: id }),
    output: z.object({ message_ids: z.array(z.number().int()), ...page }),
    async handle({ actor }, { body: b }) {
      await takenOne(seeing(actor), { conversationId: b.conversation_id })
      const n = size(b.limit)
      const found = await searchMessages(seeing(actor), { text: b.query, conversationId: b.conversation_id, before: before(b.cursor), limit: n })
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
