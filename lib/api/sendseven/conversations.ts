/** SendSeven: conversations. Reads like its document; what each call does is the domain's. */
import { z } from 'zod'
import { CHANNEL_TYPES } from '@/db/schema/channels'
import type { Status } from '@/db/schema/conversations'
import type { Actor } from '@/lib/domain/actor'
import { assign } from '@/lib/domain/conversations/assign'
import { close } from '@/lib/domain/conversations/close'
import { markPending } from '@/lib/domain/conversations/mark-pending'
import { merge } from '@/lib/domain/conversations/merge'
import { record, recordsPage } from '@/lib/domain/conversations/records'
import { rename } from '@/lib/domain/conversations/rename'
import { reopen } from '@/lib/domain/conversations/reopen'
import { snooze } from '@/lib/domain/conversations/snooze'
import { startCustomer } from '@/lib/domain/conversations/start'
import { note } from '@/lib/domain/messages/note'
import { addTag, removeTag } from '@/lib/domain/tags/tag'
import { together } from '@/lib/domain/together'
import { looseBool } from '../programs/body'
import { madeOnce, messageKey } from '../programs/once'
import { route } from '../programs/route'
import { idIn, numberOf } from './ids'
import { pagingOrCursor } from './paging'
import { presentConversation, presentConversations } from './present'
import { conversationShape, listOf, page, success } from './shapes'
import { tagIn } from './tags'

const params = z.object({ id: idIn('conversation') })

const STATUS: Record<string, Status[]> = { open: ['open'], assigned: ['open'], pending: ['pending'], snoozed: ['snoozed'], closed: ['closed'], resolved: ['closed'] }
const CHANNELS = [...CHANNEL_TYPES, 'webchat'] as const

const filters = z.object({
  ...pagingOrCursor(20),
  status: z.enum(['open', 'assigned', 'pending', 'snoozed', 'closed', 'resolved']).optional(),
  needs_reply: looseBool.optional(),
  assigned_to: z.string().max(100).optional(),
  channel: z.enum(CHANNELS).optional(),
  channel_type: z.enum(CHANNELS).optional(),
  channel_id: idIn('channel').optional(),
  inbox_id: idIn('channel').optional(),
  contact_id: idIn('contact').optional(),
  search: z.string().max(200).optional(),
  filter: z.enum(['unanswered']).optional(),
})

/** An id that cannot be a row's still filters: to nothing. */
const NONE = Number.MAX_SAFE_INTEGER

const assignee = (v: string) =>
  (v === 'me' ? 'me' : v === 'unassigned' || v === 'none' ? 'none' : v === 'me_and_unassigned' ? 'me_and_none' : (numberOf('user', v) ?? NONE)) satisfies string | number

/** The conversation as it stands. */
export async function show(actor: Actor, conversationId: number) {
  return presentConversation(await record(actor, { conversationId: conversationId || NONE }))
}

const list = route({
  methods: ['GET'],
  path: '/conversations',
  summary: 'List conversations',
  scope: 'conversations:read',
  query: filters,
  output: listOf(conversationShape),
  async handle({ actor }, { query: q }) {
    const at = { page: q.cursor ?? q.page, size: q.page_size }
    const needsReply = q.filter === 'unanswered' ? true : q.needs_reply
    const { records, total } = await recordsPage(actor, {
      ...at,
      filter: {
        // Those that need a reply are the open ones, as on the screen, unless a status is named.
        statuses: q.status ? STATUS[q.status] : needsReply ? ['open'] : undefined,
        assignee: q.assigned_to === undefined ? undefined : assignee(q.assigned_to),
        needsReply,
        channelType: q.channel ?? q.channel_type,
        channelId: (q.channel_id ?? q.inbox_id) === 0 ? NONE : (q.channel_id ?? q.inbox_id),
        contactId: q.contact_id === 0 ? NONE : q.contact_id,
        text: q.search,
      },
    })
    return page(await presentConversations(records), { ...at, total })
  },
})

const get = route({
  methods: ['GET'],
  path: '/conversations/{id}',
  summary: 'Get a conversation',
  scope: 'conversations:read',
  params,
  output: conversationShape,
  handle: ({ actor }, { params: p }) => show(actor, p.id),
})

const create = route({
  methods: ['POST'],
  path: '/conversations',
  summary: 'Create a conversation',
  scope: 'conversations:create',
  status: 201,
  output: conversationShape,
  body: z.object({ contact_id: idIn('contact'), channel_id: idIn('channel'), subject: z.string().max(200).nullish() }),
  async handle(call, { body: b }) {
    const { actor } = call
    const start = { contactId: b.contact_id || NONE, channelId: b.channel_id || NONE, title: b.subject ?? '', fresh: true }
    return show(actor, await madeOnce(call, async () => (await startCustomer(actor, start)).id))
  },
})

const change = z.object({
  assigned_to: idIn('user').nullish(),
  assigned_user_id: idIn('user').nullish(),
  status: z.enum(['open', 'assigned', 'pending', 'snoozed', 'closed', 'resolved']).nullish(),
  subject: z.string().max(200).nullish(),
  notes: z.string().min(1).max(100_000).nullish(),
  snoozed_until: z.iso.datetime({ offset: true }).nullish(),
})

