/** Pact: channels, and conversations begun through one. */
import { z } from 'zod'
import { createChannel } from '@/lib/domain/channels/create'
import { listChannels } from '@/lib/domain/channels/list'
import { choiceInOrder } from '@/lib/domain/templates/in-order'
import { setChannelEnabled } from '@/lib/domain/channels/set-enabled'
import { updateChannel } from '@/lib/domain/channels/update'
import { refuse } from '@/lib/domain/errors'
import { reply } from '@/lib/domain/messages/reply'
import { together } from '@/lib/domain/together'
import { messageKey } from '../programs/once'
import { route } from '../programs/route'
import { id, inCompany, own } from './companies'
import { openWith } from './conversations'
import { asked, cut, paging } from './paging'
import { isKnown, job, jobShape, providerOf, typeOf } from './shapes'

const channel = z.object({ external_id: z.number().int(), provider: z.string() })
const one = z.object({ ...inCompany, channel: id })

const list = route({
  methods: ['GET'],
  path: '/companies/{company}/channels',
  summary: 'The channels Pact has a word for',
  scope: 'channels:read',
  params: z.object(inCompany),
  body: z.object(paging),
  output: z.object({ status: z.literal('ok'), data: z.object({ channels: z.array(channel), next_page: z.string().nullable() }) }),
  async handle({ actor }, { params: p, body: q }) {
    own(actor, p.company)
    const at = asked(q)
    const all = (await listChannels(actor, {})).filter((c) => !c.disabled && isKnown(c.type)).toSorted((a, b) => (at.newestFirst ? b.id - a.id : a.id - b.id))
    const rest = at.after === undefined ? all : all.filter((c) => (at.newestFirst ? c.id < (at.after ?? 0) : c.id > (at.after ?? 0)))
    const { shown, next_page } = cut(rest.slice(0, at.limit), q.per, (c) => c.id)
    return { status: 'ok' as const, data: { channels: shown.map((c) => ({ external_id: c.id, provider: providerOf(c.type) })), next_page } }
  },
})

const settings = z.looseObject({ provider: z.string().min(1).max(40).optional(), name: z.string().max(80).optional() })
const reference = z.object({ status: z.enum(['created', 'updated']), data: z.object({ external_id: z.number().int() }) })

const create = route({
  methods: ['POST'],
  path: '/companies/{company}/channels',
  summary: 'Connect a channel',
  scope: 'channels:manage',
  params: z.object(inCompany),
  body: settings,
  output: reference,
  async handle({ actor }, { params: p, body: b }) {
    own(actor, p.company)
    const type = typeOf(b.provider ?? '') ?? refuse('bad_input', { field: 'provider' })
    const made = await createChannel(actor, { type, name: b.name ?? b.provider ?? type, settings: {} })
    return { status: 'created', data: { external_id: made.id } } as const
  },
})

const update = route({
  methods: ['PUT'],
  path: '/companies/{company}/channels/{channel}',
  summary: 'Change a channel',
  scope: 'channels:manage',
  params: one,
  body: settings,
  output: reference,
  async handle({ actor }, { params: p, body: b }) {
    own(actor, p.company)
    const changed = await updateChannel(actor, { channelId: p.channel, name: b.name })
    return { status: 'updated', data: { external_id: changed.id } } as const
  },
})

const remove = route({
  methods: ['DELETE'],
  path: '/companies/{company}/channels/{channel}',
  summary: 'Switch a channel off; its conversations stay',
  scope: 'channels:manage',
  params: one,
  output: z.object({ status: z.literal('deleted') }),
  async handle({ actor }, { params: p }) {
    own(actor, p.company)
    await setChannelEnabled(actor, { channelId: p.channel, enabled: false })
    return { status: 'deleted' } as const
  },
})

const begin = route({
  methods: ['POST'],
  path: '/companies/{company}/channels/{channel}/conversations',
  summary: 'Write to a phone number through a channel',
  scope: 'messages:create',
  params: one,
  output: z.object({ status: z.literal('ok'), data: jobShape }),
  body: z
    .object({
      phone: z.union([z.string(), z.number()]).transform(String),
      message: z.string().max(100_000).optional(),
      text: z.string().max(100_000).optional(),
      template: z
        .object({
          id: z.union([z.string().min(1).max(512), z.number()]).transform(String),
          language_code: z.string().min(1).max(20),
          parameters: z
            .array(z.union([z.string().max(1024), z.number()]).transform(String))
            .max(50)
            .default([]),
        })
        .optional(),
    })
    .refine((b) => b.template !== undefined || (b.message ?? b.text ?? '').trim() !== '', { message: 'is required', path: ['message'] }),
  async handle(call, { params: p, body: b }) {
    own(call.actor, p.company)
    const { id: name, language_code: language, parameters } = b.template ?? { id: '', language_code: '', parameters: [] }
    const template = b.template && (await choiceInOrder(call.actor, { channelId: p.channel, name, language, parameters }))
    const sent = await together({ ...call.actor, scopes: [...call.actor.scopes, 'conversations:read'] }, async () =>
      reply(call.actor, {
        conversationId: await openWith(call, null, { phone: b.phone }, p.channel),
        body: b.message ?? b.text ?? '',
        template,
        clientKey: messageKey(call),
      }),
    )
    const at = (await listChannels({ ...call.actor, scopes: [...call.actor.scopes, 'channels:read'] }, {})).find((c) => c.id === p.channel)
    return { status: 'ok' as const, data: job(sent, { companyId: p.company, channelId: p.channel, channelType: at?.type ?? null }, false) } as const
  },
})

export const channelRoutes = [list, create, update, remove, begin]
