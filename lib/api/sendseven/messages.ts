/** SendSeven: messages and internal notes. */
import { z } from 'zod'
import type { DeliveryState } from '@/db/schema/messages'
import type { Actor } from '@/lib/domain/actor'
import { findOrCreateContact } from '@/lib/domain/contacts/find-or-create'
import { contactOfMethod } from '@/lib/domain/contacts/of-method'
import { listChannels } from '@/lib/domain/channels/list'
import { assign } from '@/lib/domain/conversations/assign'
import { startCustomer } from '@/lib/domain/conversations/start'
import { refuse } from '@/lib/domain/errors'
import { note } from '@/lib/domain/messages/note'
import { messageRecord, messagesPage } from '@/lib/domain/messages/records'
import { reply } from '@/lib/domain/messages/reply'
import { together } from '@/lib/domain/together'
import { messageKey } from '../programs/once'
import { type Call, route } from '../programs/route'
import { baseOf } from './base'
import { idIn } from './ids'
import { paging, pagingOrCursor } from './paging'
import { presentMessage, presentMessages } from './present'
import { listOf, messageShape, page } from './shapes'

/** An id that cannot be a row's names nothing. */
export const NONE = Number.MAX_SAFE_INTEGER

const STATES: Record<string, DeliveryState[]> = { pending: ['queued'], sent: ['sent'], delivered: ['delivered'], read: ['read'], failed: ['failed'] }

const list = route({
  methods: ['GET'],
  path: '/messages',
  summary: 'List messages, newest first',
  scope: 'messages:read',
  output: listOf(messageShape),
  query: z.object({
    conversation_id: idIn('conversation').optional(),
    ...pagingOrCursor(50),
    status: z.enum(['pending', 'sent', 'delivered', 'read', 'failed']).optional(),
    direction: z.enum(['inbound', 'outbound']).optional(),
  }),
  async handle({ actor, request }, { query: q }) {
    const at = { page: q.cursor ?? q.page, size: q.page_size }
    const direction = q.direction && (q.direction === 'inbound' ? ('in' as const) : ('out' as const))
    const conversationId = q.conversation_id === 0 ? NONE : q.conversation_id
    const { records, total } = await messagesPage(actor, { ...at, filter: { conversationId, direction, delivery: q.status && STATES[q.status], notes: 'with' } })
    return page(await presentMessages(records, baseOf(request)), { ...at, total })
  },
})

const get = route({
  methods: ['GET'],
  path: '/messages/{id}',
  summary: 'Get a message',
  scope: 'messages:read',
  params: z.object({ id: idIn('message') }),
  output: messageShape,
  handle: async ({ actor, request }, { params: p }) => presentMessage(await messageRecord(actor, { messageId: p.id || NONE }), baseOf(request)),
})

const attachmentIds = z
  .union([z.array(z.union([idIn('attachment'), z.object({ id: idIn('attachment') }).transform((a) => a.id)])).max(20), idIn('attachment').transform((id) => [id])])
  .nullish()
  .transform((ids) => ids ?? [])

export const target = {
  conversation_id: idIn('conversation').nullish(),
  contact_method_id: idIn('method').nullish(),
  contact_id: idIn('contact').nullish(),
  channel_id: idIn('channel').nullish(),
  to: z.string().min(1).max(320).nullish(),
}
const HOW = 'one of conversation_id, contact_method_id, contact_id with channel_id, or channel_id with to is required'

const sendBody = z
  .object({
    ...target,
    text: z.string().max(100_000).nullish(),
    message_type: z.string().max(40).nullish(),
    attachments: attachmentIds,
    reply_to_message_id: idIn('message').nullish(),
    meta: z.record(z.string(), z.unknown()).nullish(),
  })
  .refine((b) => b.conversation_id != null || b.contact_method_id != null || (b.channel_id != null && (b.contact_id != null || b.to != null)), {
    message: HOW,
    path: ['conversation_id'],
  })
  .refine((b) => (b.text ?? '').trim() !== '' || b.attachments.length > 0, { message: 'text or attachments is required', path: ['text'] })
type Target = { [K in keyof typeof target]?: z.output<(typeof target)[K]> }

