/** Twist: conversations. Reads like its document; what each call does is the domain's. */
import { z } from 'zod'
import { archive, unarchive } from '@/lib/domain/conversations/archive'
import { markRead } from '@/lib/domain/conversations/mark-read'
import { markUnread } from '@/lib/domain/conversations/mark-unread'
import { mute, MUTE_MAX, unmute } from '@/lib/domain/conversations/mute'
import { addParticipants, removeParticipants } from '@/lib/domain/conversations/participants'
import { rename } from '@/lib/domain/conversations/rename'
import { startTeam } from '@/lib/domain/conversations/start'
import { takenList, takenOne, unreadOnes } from '@/lib/domain/conversations/taken'
import { refuse } from '@/lib/domain/errors'
import { together } from '@/lib/domain/together'
import type { TokenActor } from '@/lib/domain/tokens/resolve'
import { looseInt } from '../programs/body'
import { type Route, route } from '../programs/route'
import { BOTH } from './dialect'
import { bool, id, ids, limit, LIMIT, maybe, newerThan, olderThan, order, position, type Version } from './fields'
import { here, pointed, present, seeing } from './looks'
import { conversationShape, OK, ok } from './shapes'

const one = z.object({ id })
const inWorkspace = z.object({ workspace_id: id })

/** Clients say `id` where the document says `conversation_id`. `must`: a message or a position has to be named. */
const pointIn = (must: boolean) =>
  z.object({ conversation_id: maybe(id), id: maybe(id), message_id: maybe(id), obj_index: maybe(position) }).superRefine((v, ctx) => {
    const miss = (field: string) => ctx.addIssue({ code: 'custom', path: [field], message: 'is required' })
    if (v.conversation_id === undefined && v.id === undefined) miss('conversation_id')
    if (must && v.message_id === undefined && v.obj_index === undefined) miss('message_id')
  })

/** Some of v2's programs call the workspace `id` here. */
const unreadIn = z.object({ workspace_id: maybe(id), id: maybe(id) }).superRefine((v, ctx) => {
  if (v.workspace_id === undefined && v.id === undefined) ctx.addIssue({ code: 'custom', path: ['workspace_id'], message: 'is required' })
})

const pair = z.tuple([z.number().int(), z.number().int()]).describe('[conversation_id, obj_index of the last message]')
const unreadShape = z.object({ conversation_id: z.number().int(), obj_index: z.number().int(), direct_mention: z.boolean() })

