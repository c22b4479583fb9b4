/** SendSeven: contacts. */
import { z } from 'zod'
import { reader } from '@/db/client'
import type { Actor } from '@/lib/domain/actor'
import { findOrCreateContact } from '@/lib/domain/contacts/find-or-create'
import { getContact } from '@/lib/domain/contacts/get'
import { contactsPage } from '@/lib/domain/contacts/page'
import { removeContact } from '@/lib/domain/contacts/remove'
import { updateContact } from '@/lib/domain/contacts/update'
import { may } from '@/lib/domain/policy'
import { contactTagsOf } from '@/lib/domain/tags/contact'
import { together } from '@/lib/domain/together'
import { madeOnce } from '../programs/once'
import { route } from '../programs/route'
import { allChannels } from './channels'
import { withValues } from './fields'
import { idIn, idOf } from './ids'
import { NONE } from './messages'
import { paging } from './paging'
import { channelShape, contact, contactShape, listOf, page } from './shapes'

/** Whoever may change a contact is shown what became of it. */
const show = async (actor: Actor, contactId: number) => {
  const able = actor.kind === 'token' ? { ...actor, scopes: [...actor.scopes, 'contacts:read', 'conversations:read'] } : actor
  const found = await getContact(able, { contactId: contactId || NONE, limit: 1 })
  const tags = await contactTagsOf(await reader(), [found.contact.id])
  return contact(found.contact, actor.workspaceId, found.identities, tags.get(found.contact.id))
}

const contacts = route({
  methods: ['GET'],
  path: '/contacts',
  summary: 'List contacts',
  scope: 'contacts:read',
  output: listOf(contactShape),
  query: z.object({
    ...paging(20),
    search: z.string().max(200).optional(),
    tag_id: z.union([idIn('tag').transform((id) => [id]), z.array(idIn('tag')).max(100)]).optional(),
  }),
  async handle({ actor }, { query: q }) {
    const at = { page: q.page, size: q.page_size }
    const { contacts: found, total } = await contactsPage(actor, { ...at, text: q.search ?? '', tagIds: q.tag_id?.map((id) => id || NONE) })
    const tags = await contactTagsOf(
      await reader(),
      found.map((c) => c.contact.id),
    )
    return page(
      found.map((c) => contact(c.contact, actor.workspaceId, c.identities, tags.get(c.contact.id))),
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

const fields = {
  custom_fields: z.record(z.string().max(200), z.union([z.string().max(1000), z.number(), z.boolean(), z.array(z.string().max(200)).max(50), z.null()])).nullish(),
  email: z.email().max(254).nullish(),
  phone: z.string().max(40).nullish(),
  notes: z.string().max(10_000).nullish(),
}

const BLANK = { phoneRaw: null, phoneShown: null, company: '', language: null, timeZone: null, fields: [] }
const echo = (workspaceId: number, id: number, b: { name: string; email?: string | null; phone?: string | null; notes?: string | null }) =>
  contact({ ...BLANK, id, name: b.name, email: b.email ?? null, phone: b.phone ?? null, note: b.notes ?? '', createdAt: Date.now(), updatedAt: Date.now() }, workspaceId)

const addContact = route({
  methods: ['POST'],
  path: '/contacts',
  summary: 'Create a contact; an address that is known answers its contact',
  scope: 'contacts:create',
  status: 201,
  output: contactShape,
  body: z
    .object({ name: z.string().max(120).nullish(), first_name: z.string().max(60).nullish(), last_name: z.string().max(60).nullish(), ...fields })
    .transform(({ first_name, last_name, name, ...b }) => ({
      ...b,
      name: name?.trim() || [first_name, last_name].filter(Boolean).join(' ').trim() || b.email || b.phone || '',
    }))
    .refine((b) => b.name !== '', { message: 'name, phone or email is required', path: ['name'] }),
  async handle(call, { body: b }) {
    const { actor } = call
    if (call.madeId !== null) return show(actor, call.madeId)
    const known = await together({ ...actor, scopes: [...actor.scopes, 'conversations:read'] }, async () => {
      const known = b.phone
        ? await findOrCreateContact(actor, { channelType: 'sms', address: b.phone, name: b.name, phone: b.phone, email: b.email ?? undefined })
        : await findOrCreateContact(actor, {
            channelType: 'email',
            address: b.email ?? `${crypto.randomUUID()}@contacts.invalid`,
            name: b.name,
            email: b.email ?? undefined,
          })
      // Whoever made it may also write its note; of one that was there already, only whoever may change contacts.
      const able = known.made ? { ...actor, scopes: [...actor.scopes, 'contacts:update'] } : actor
      if (b.notes && may(able, 'contacts:update')) await updateContact(able, { contactId: known.id, note: b.notes })
      if (b.custom_fields && may(able, 'contacts:update')) await updateContact(able, { contactId: known.id, fields: await withValues(able, known.id, b.custom_fields) })
      if (known.made) await madeOnce(call, async () => known.id)
      return known
    })
    // A contact that was there already is not told to whoever may not read it: they get back what they sent, under its id.
    if (!known.made && !may(actor, 'contacts:read') && !may(actor, 'contacts:update')) return echo(actor.workspaceId, known.id, b)
    return show(actor, known.id)
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
    await together({ ...actor, scopes: [...actor.scopes, 'conversations:read'] }, async () => {
      const own = b.custom_fields ? { fields: await withValues(actor, p.id, b.custom_fields) } : {}
      await updateContact(actor, { contactId: p.id || NONE, name: b.name ?? undefined, email: b.email, phone: b.phone, note: b.notes ?? undefined, ...own })
    })
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
  output: z.object({
    contact_id: z.string(),
    items: z.array(channelShape),
    channels: z.array(z.object({ channel_id: z.string(), channel_type: z.string(), channel_name: z.string(), identifier: z.string(), status: z.literal('available') })),
  }),
  async handle({ actor }, { params: p }) {
    const found = await getContact({ ...actor, scopes: [...actor.scopes, 'conversations:read'] }, { contactId: p.id || NONE, limit: 1 })
    const at = new Map<string, string>(found.identities.toReversed().map((i) => [i.channelType, i.address]))
    const items = (await allChannels(actor)).filter((c) => at.has(c.channel_type))
    // Two generations of clients look for them by two names.
    const channels = items
      .filter((c) => c.is_active)
      .map((c) => ({ channel_id: c.id, channel_type: c.channel_type, channel_name: c.name, identifier: at.get(c.channel_type) ?? '', status: 'available' as const }))
    return { contact_id: idOf('contact', found.contact.id), items, channels }
  },
})

export const contactRoutes = [contacts, addContact, available, oneContact, changeContact, dropContact]