/** The conversation a message is for: named, or the contact's current one on the channel. */
export async function conversationFor(actor: Actor, b: Target): Promise<number> {
  if (b.conversation_id != null) return b.conversation_id || NONE
  // Writing to somebody is what the scope allows; finding or making the thread for it comes with it.
  const able = actor.kind === 'token' ? { ...actor, scopes: [...actor.scopes, 'conversations:create', 'contacts:create', 'contacts:read', 'channels:read'] } : actor
  if (b.contact_method_id != null) {
    const at = await contactOfMethod(able, { methodId: b.contact_method_id || NONE })
    const channelId = b.channel_id ?? (await listChannels(able, {})).find((c) => c.type === at.channelType && !c.disabled)?.id
    return (await startCustomer(able, { contactId: at.contactId, channelId: channelId || NONE })).id
  }
  let contactId = b.contact_id ?? 0
  if (b.contact_id == null && b.to != null) {
    const channel = (await listChannels(able, {})).find((c) => c.id === b.channel_id) ?? refuse('not_found', { what: 'channel' })
    contactId = (await findOrCreateContact(able, { channelType: channel.type, address: b.to })).id
  }
  return (await startCustomer(able, { contactId: contactId || NONE, channelId: b.channel_id || NONE })).id
}

const send = route({
  methods: ['POST'],
  path: '/messages',
  summary: 'Send a message',
  scope: 'messages:create',
  status: 201,
  body: sendBody,
  output: messageShape,
  async handle(call, { body: b }) {
    const sent = await together(withReading(call), async () =>
      reply(call.actor, {
        conversationId: await conversationFor(call.actor, b),
        body: b.text ?? '',
        clientKey: messageKey(call),
        attachmentIds: b.attachments.map((id) => id || NONE),
        extra: b.meta ?? undefined,
        messageType: b.message_type ?? undefined,
      }),
    )
    return presentMessage(await messageRecord(withReading(call), { messageId: sent.id }), baseOf(call.request))
  },
})

const noteBody = z.object({
  text: z.string().min(1).max(100_000),
  mentioned_user_ids: z.array(idIn('user')).max(50).nullish(),
  assign_to_user_id: idIn('user').nullish(),
})

/** Who may write may see what was written. */
export const withReading = (call: Call) => ({ ...call.actor, scopes: [...call.actor.scopes, 'conversations:read'] })

const internal = route({
  methods: ['POST'],
  path: '/messages/internal-notes',
  summary: 'Write an internal note',
  scope: 'messages:create',
  status: 201,
  output: messageShape,
  body: noteBody.extend({ conversation_id: idIn('conversation') }),
  async handle(call, { body: b }) {
    const made = await together(withReading(call), async () => {
      const conversationId = b.conversation_id || NONE
      const written = await note(call.actor, { conversationId, body: b.text, clientKey: messageKey(call) })
      if (b.assign_to_user_id != null) await assign(call.actor, { conversationId, assigneeId: b.assign_to_user_id || NONE })
      return written
    })
    return presentMessage(await messageRecord(withReading(call), { messageId: made.id }), baseOf(call.request))
  },
})

const at = z.object({ id: idIn('conversation') })
const noteShape = messageShape.extend({ content: z.string() })

const notes = route({
  methods: ['GET'],
  path: '/conversations/{id}/notes',
  summary: 'List notes',
  scope: 'messages:read',
  params: at,
  output: listOf(noteShape),
  query: z.object(paging(50)),
  async handle({ actor, request }, { params: p, query: q }) {
    const where = { page: q.page, size: q.page_size }
    const { records, total } = await messagesPage(actor, { ...where, newestFirst: false, filter: { conversationId: p.id || NONE, notes: 'only' } })
    const shown = await presentMessages(records, baseOf(request))
    return page(
      shown.map((m) => ({ ...m, content: m.text ?? '' })),
      { ...where, total },
    )
  },
})

const addNote = route({
  methods: ['POST'],
  path: '/conversations/{id}/notes',
  summary: 'Add a note',
  scope: 'messages:create',
  status: 201,
  params: at,
  output: noteShape,
  body: z.object({ content: z.string().min(1).max(100_000) }),
  async handle(call, { params: p, body: b }) {
    const able = withReading(call)
    const made = await note(call.actor, { conversationId: p.id || NONE, body: b.content, clientKey: messageKey(call) })
    return { ...(await presentMessage(await messageRecord(able, { messageId: made.id }), baseOf(call.request))), content: b.content }
  },
})

export const messageRoutes = [list, internal, get, send, notes, addNote]
