/** SendSeven: the ways by which a contact is reached. */
import { z } from 'zod'
import { getContact } from '@/lib/domain/contacts/get'
import { addIdentity, removeIdentity } from '@/lib/domain/contacts/identities'
import { refuse } from '@/lib/domain/errors'
import { route } from '../programs/route'
import { idIn, idOf } from './ids'
import { NONE } from './messages'
import { methods, methodShape } from './shapes'

const params = z.object({ id: idIn('contact') })
/** Those that a person can know; the others are ids that only their provider gives. */
const WRITABLE = { email: 'email', phone: 'sms', sms: 'sms', whatsapp: 'whatsapp', whatsapp_id: 'whatsapp' } as const

const list = route({
  methods: ['GET'],
  path: '/contacts/{id}/methods',
  summary: 'A contact’s methods',
  scope: 'contacts:read',
  params,
  query: z.object({ method_type: z.string().max(40).optional() }),
  output: z.array(methodShape),
  async handle({ actor }, { params: p, query: q }) {
    const { contact, identities } = await getContact({ ...actor, scopes: [...actor.scopes, 'conversations:read'] }, { contactId: p.id || NONE, limit: 1 })
    return methods(contact.id, identities).filter((m) => q.method_type === undefined || m.method_type === q.method_type || m.type === q.method_type)
  },
})

const add = route({
  methods: ['POST'],
  path: '/contacts/{id}/methods',
  summary: 'Add a phone number, an email address or a WhatsApp number',
  scope: 'contacts:update',
  status: 201,
  params,
  body: z.object({
    method_type: z.enum(['email', 'phone', 'sms', 'whatsapp', 'whatsapp_id']),
    value: z.string().min(1).max(320),
    is_primary: z.boolean().nullish(),
    display_name: z.string().max(120).nullish(),
  }),
  output: methodShape,
  async handle({ actor }, { params: p, body: b }) {
    const channelType = WRITABLE[b.method_type]
    const isPlain = channelType === 'whatsapp' && /^\d{5,20}$/.test(b.value)
    const made = await addIdentity(actor, { contactId: p.id || NONE, channelType, address: isPlain ? `+${b.value}` : b.value })
    const able = { ...actor, scopes: [...actor.scopes, 'contacts:read', 'conversations:read'] }
    const { contact, identities } = await getContact(able, { contactId: p.id || NONE, limit: 1 })
    return methods(contact.id, identities).find((m) => m.id === idOf('method', made.id)) ?? refuse('not_found', { what: 'method' })
  },
})

const remove = route({
  methods: ['DELETE'],
  path: '/contacts/{id}/methods/{method}',
  summary: 'Take a method away',
  scope: 'contacts:update',
  params: params.extend({ method: idIn('method') }),
  output: z.object({ success: z.literal(true), id: z.string() }),
  async handle({ actor }, { params: p }) {
    await removeIdentity(actor, { contactId: p.id || NONE, identityId: p.method || NONE })
    return { success: true, id: idOf('method', p.method) } as const
  },
})

export const methodRoutes = [list, add, remove]
