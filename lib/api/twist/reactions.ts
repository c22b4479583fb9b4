/** Twist: reactions to messages. Clients call the message and the emoji by either of two names. */
import { z } from 'zod'
import { refuse } from '@/lib/domain/errors'
import { react, unreact } from '@/lib/domain/messages/reactions'
import { saidOne } from '@/lib/domain/messages/said'
import { type Route, route } from '../programs/route'
import { BOTH } from './dialect'
import { id, maybe } from './fields'
import { seeing } from './looks'
import { OK, ok } from './shapes'

const target = { message_id: maybe(id), conversation_message_id: maybe(id), thread_id: maybe(id), comment_id: maybe(id) }
const emoji = maybe(z.string().min(1).max(64))

/** Threads and comments are not among what this server has. */
const messageOf = (b: { message_id?: number; conversation_message_id?: number; thread_id?: number; comment_id?: number }): number =>
  b.message_id ?? b.conversation_message_id ?? refuse('not_found', { what: 'resource' })

const targetIn = z.object(target).superRefine((v, ctx) => {
  if (Object.values(v).every((x) => x === undefined)) ctx.addIssue({ code: 'custom', path: ['message_id'], message: 'is required' })
})
const reactionIn = z.object({ ...target, reaction: emoji, emoji }).superRefine((v, ctx) => {
  const { reaction, emoji: same, ...at } = v
  if (Object.values(at).every((x) => x === undefined)) ctx.addIssue({ code: 'custom', path: ['message_id'], message: 'is required' })
  if (reaction === undefined && same === undefined) ctx.addIssue({ code: 'custom', path: ['reaction'], message: 'is required' })
})

export const reactionRoutes: Route[] = [
  route({
    methods: BOTH,
    path: '/reactions/add',
    summary: 'React to a message',
    scope: 'messages:create',
    body: reactionIn,
    output: ok,
    handle: async ({ actor }, { body: b }) => (await react(actor, { messageId: messageOf(b), emoji: b.reaction ?? b.emoji ?? '' }), OK),
  }),
  route({
    methods: BOTH,
    path: '/reactions/remove',
    summary: 'Take a reaction back',
    scope: 'messages:create',
    body: reactionIn,
    output: ok,
    handle: async ({ actor }, { body: b }) => (await unreact(actor, { messageId: messageOf(b), emoji: b.reaction ?? b.emoji ?? '' }), OK),
  }),
  route({
    methods: BOTH,
    path: '/reactions/get',
    summary: 'Get the reactions to a message',
    scope: 'messages:read',
    body: targetIn,
    output: z.record(z.string(), z.array(z.number().int())),
    handle: async ({ actor }, { body: b }) => (await saidOne(seeing(actor), { messageId: messageOf(b) })).reactions,
  }),
]
