/** SendSeven: contacts, channels, users, attachments and webhook endpoints. */
import { z } from 'zod'
import { upload } from '@/lib/api/attachments/upload'
import { download } from '@/lib/api/attachments/download'
import type { Actor } from '@/lib/domain/actor'
import { listChannels } from '@/lib/domain/channels/list'
import { findOrCreateContact } from '@/lib/domain/contacts/find-or-create'
import { getContact } from '@/lib/domain/contacts/get'
import { contactsPage } from '@/lib/domain/contacts/page'
import { removeContact } from '@/lib/domain/contacts/remove'
import { updateContact } from '@/lib/domain/contacts/update'
import { together } from '@/lib/domain/together'
import { directory } from '@/lib/domain/users/directory'
import { createWebhook, removeWebhook } from '@/lib/domain/webhooks/create'
import { listWebhooks } from '@/lib/domain/webhooks/list'
import { refuse } from '@/lib/domain/errors'
import { looseInt } from '../programs/body'
import { route } from '../programs/route'
import { baseOf } from './base'
import { activate } from './challenge'
import { idIn, idOf } from './ids'
import { NONE } from './messages'
import { attachment, attachmentShape, channelShape, contact, contactShape, listOf, page, userShape } from './shapes'

const paging = {
  page: looseInt.pipe(z.number().min(1).max(100_000)).default(1),
  page_size: looseInt
    .pipe(z.number().min(1))
    .transform((n) => Math.min(n, 100))
    .default(20),
}

const show = async (actor: Actor, contactId: number) => {
  const able = actor.kind === 'token' ? { ...actor, scopes: [...actor.scopes, 'contacts:read', 'conversations:read'] } : actor
  const found = await getContact(able, { contactId: contactId || NONE, limit: 1 })
  return contact(found.contact, actor.workspaceId, found.identities)
}

const contacts = route({
  methods: ['GET'],
  path: '/contacts',
  summary: 'List contacts',
  scope: 'contacts:read',
  output: listOf(contactShape),
  query: z.object({ ...paging, search: z.string().max(200).optional() }),
  async handle({ actor }, { query: q }) {
    const at = { page: q.page, size: q.page_size }
    const { contacts: found, total } = await contactsPage(actor, { ...at, text: q.search ?? '' })
    return page(
      found.map((c) => contact(c.contact, actor.workspaceId, c.identities)),
      { ...at, total },
    )
  },
})

const oneContact = route({
  methods: ['GET'],
  path: '/contacts/{id}',
  summary: 'Get a contact',
  scope: 'contacts:read',
  params: z.object({ id: idIn('contact') }),
  output: contactShape,
  handle: ({ actor }, { params: p }) => show(actor, p.id),
})

const fields = { email: z.email().max(254).nullish(), phone: z.string().max(40).nullish(), notes: z.string().max(10_000).nullish() }

const addContact = route({
  methods: ['POST'],
  path: '/contacts',
  summary: 'Create a contact; an address that is known answers its contact',
  scope: 'contacts:create',
  status: 201,
  output: contactShape,
  body: z.object({ name: z.string().min(1).max(120), ...fields }),
  async handle({ actor }, { body: b }) {
    const id = await together({ ...actor, scopes: [...actor.scopes, 'conversations:read'] }, async () => {
      const known = b.phone
        ? await findOrCreateContact(actor, { channelType: 'sms', address: b.phone, name: b.name, phone: b.phone, email: b.email ?? undefined })
        : await findOrCreateContact(actor, {
            channelType: 'email',
            address: b.email ?? `${crypto.randomUUID()}@contacts.invalid`,
            name: b.name,
            email: b.email ?? undefined,
          })
      if (b.phone || b.email || b.notes) await updateContact(actor, { contactId: known.id, note: b.notes ?? undefined })
      return known.id
    })
    return show(actor, id)
  },
})

const changeContact = route({
  methods: ['PUT', 'PATCH'],
  path: '/contacts/{id}',
  summary: 'Update a contact',
  scope: 'contacts:update',
  params: z.object({ id: idIn('contact') }),
  output: contactShape,
  body: z.object({ name: z.string().min(1).max(120).nullish(), ...fields }),
  async handle({ actor }, { params: p, body: b }) {
    await updateContact(actor, { contactId: p.id || NONE, name: b.name ?? undefined, email: b.email, phone: b.phone, note: b.notes ?? undefined })
    return show(actor, p.id)
  },
})

const dropContact = route({
  methods: ['DELETE'],
  path: '/contacts/{id}',
  summary: 'Delete a contact',
  scope: 'contacts:update',
  params: z.object({ id: idIn('contact') }),
  output: z.object({ success: z.literal(true), id: z.string() }),
  async handle({ actor }, { params: p }) {
    await removeContact(actor, { contactId: p.id || NONE })
    return { success: true, id: idOf('contact', p.id) } as const
  },
})

