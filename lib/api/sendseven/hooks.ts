/** SendSeven: webhook endpoints. */
import { z } from 'zod'
import { refuse } from '@/lib/domain/errors'
import { createWebhook, removeWebhook } from '@/lib/domain/webhooks/create'
import { listWebhooks } from '@/lib/domain/webhooks/list'
import { route } from '../programs/route'
import { activate } from './challenge'
import { EVENTS } from './events'
import { idIn, idOf } from './ids'
import { NONE } from './messages'
import { paging, slice } from './paging'
import { listOf, page } from './shapes'

const hookShape = z.object({
  id: z.string(),
  webhook_id: z.string(),
  name: z.string(),
  url: z.string(),
  subscribed_events: z.array(z.string()),
  is_active: z.boolean(),
  status: z.string(),
  created_at: z.string(),
  secret_key: z.string().optional(),
})

const hook = (h: { id: number; name: string; url: string; kinds: string[]; createdAt: number; suspendedAt: number | null }) => ({
  id: idOf('webhook', h.id),
  webhook_id: idOf('webhook', h.id),
  name: h.name,
  url: h.url,
  subscribed_events: h.kinds,
  is_active: h.suspendedAt === null,
  status: h.suspendedAt === null ? 'active' : 'suspended',
  created_at: new Date(h.createdAt).toISOString(),
})

const hooks = route({
  methods: ['GET'],
  path: '/webhook-endpoints',
  summary: 'List webhook endpoints',
  scope: 'webhooks:manage',
  query: z.object(paging(20)),
  output: listOf(hookShape),
  async handle({ actor }, { query: q }) {
    const all = (await listWebhooks(actor, { form: 'sendseven' })).map(hook)
    return page(slice(all, q), { page: q.page, size: q.page_size, total: all.length })
  },
})

const addHook = route({
  methods: ['POST'],
  path: '/webhook-endpoints',
  summary: 'Create a webhook endpoint; it must answer the challenge',
  scope: 'webhooks:manage',
  status: 201,
  output: hookShape,
  body: z.object({
    name: z.string().max(120).nullish(),
    url: z.url({ protocol: /^https?$/ }).max(2000),
    subscribed_events: z.array(z.enum(EVENTS)).max(60).nullish(),
    authorization_header: z.string().max(1000).nullish(),
  }),
  async handle({ actor }, { body: b }) {
    await activate(b.url, b.authorization_header || undefined)
    const made = await createWebhook(actor, {
      form: 'sendseven',
      name: b.name ?? '',
      url: b.url,
      kinds: b.subscribed_events ?? [],
      authorization: b.authorization_header || undefined,
    })
    return { ...hook(made), secret_key: made.secret }
  },
})

const dropHook = route({
  methods: ['DELETE'],
  path: '/webhook-endpoints/{id}',
  summary: 'Delete a webhook endpoint',
  scope: 'webhooks:manage',
  params: z.object({ id: idIn('webhook') }),
  output: z.object({ success: z.literal(true), id: z.string() }),
  async handle({ actor }, { params: p }) {
    if ((await removeWebhook(actor, { id: p.id || NONE })) === 0) refuse('not_found')
    return { success: true, id: idOf('webhook', p.id) } as const
  },
})

export const hookRoutes = [hooks, addHook, dropHook]
