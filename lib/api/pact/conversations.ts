/** Pact: conversations. Reads like its document. */
import { z } from 'zod'
import { reader } from '@/db/client'
import { listChannels } from '@/lib/domain/channels/list'
import { addressesOf } from '@/lib/domain/contacts/addresses'
import { findOrCreateContact } from '@/lib/domain/contacts/find-or-create'
import { assign } from '@/lib/domain/conversations/assign'
import { type ConversationRecord, record, recordsById } from '@/lib/domain/conversations/records'
import { startCustomer } from '@/lib/domain/conversations/start'
import { refuse } from '@/lib/domain/errors'
import { note } from '@/lib/domain/messages/note'
import { reply } from '@/lib/domain/messages/reply'
import type { TokenActor } from '@/lib/domain/tokens/resolve'
import { together } from '@/lib/domain/together'
import { looseInt } from '../programs/body'
import { messageKey } from '../programs/once'
import { type Call, route } from '../programs/route'
import { id, inCompany, own } from './companies'
import { asked, cut, paging } from './paging'
import { conversation, conversationShape, typeOf } from './shapes'

const one = z.object({ ...inCompany, id })
const answered = z.object({ status: z.literal('ok'), data: z.object({ conversation: conversationShape }) })

async function shown(rows: ConversationRecord[]) {
  const addresses = await addressesOf(
    await reader(),
    rows.map((r) => r.c),
  )
  return rows.map((r) => conversation(r, addresses.get(r.c.id)?.address))
}

const show = async (actor: TokenActor, conversationId: number) => {
  const [found] = await shown([await record({ ...actor, scopes: [...actor.scopes, 'conversations:read'] }, { conversationId })])
  return { status: 'ok' as const, data: { conversation: found ?? refuse('not_found') } }
}

const list = route({
  methods: ['GET'],
  path: '/companies/{company}/conversations',
  summary: 'Get all conversations',
  scope: 'conversations:read',
  params: z.object(inCompany),
  body: z.object(paging),
  output: z.object({ status: z.literal('ok'), data: z.object({ conversations: z.array(conversationShape), next_page: z.string().nullable() }) }),
  async handle({ actor }, { params: p, body: q }) {
    own(actor, p.company)
    const { shown: rows, next_page } = cut(await recordsById(actor, asked(q)), q.per, (r) => r.c.id)
    return { status: 'ok' as const, data: { conversations: await shown(rows), next_page } }
  },
})

const create = route({
  methods: ['POST'],
  path: '/companies/{company}/conversations',
  summary: 'Create new conversation; a known phone answers the conversation it has',
  scope: 'conversations:create',
  params: z.object(inCompany),
  output: answered,
  body: z.object({
    provider: z.string().min(1).max(40),
    phone: z.union([z.string(), z.number()]).transform(String).pipe(z.string().max(40)).optional(),
    username: z.string().max(100).optional(),
    text: z.string().max(100_000).optional(),
  }),
  async handle(call, { params: p, body: b }) {
    own(call.actor, p.company)
    const made = await openWith(call, b.provider, { phone: b.phone, username: b.username }, null, b.text)
    return show(call.actor, made)
  },
})

/** The contact's current conversation on the provider's (or the named) channel, with a first message if there is one. */
export function openWith(call: Call, provider: string | null, to: { phone?: string; username?: string }, channelId: number | null, text?: string): Promise<number> {
  const { actor } = call
  const able = { ...actor, scopes: [...actor.scopes, 'conversations:read', 'conversations:create', 'contacts:create', 'channels:read'] }
  return together(able, async () => {
    const type = provider === null ? null : (typeOf(provider) ?? refuse('bad_input', { field: 'provider' }))
    const channels = await listChannels(able, {})
    const channel =
      channels.filter((c) => !c.disabled).find((c) => (channelId === null ? c.type === type : c.id === channelId)) ?? refuse('not_found', { what: 'channel' })
    const phone = to.phone?.replace(/[\s().+-]/g, '')
    if (phone !== undefined && !/^\d{5,20}$/.test(phone)) refuse('bad_input', { field: 'phone' })
    const address = phone ?? to.username ?? refuse('bad_input', { field: 'phone' })
    const contact = await findOrCreateContact(able, { channelType: channel.type, address, name: address, phone: phone ? `+${phone}` : undefined })
    const row = await startCustomer(able, { channelId: channel.id, contactId: contact.id })
    if (text) await reply(actor, { conversationId: row.id, body: text, clientKey: messageKey(call) })
    return row.id
  })
}

const details = route({
  methods: ['GET'],
  path: '/companies/{company}/conversations/{id}',
  summary: 'Get conversation details',
  scope: 'conversations:read',
  params: one,
  output: answered,
  async handle({ actor }, { params: p }) {
    own(actor, p.company)
    return show(actor, p.id)
  },
})

const assignee = z.union([looseInt, z.literal('').transform(() => null)]).nullish()

const setAssignee = route({
  methods: ['PUT'],
  path: '/companies/{company}/conversations/{id}/assign',
  summary: 'Update assignee for conversation; none when it is left out',
  scope: 'conversations:update',
  params: one,
  body: z.object({ assignee_id: assignee }),
  output: z.object({ status: z.literal('ok'), data: z.object({ conversation: z.object({ external_id: z.number().int() }) }) }),
  async handle({ actor }, { params: p, body: b }) {
    own(actor, p.company)
    const to = b.assignee_id ?? null
    await assign(actor, { conversationId: p.id, assigneeId: to === null ? null : to > 0 ? to : Number.MAX_SAFE_INTEGER })
    return { status: 'ok' as const, data: { conversation: { external_id: p.id } } } as const
  },
})

const addNote = route({
  methods: ['PUT'],
  path: '/companies/{company}/conversations/{id}/note',
  summary: 'Write a note',
  scope: 'messages:create',
  params: one,
  body: z.object({ note: z.string().min(1).max(100_000) }),
  output: z.object({ status: z.literal('updated') }),
  async handle(call, { params: p, body: b }) {
    own(call.actor, p.company)
    await note(call.actor, { conversationId: p.id, body: b.note, clientKey: messageKey(call) })
    return { status: 'updated' } as const
  },
})

export const conversationRoutes = [list, create, details, setAssignee, addNote]
