/** SendSeven: custom fields. They are the names that contacts' fields have here; all of them are text. */
import { z } from 'zod'
import type { ContactField } from '@/db/schema/contacts'
import type { Actor } from '@/lib/domain/actor'
import { defineField, forgetField } from '@/lib/domain/contacts/define-field'
import { fieldNames } from '@/lib/domain/contacts/field-names'
import { getContact } from '@/lib/domain/contacts/get'
import { updateContact } from '@/lib/domain/contacts/update'
import { refuse } from '@/lib/domain/errors'
import { together } from '@/lib/domain/together'
import { route } from '../programs/route'
import { idIn, idOf } from './ids'
import { NONE } from './messages'
import { paging, slice } from './paging'
import { keyOfField, fieldId, listOf, page, success } from './shapes'

const shape = z.object({
  id: z.string(),
  tenant_id: z.string(),
  name: z.string(),
  key: z.string(),
  field_type: z.literal('text'),
  description: z.null(),
  options: z.array(z.string()),
  required: z.boolean(),
  default_value: z.null(),
  agent_visible: z.boolean(),
  agent_editable: z.boolean(),
  user_editable: z.boolean(),
  display_order: z.number().int(),
  is_active: z.boolean(),
})

const definition = (workspaceId: number, name: string, at: number): z.output<typeof shape> => ({
  id: fieldId(name),
  tenant_id: idOf('tenant', workspaceId),
  name,
  key: keyOfField(name),
  field_type: 'text',
  description: null,
  options: [],
  required: false,
  default_value: null,
  agent_visible: true,
  agent_editable: true,
  user_editable: false,
  display_order: at,
  is_active: true,
})

/** Reading what fields there are is part of writing one. */
const reading = (actor: Actor): Actor => (actor.kind === 'token' ? { ...actor, scopes: [...actor.scopes, 'contacts:read', 'conversations:read'] } : actor)

/** The name of the field that an id, a key or the name itself says. Throws `not_found`. */
async function nameOf(actor: Actor, said: string): Promise<string> {
  const names = await fieldNames(reading(actor), {})
  const found = names.find((n) => n === said || fieldId(n) === said) ?? names.find((n) => keyOfField(n) === said)
  return found ?? refuse('not_found', { what: 'field' })
}

/** A contact's fields with these values (by id, key or name) put in; null and '' take one away. Throws `not_found` for an unknown field. */
export async function withValues(actor: Actor, contactId: number, values: Readonly<Record<string, unknown>>): Promise<ContactField[]> {
  const { contact } = await getContact(reading(actor), { contactId: contactId || NONE, limit: 1 })
  const fields = new Map(contact.fields.map((f) => [f.name, f.value]))
  for (const [said, value] of Object.entries(values)) {
    const name = await nameOf(actor, said)
    if (value === null || value === undefined || value === '') fields.delete(name)
    else fields.set(name, Array.isArray(value) ? value.map(String).join(', ') : String(value))
  }
  return [...fields].map(([name, value]) => ({ name, value }))
}

const list = route({
  methods: ['GET'],
  path: '/custom-fields',
  summary: 'List custom fields',
  scope: 'contacts:read',
  query: z.object(paging(20)),
  output: listOf(shape),
  async handle({ actor }, { query: q }) {
    const all = (await fieldNames(actor, {})).map((name, i) => definition(actor.workspaceId, name, i))
    return page(slice(all, q), { page: q.page, size: q.page_size, total: all.length })
  },
})

const create = route({
  methods: ['POST'],
  path: '/custom-fields',
  summary: 'Create a custom field; it is text, and its key is made of its name',
  scope: 'contacts:update',
  status: 201,
  output: shape,
  body: z.object({ name: z.string().min(1).max(60), key: z.string().max(100).nullish(), field_type: z.string().max(40).nullish() }),
  async handle({ actor }, { body: b }) {
    await defineField(actor, { name: b.name })
    const names = await fieldNames(reading(actor), {})
    const name = names.find((n) => n === b.name.trim()) ?? b.name
    return definition(actor.workspaceId, name, names.indexOf(name))
  },
})

const params = z.object({ id: z.string().min(1).max(200) })

const get = route({
  methods: ['GET'],
  path: '/custom-fields/{id}',
  summary: 'Get a custom field',
  scope: 'contacts:read',
  params,
  output: shape,
  async handle({ actor }, { params: p }) {
    const name = await nameOf(actor, p.id)
    return definition(actor.workspaceId, name, (await fieldNames(actor, {})).indexOf(name))
  },
})

const remove = route({
  methods: ['DELETE'],
  path: '/custom-fields/{id}',
  summary: 'Delete a custom field; contacts keep what they have under it',
  scope: 'contacts:update',
  params,
  output: success,
  async handle({ actor }, { params: p }) {
    await forgetField(actor, { name: await nameOf(actor, p.id) })
    return { success: true, message: 'Custom field deleted' } as const
  },
})

const values = route({
  methods: ['GET'],
  path: '/contacts/{id}/fields',
  summary: 'A contact’s custom fields',
  scope: 'contacts:read',
  params: z.object({ id: idIn('contact') }),
  output: z.object({
    contact_id: z.string(),
    fields: z.array(z.object({ field_id: z.string(), field_key: z.string(), field_name: z.string(), field_type: z.literal('text'), value: z.string().nullable() })),
  }),
  async handle({ actor }, { params: p }) {
    const { contact } = await getContact(reading(actor), { contactId: p.id || NONE, limit: 1 })
    const names = [...new Set([...(await fieldNames(actor, {})), ...contact.fields.map((f) => f.name)])]
    return {
      contact_id: idOf('contact', contact.id),
      fields: names.map((name) => ({
        field_id: fieldId(name),
        field_key: keyOfField(name),
        field_name: name,
        field_type: 'text' as const,
        value: contact.fields.find((f) => f.name === name)?.value ?? null,
      })),
    }
  },
})

const set = route({
  methods: ['POST', 'PUT'],
  path: '/contacts/{id}/fields/{field}',
  summary: 'Set a contact’s custom field; null takes it away',
  scope: 'contacts:update',
  params: z.object({ id: idIn('contact'), field: z.string().min(1).max(200) }),
  body: z.object({ value: z.union([z.string().max(1000), z.number(), z.boolean(), z.array(z.string().max(200)).max(50), z.null()]) }),
  output: success,
  async handle({ actor }, { params: p, body: b }) {
    await together(reading(actor), async () => updateContact(actor, { contactId: p.id || NONE, fields: await withValues(actor, p.id, { [p.field]: b.value }) }))
    return { success: true, message: 'Field updated' } as const
  },
})

export const fieldRoutes = [list, create, get, remove, values, set]