export function conversationRoutes(v: Version): Route[] {
  const show = async (actor: TokenActor, conversationId: number) => {
    const [shown] = await present(v, actor, [await takenOne(seeing(actor), { conversationId })])
    return shown ?? refuse('not_found')
  }

  const common = { methods: BOTH, scope: 'conversations:update' } as const

  return [
    route({
      methods: BOTH,
      path: '/conversations/getone',
      summary: 'Get conversation',
      scope: 'conversations:read',
      body: one,
      output: conversationShape,
      handle: ({ actor }, { body: b }) => show(actor, b.id),
    }),

    route({
      methods: BOTH,
      path: '/conversations/get',
      summary: 'Get all conversations',
      scope: 'conversations:read',
      output: z.array(conversationShape),
      body: inWorkspace.extend({ limit: maybe(limit), newer_than_ts: maybe(newerThan), older_than_ts: maybe(olderThan), order_by: maybe(order), archived: maybe(bool) }),
      async handle({ actor }, { body: b }) {
        here(actor, b.workspace_id)
        return present(
          v,
          actor,
          await takenList(actor, { archived: b.archived, newerThan: b.newer_than_ts, olderThan: b.older_than_ts, order: b.order_by, limit: b.limit ?? LIMIT }),
        )
      },
    }),

    route({
      methods: BOTH,
      path: '/conversations/get_or_create',
      summary: 'Get or create conversation',
      scope: 'conversations:create',
      output: conversationShape,
      body: inWorkspace.extend({ user_ids: ids.pipe(z.array(z.number()).min(1)) }),
      async handle({ actor }, { body: b }) {
        here(actor, b.workspace_id)
        return show(actor, (await startTeam(actor, { userIds: b.user_ids, alone: true })).id)
      },
    }),

    route({
      ...common,
      path: '/conversations/update',
      summary: 'Update conversation',
      output: conversationShape,
      body: one.extend({ title: z.string(), archived: maybe(bool) }),
      async handle({ actor }, { body: b }) {
        const at = { conversationId: b.id }
        await together(seeing(actor), async () => {
          await rename(actor, { ...at, title: b.title })
          if (b.archived !== undefined) await (b.archived ? archive : unarchive)(actor, at)
        })
        return show(actor, b.id)
      },
    }),

    ...(['add', 'remove'] as const).flatMap((word) => {
      const change = word === 'add' ? addParticipants : removeParticipants
      return [
        route({
          ...common,
          path: `/conversations/${word}_user`,
          summary: word === 'add' ? 'Add user' : 'Remove user',
          body: one.extend({ user_id: id }),
          output: ok,
          handle: async ({ actor }, { body: b }) => (await change(actor, { conversationId: b.id, userIds: [b.user_id] }), OK),
        }),
        route({
          ...common,
          path: `/conversations/${word}_users`,
          summary: word === 'add' ? 'Add users' : 'Remove users',
          body: one.extend({ user_ids: ids.pipe(z.array(z.number()).min(1)) }),
          output: ok,
          handle: async ({ actor }, { body: b }) => (await change(actor, { conversationId: b.id, userIds: b.user_ids }), OK),
        }),
      ]
    }),

    route({
      ...common,
      path: '/conversations/archive',
      summary: 'Archive conversation',
      body: one,
      output: ok,
      handle: async ({ actor }, { body: b }) => (await archive(actor, { conversationId: b.id }), OK),
    }),

    route({
      ...common,
      path: '/conversations/unarchive',
      summary: 'Unarchive conversation',
      body: one,
      output: ok,
      handle: async ({ actor }, { body: b }) => (await unarchive(actor, { conversationId: b.id }), OK),
    }),

    v < 3
      ? route({
          methods: BOTH,
          path: '/conversations/get_unread',
          summary: 'Get unread conversations',
          scope: 'conversations:read',
          body: unreadIn,
          output: z.array(pair),
          async handle({ actor }, { body: b }) {
            here(actor, b.workspace_id ?? b.id ?? 0)
            return (await unreadOnes(actor, {})).map((u): [number, number] => [u.conversationId, u.lastPosition])
          },
        })
      : route({
          methods: BOTH,
          path: '/conversations/get_unread',
          summary: 'Get unread conversations',
          scope: 'conversations:read',
          body: unreadIn,
          output: z.array(unreadShape),
          async handle({ actor }, { body: b }) {
            here(actor, b.workspace_id ?? b.id ?? 0)
            return (await unreadOnes(actor, {})).map((u) => ({ conversation_id: u.conversationId, obj_index: u.lastPosition, direct_mention: u.mentioned }))
          },
        }),

    route({
      ...common,
      path: '/conversations/mark_read',
      summary: 'Mark conversation as read',
      output: ok,
      body: pointIn(v === 1),
      async handle({ actor }, { body: b }) {
        const conversationId = b.conversation_id ?? b.id ?? 0
        await markRead(actor, { conversationId, index: await pointed(v, actor, conversationId, b) })
        return OK
      },
    }),

    route({
      ...common,
      path: '/conversations/mark_unread',
      summary: 'Mark conversation as unread',
      output: ok,
      body: pointIn(v === 1),
      async handle({ actor }, { body: b }) {
        const conversationId = b.conversation_id ?? b.id ?? 0
        await markUnread(actor, { conversationId, fromIndex: await pointed(3, actor, conversationId, b) })
        return OK
      },
    }),

    route({
      ...common,
      path: '/conversations/mute',
      summary: 'Mute conversation',
      output: conversationShape,
      body: one.extend({ minutes: looseInt.pipe(z.number().min(1).max(MUTE_MAX)) }),
      async handle({ actor }, { body: b }) {
        await mute(actor, { conversationId: b.id, minutes: b.minutes })
        return show(actor, b.id)
      },
    }),

    route({
      ...common,
      path: '/conversations/unmute',
      summary: 'Unmute conversation',
      body: one,
      output: conversationShape,
      async handle({ actor }, { body: b }) {
        await unmute(actor, { conversationId: b.id })
        return show(actor, b.id)
      },
    }),
  ]
}
