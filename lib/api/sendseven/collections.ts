/** SendSeven: the actions on the collection of conversations, with hyphens in their names. */
import { z } from 'zod'
import { close } from '@/lib/domain/conversations/close'
import { record, recordsPage } from '@/lib/domain/conversations/records'
import { reopen } from '@/lib/domain/conversations/reopen'
import { startCustomer } from '@/lib/domain/conversations/start'
import { reply } from '@/lib/domain/messages/reply'
import { together } from '@/lib/domain/together'
import { refuse } from '@/lib/domain/errors'
import type { Actor } from '@/lib/domain/actor'
import { madeOnce, messageKey } from '../programs/once'
import { route } from '../programs/route'
import { idIn, idOf } from './ids'
import { conversationFor, NONE } from './messages'
import { presentConversation, presentConversations } from './present'
import { conversationShape } from './shapes'

const between = { contact_id: idIn('contact'), channel_id: idIn('channel') }

/** The newest conversation of a contact on a channel, open ones first. */
async function existing(actor: Actor, b: { contact_id: number; channel_id: number }) {
  const at = { contactId: b.contact_id || NONE, channelId: b.channel_id || NONE }
  const open = await recordsPage(actor, { filter: { ...at, statuses: ['open', 'pending', 'snoozed'] }, size: 1 })
  return open.records[0] ?? (await recordsPage(actor, { filter: at, size: 1 })).records[0]
}

const opened = z.object({ conversation_id: z.string(), is_new: z.boolean(), channel_type: z.string() })

const openOrCreate = route({
  methods: ['POST'],
  path: '/conversations/open-or-create',
  summary: 'Open the conversation with a contact, or create it',
  scope: 'conversations:create',
  output: opened,
  body: z.object({ ...between, action: z.enum(['create_new', 'reopen_existing', 'auto']).nullish() }),
  async handle(call, { body: b }) {
    const { actor } = call
    const able = { ...actor, scopes: [...actor.scopes, 'conversations:read'] }
    return together(able, async () => {
      const old = b.action === 'create_new' || call.madeId !== null ? undefined : await existing(able, b)
      if (!old && b.action === 'reopen_existing') refuse('not_found')
      if (old) {
        if (old.c.status === 'closed') await reopen(actor, { conversationId: old.c.id })
        return { conversation_id: idOf('conversation', old.c.id), is_new: false, channel_type: old.c.channelType ?? '' }
      }
      const start = { contactId: b.contact_id || NONE, channelId: b.channel_id || NONE, fresh: true }
      const madeId = await madeOnce(call, async () => (await startCustomer(actor, start)).id)
      const { c } = await record(able, { conversationId: madeId })
      return { conversation_id: idOf('conversation', madeId), is_new: true, channel_type: c.channelType ?? '' }
    })
  },
})

const initiate = route({
  methods: ['POST'],
  path: '/conversations/initiate',
  summary: 'Begin a conversation with a message',
  scope: 'messages:create',
  status: 201,
  output: z.object({ conversation_id: z.string(), message_id: z.string(), channel_type: z.string(), status: z.string() }),
  body: z
    .object({ contact_id: idIn('contact').nullish(), channel_id: idIn('channel'), to: z.string().min(1).max(320).nullish(), text: z.string().min(1).max(100_000) })
    .refine((b) => b.contact_id != null || b.to != null, { message: 'contact_id or to is required', path: ['contact_id'] }),
  async handle(call, { body: b }) {
    const able = { ...call.actor, scopes: [...call.actor.scopes, 'conversations:read'] }
    return together(able, async () => {
      const conversationId = await conversationFor(call.actor, b)
      const sent = await reply(call.actor, { conversationId, body: b.text, clientKey: messageKey(call) })
      const { records } = await recordsPage(able, { filter: { channelId: b.channel_id || NONE }, size: 1 })
      return {
        conversation_id: idOf('conversation', conversationId),
        message_id: idOf('message', sent.id),
        channel_type: records[0]?.c.channelType ?? '',
        status: sent.delivery === 'queued' ? 'pending' : (sent.delivery ?? 'sent'),
      }
    })
  },
})

const checkExisting = route({
  methods: ['POST'],
  path: '/conversations/check-existing',
  summary: 'Whether a contact has a conversation on a channel',
  scope: 'conversations:read',
  output: z.object({ exists: z.boolean(), conversation_id: z.string().nullable(), conversation: conversationShape.nullable() }),
  body: z.object(between),
  async handle({ actor }, { body: b }) {
    const old = await existing(actor, b)
    return { exists: !!old, conversation_id: old ? idOf('conversation', old.c.id) : null, conversation: old ? await presentConversation(old) : null }
  },
})

const bulkClose = route({
  methods: ['POST'],
  path: '/conversations/bulk-close',
  summary: 'Close up to 100 conversations: all of them or none',
  scope: 'conversations:update',
  output: z.object({ success: z.literal(true), closed_count: z.number(), conversation_ids: z.array(z.string()) }),
  body: z.object({ conversation_ids: z.array(idIn('conversation')).min(1).max(100) }),
  async handle({ actor }, { body: b }) {
    // In one order, so that two such calls never wait for each other in a ring.
    const ids = [...new Set(b.conversation_ids)].toSorted((x, y) => x - y)
    await together({ ...actor, scopes: [...actor.scopes, 'conversations:read'] }, async () => {
      for (const id of ids) await close(actor, { conversationId: id || NONE })
    })
    return { success: true, closed_count: ids.length, conversation_ids: ids.map((id) => idOf('conversation', id)) } as const
  },
})

const searchSimilar = route({
  methods: ['POST'],
  path: '/conversations/search-similar',
  summary: 'Conversations whose messages hold the same words',
  scope: 'messages:read',
  output: z.object({ items: z.array(conversationShape) }),
  body: z.object({ query: z.string().min(1).max(200), limit: z.number().int().min(1).max(50).nullish() }),
  async handle({ actor }, { body: b }) {
    const { records } = await recordsPage(actor, { filter: { text: b.query }, size: b.limit ?? 10 })
    return { items: await presentConversations(records) }
  },
})

export const collectionRoutes = [openOrCreate, initiate, checkExisting, bulkClose, searchSimilar]