const available = route({
  methods: ['GET'],
  path: '/contacts/{id}/available-channels',
  summary: 'Channels a contact can be reached on',
  scope: 'contacts:read',
  params: z.object({ id: idIn('contact') }),
  output: z.object({ items: z.array(channelShape) }),
  async handle({ actor }, { params: p }) {
    const found = await getContact({ ...actor, scopes: [...actor.scopes, 'conversations:read'] }, { contactId: p.id || NONE, limit: 1 })
    const types = new Set(found.identities.map((i) => i.channelType))
    return { items: (await allChannels(actor)).filter((c) => types.has(c.channel_type as 'email')) }
  },
})

const allChannels = async (actor: Actor) => {
  const able = actor.kind === 'token' ? { ...actor, scopes: [...actor.scopes, 'channels:read'] } : actor
  return (await listChannels(able, {})).map((c) => ({
    id: idOf('channel', c.id),
    tenant_id: idOf('tenant', actor.workspaceId),
    name: c.name,
    type: c.type,
    channel_type: c.type,
    status: c.disabled ? ('inactive' as const) : ('active' as const),
    is_active: !c.disabled,
  }))
}

const channels = route({
  methods: ['GET'],
  path: '/channels',
  summary: 'List channels',
  scope: 'channels:read',
  query: z.object(paging),
  output: listOf(channelShape),
  async handle({ actor }, { query: q }) {
    const all = await allChannels(actor)
    return page(all.slice((q.page - 1) * q.page_size, q.page * q.page_size), { page: q.page, size: q.page_size, total: all.length })
  },
})

const people = async (actor: Actor) =>
  (await directory(actor, {})).users.map((u) => ({
    id: idOf('user', u.id),
    tenant_id: idOf('tenant', actor.workspaceId),
    name: u.name,
    email: u.email,
    role: u.role,
    avatar_url: null,
    is_active: !u.disabled,
  }))

const users = route({
  methods: ['GET'],
  path: '/users',
  summary: 'List users',
  scope: 'users:read',
  query: z.object(paging),
  output: listOf(userShape),
  async handle({ actor }, { query: q }) {
    const all = await people(actor)
    return page(all.slice((q.page - 1) * q.page_size, q.page * q.page_size), { page: q.page, size: q.page_size, total: all.length })
  },
})

const me = route({
  methods: ['GET'],
  path: '/users/me',
  summary: 'The user this token acts as',
  scope: null,
  output: userShape,
  async handle({ actor }) {
    const self = (await people({ ...actor, scopes: [...actor.scopes, 'users:read'] })).find((u) => u.id === idOf('user', actor.userId))
    return self ?? refuse('not_found')
  },
})

const oneUser = route({
  methods: ['GET'],
  path: '/users/{id}',
  summary: 'Get a user',
  scope: 'users:read',
  params: z.object({ id: idIn('user') }),
  output: userShape,
  handle: async ({ actor }, { params: p }) => (await people(actor)).find((u) => u.id === idOf('user', p.id)) ?? refuse('not_found'),
})

const addAttachment = route({
  methods: ['POST'],
  path: '/attachments',
  summary: 'Upload a file (multipart, part `file`)',
  scope: 'messages:create',
  status: 201,
  raw: true,
  output: attachmentShape,
  handle: async ({ actor, request }) => attachment(await upload(actor, request), baseOf(request)),
})

const fetchAttachment = route({
  methods: ['GET'],
  path: '/attachments/{id}/download',
  summary: 'Download a file',
  scope: 'messages:read',
  params: z.object({ id: idIn('attachment') }),
  output: z.unknown(),
  handle: ({ actor, request }, { params: p }) => download(actor, request, p.id || NONE),
})

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
  query: z.object(paging),
  output: listOf(hookShape),
  async handle({ actor }, { query: q }) {
    const all = (await listWebhooks(actor, { form: 'sendseven' })).map(hook)
    return page(all.slice((q.page - 1) * q.page_size, q.page * q.page_size), { page: q.page, size: q.page_size, total: all.length })
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
    subscribed_events: z.array(z.string().min(1).max(80)).max(60).nullish(),
    authorization_header: z.string().max(1000).nullish(),
  }),
  async handle({ actor }, { body: b }) {
    await activate(b.url)
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

export const directoryRoutes = [
  contacts,
  addContact,
  available,
  oneContact,
  changeContact,
  dropContact,
  channels,
  users,
  me,
  oneUser,
  addAttachment,
  { ...addAttachment, path: '/attachments/upload' },
  fetchAttachment,
  hooks,
  addHook,
  dropHook,
]
