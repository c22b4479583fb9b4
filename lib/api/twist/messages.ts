/** Twist: the messages of a conversation. Writing to a customer's conversation answers the customer. */
import { z } from 'zod'
import { edit } from '@/lib/domain/messages/edit'
import { remove } from '@/lib/domain/messages/remove'
import { reply } from '@/lib/domain/messages/reply'
import { said, saidOne } from '@/lib/domain/messages/said'
import type { TokenActor } from '@/lib/domain/tokens/resolve'
import { parseJson } from '@/lib/parse/json'
import { messageKey } from '../programs/once'
import { type Route, route } from '../programs/route'
import { attachmentsIn, sortAttachments } from './attachments'
import { BOTH } from './dialect'
import { bool, id, ids, limit, LIMIT, maybe, newerThan, olderThan, order, position } from './fields'
import { originOf, seeing } from './looks'
import { message, messageShape, OK, ok } from './shapes'

/** Buttons and the like: kept and given back as they came. At most 10,000 characters. */
const actionsIn = z.union([z.string(), z.array(z.unknown())]).transform((v, ctx) => {
  try {
    const parsed: unknown = typeof v === 'string' ? parseJson(v) : v
    if (Array.isArray(parsed) && JSON.stringify(parsed).length <= 10_000) return parsed as unknown[]
  } catch {
    // Said below.
  }
  ctx.addIssue({ code: 'custom', message: 'must be a JSON list of at most 10000 characters' })
  return z.NEVER
})

const extras = { attachments: maybe(attachmentsIn), actions: maybe(actionsIn), direct_mentions: maybe(ids), direct_group_mentions: maybe(ids) }

type Extras = { attachments?: z.output<typeof attachmentsIn>; actions?: unknown[]; direct_mentions?: number[]; direct_group_mentions?: number[] }

/** What goes beside the words: files the domain holds, and what is only kept for whoever asks in this dialect. */
async function beside(actor: TokenActor, b: Extras) {
  const { attachmentIds, links } = b.attachments ? await sortAttachments(actor, b.attachments) : {}
  const { actions, direct_mentions, direct_group_mentions } = b
  const kept = Object.entries({ attachments: links, actions, direct_mentions, direct_group_mentions }).filter(([, v]) => v !== undefined)
  return { attachmentIds, extra: kept.length > 0 ? Object.fromEntries(kept) : undefined }
}

/** `[Ana](twist-mention://7)` names user 7. */
const named = (content: string) => [...content.matchAll(/\]\(twist-mention:\/\/(\d{1,15})\)/g)].map((m) => Number(m[1])).filter((n) => n > 0)

const show = async (actor: TokenActor, messageId: number, request: Request) => message(await saidOne(seeing(actor), { messageId }), originOf(request))

export const messageRoutes: Route[] = [
  route({
    methods: BOTH,
    path: '/conversation_messages/getone',
    summary: 'Get conversation message',
    scope: 'messages:read',
    body: z.object({ id }),
    output: messageShape,
    handle: ({ actor, request }, { body: b }) => show(actor, b.id, request),
  }),

  route({
    methods: BOTH,
    path: '/conversation_messages/get',
    summary: 'Get all conversation messages',
    scope: 'messages:read',
    output: z.union([z.array(messageShape), z.array(z.number().int())]),
    body: z.object({
      conversation_id: id,
      limit: maybe(limit),
      from_obj_index: maybe(position),
      to_obj_index: maybe(position),
      order_by: maybe(order),
      as_ids: maybe(bool),
      newer_than_ts: maybe(newerThan),
      older_than_ts: maybe(olderThan),
      cursor: maybe(z.string().max(300)),
    }),
    async handle({ actor, request }, { body: b }) {
      const found = await said(actor, {
        conversationId: b.conversation_id,
        from: b.from_obj_index,
        to: b.to_obj_index,
        newerThan: b.newer_than_ts,
        olderThan: b.older_than_ts,
        // Whoever says where to begin reads on from there; otherwise the newest come first.
        order: b.order_by ?? (b.from_obj_index === undefined ? 'desc' : 'asc'),
        limit: b.limit ?? LIMIT,
      })
      return b.as_ids ? found.map((f) => f.message.id) : found.map((f) => message(f, originOf(request)))
    },
  }),

  route({
    methods: BOTH,
    path: '/conversation_messages/add',
    summary: 'Add message to conversation',
    scope: 'messages:create',
    output: messageShape,
    body: z.object({ conversation_id: id, content: z.string(), ...extras }),
    async handle(call, { body: b }) {
      const { actor, request } = call
      const more = await beside(actor, b)
      const mentions = [...new Set([...(b.direct_mentions ?? []), ...named(b.content)])].slice(0, 100)
      const made = await reply(actor, { conversationId: b.conversation_id, body: b.content, clientKey: messageKey(call), mentions, ...more })
      return show(actor, made.id, request)
    },
  }),

  route({
    methods: BOTH,
    path: '/conversation_messages/update',
    summary: 'Update message in conversation',
    scope: 'messages:create',
    output: messageShape,
    body: z.object({ id, content: z.string().optional(), ...extras }),
    async handle({ actor, request }, { body: b }) {
      await edit(actor, { messageId: b.id, body: b.content, ...(await beside(actor, b)) })
      return show(actor, b.id, request)
    },
  }),

  route({
    methods: BOTH,
    path: '/conversation_messages/remove',
    summary: 'Remove message from conversation',
    scope: 'messages:create',
    body: z.object({ id }),
    output: ok,
    handle: async ({ actor }, { body: b }) => (await remove(actor, { messageId: b.id }), OK),
  }),
]