const update = route({
  methods: ['PUT', 'PATCH'],
  path: '/conversations/{id}',
  summary: 'Update a conversation',
  scope: 'conversations:update',
  params,
  body: change,
  output: conversationShape,
  async handle(call, { params: p, body: b }) {
    const { actor } = call
    const at = { conversationId: p.id || NONE }
    const to = b.assigned_to === undefined ? b.assigned_user_id : b.assigned_to
    await together(actor, async () => {
      await record(actor, at)
      if (to !== undefined) await assign(actor, { ...at, assigneeId: to === 0 ? NONE : to })
      if (b.subject !== undefined) await rename(actor, { ...at, title: b.subject ?? '' })
      if (b.notes) await note(actor, { ...at, body: b.notes, clientKey: messageKey(call) })
      if (b.snoozed_until) await snooze(actor, { ...at, until: Date.parse(b.snoozed_until) })
      else if (b.status) await toStatus(actor, p.id, b.status)
    })
    return show(actor, p.id)
  },
})

async function toStatus(actor: Actor, conversationId: number, status: string): Promise<void> {
  const verb = { closed: close, resolved: close, pending: markPending }[status] ?? reopen
  await verb(actor, { conversationId })
}

const closeIt = route({
  methods: ['POST'],
  path: '/conversations/{id}/close',
  summary: 'Close a conversation',
  scope: 'conversations:update',
  params,
  output: conversationShape,
  body: z.object({ notes: z.string().max(100_000).nullish(), summarize: looseBool.nullish() }),
  async handle(call, { params: p, body: b }) {
    await together(call.actor, async () => {
      const at = { conversationId: p.id || NONE }
      if (b.notes) await note(call.actor, { ...at, body: b.notes, clientKey: messageKey(call) })
      await close(call.actor, at)
    })
    return show(call.actor, p.id)
  },
})

const reopenIt = route({
  methods: ['POST'],
  path: '/conversations/{id}/reopen',
  summary: 'Reopen a conversation',
  scope: 'conversations:update',
  params,
  output: conversationShape,
  async handle({ actor }, { params: p }) {
    await reopen(actor, { conversationId: p.id || NONE })
    return show(actor, p.id)
  },
})

const assignTo = route({
  methods: ['POST'],
  path: '/conversations/{id}/assign/{user_id}',
  summary: 'Assign a conversation to a user',
  scope: 'conversations:update',
  output: conversationShape,
  params: params.extend({ user_id: idIn('user') }),
  async handle({ actor }, { params: p }) {
    await assign(actor, { conversationId: p.id || NONE, assigneeId: p.user_id || NONE })
    return show(actor, p.id)
  },
})

const snoozeIt = route({
  methods: ['POST'],
  path: '/conversations/{id}/snooze',
  summary: 'Snooze a conversation',
  scope: 'conversations:update',
  params,
  output: conversationShape,
  body: z.object({ snoozed_until: z.iso.datetime({ offset: true }), reopen_on_message: looseBool.nullish() }),
  async handle({ actor }, { params: p, body: b }) {
    await snooze(actor, { conversationId: p.id || NONE, until: Date.parse(b.snoozed_until), through: b.reopen_on_message === false })
    return show(actor, p.id)
  },
})

const unsnooze = route({
  methods: ['DELETE'],
  path: '/conversations/{id}/snooze',
  summary: 'Wake a snoozed conversation',
  scope: 'conversations:update',
  params,
  output: conversationShape,
  async handle({ actor }, { params: p }) {
    const { c } = await record(actor, { conversationId: p.id || NONE })
    if (c.status === 'snoozed') await reopen(actor, { conversationId: p.id })
    return show(actor, p.id)
  },
})

const mergeIt = route({
  methods: ['POST'],
  path: '/conversations/{id}/merge',
  summary: 'Merge another conversation into this one',
  scope: 'conversations:update',
  params,
  output: conversationShape,
  body: z.object({ source_conversation_id: idIn('conversation') }),
  async handle({ actor }, { params: p, body: b }) {
    await merge(actor, { conversationId: p.id || NONE, sourceId: b.source_conversation_id || NONE })
    return show(actor, p.id)
  },
})

const tagParams = params.extend({ tag: z.string().min(1).max(100) })
const tag = route({
  methods: ['POST'],
  path: '/conversations/{id}/tags/{tag}',
  summary: 'Add a tag',
  scope: 'conversations:update',
  params: tagParams,
  output: success,
  async handle({ actor }, { params: p }) {
    await addTag(actor, { conversationId: p.id || NONE, tag: tagIn(p.tag) })
    return { success: true, message: 'Tag added' } as const
  },
})

const untag = route({
  methods: ['DELETE'],
  path: '/conversations/{id}/tags/{tag}',
  summary: 'Remove a tag',
  scope: 'conversations:update',
  params: tagParams,
  output: success,
  async handle({ actor }, { params: p }) {
    await removeTag(actor, { conversationId: p.id || NONE, tag: tagIn(p.tag) })
    return { success: true, message: 'Tag removed' } as const
  },
})

export const conversationRoutes = [list, create, get, update, closeIt, reopenIt, assignTo, snoozeIt, unsnooze, mergeIt, tag, untag]
