/** SendSeven: tags, and which contacts carry them. */
import { z } from 'zod'
import { tagContact, untagContact } from '@/lib/domain/tags/contact'
import { createTag, deleteTag, getTag, listTags, type TagRecord, updateTag } from '@/lib/domain/tags/manage'
import { madeOnce } from '../programs/once'
import { route } from '../programs/route'
import { idIn, idOf, numberOf } from './ids'
import { NONE } from './messages'
import { paging } from './paging'
import { listOf, page, success } from './shapes'

const shape = z.object({ id: z.string(), tenant_id: z.string(), name: z.string(), color: z.string(), description: z.null(), created_at: z.string() })
const shown = (workspaceId: number, t: TagRecord): z.output<typeof shape> => ({
  id: idOf('tag', t.id),
  tenant_id: idOf('tenant', workspaceId),
  name: t.name,
  color: t.color,
  description: null,
  created_at: t.createdAt.toISOString(),
})

const params = z.object({ id: idIn('tag') })
const color = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i)
  .nullish()

/** A tag by its id, or by its name. */
export const tagIn = (v: string) => {
  const id = v.startsWith('tag_') ? numberOf('tag', v) : null
  return id === null ? { name: v } : { tagId: id }
}

const list = route({
  methods: ['GET'],
  path: '/tags',
  summary: 'List tags',
  scope: 'conversations:read',
  query: z.object({ ...paging(20), search: z.string().max(200).optional() }),
  output: listOf(shape),
  async handle({ actor }, { query: q }) {
    const at = { page: q.page, size: q.page_size }
    const { tags, total } = await listTags(actor, { ...at, text: q.search })
    return page(
      tags.map((t) => shown(actor.workspaceId, t)),
      { ...at, total },
    )
  },
})

const create = route({
  methods: ['POST'],
  path: '/tags',
  summary: 'Create a tag; a description is not kept',
  scope: 'conversations:update',
  status: 201,
  output: shape,
  body: z.object({ name: z.string().min(1).max(60), color, description: z.string().max(255).nullish() }),
  async handle(call, { body: b }) {
    const tagId = await madeOnce(call, async () => (await createTag(call.actor, { name: b.name, color: b.color ?? undefined })).id)
    return shown(call.actor.workspaceId, await getTag({ ...call.actor, scopes: [...call.actor.scopes, 'conversations:read'] }, { tagId }))
  },
})

const get = route({
  methods: ['GET'],
  path: '/tags/{id}',
  summary: 'Get a tag',
  scope: 'conversations:read',
  params,
  output: shape,
  handle: async ({ actor }, { params: p }) => shown(actor.workspaceId, await getTag(actor, { tagId: p.id || NONE })),
})

const update = route({
  methods: ['PUT', 'PATCH'],
  path: '/tags/{id}',
  summary: 'Update a tag',
  scope: 'conversations:update',
  params,
  output: shape,
  body: z.object({ name: z.string().min(1).max(60).nullish(), color, description: z.string().max(255).nullish() }),
  handle: async ({ actor }, { params: p, body: b }) =>
    shown(actor.workspaceId, await updateTag(actor, { tagId: p.id || NONE, name: b.name ?? undefined, color: b.color ?? undefined })),
})

const remove = route({
  methods: ['DELETE'],
  path: '/tags/{id}',
  summary: 'Delete a tag, from everything that carries it',
  scope: 'conversations:update',
  params,
  output: success,
  async handle({ actor }, { params: p }) {
    await deleteTag(actor, { tagId: p.id || NONE })
    return { success: true, message: 'Tag deleted' } as const
  },
})

const onContact = z.object({ id: idIn('contact'), tag: z.string().min(1).max(100) })

const add = route({
  methods: ['POST'],
  path: '/contacts/{id}/tags/{tag}',
  summary: 'Tag a contact, by the tag’s id or name',
  scope: 'contacts:update',
  params: onContact,
  output: success,
  async handle({ actor }, { params: p }) {
    await tagContact(actor, { contactId: p.id || NONE, tag: tagIn(p.tag) })
    return { success: true, message: 'Tag added' } as const
  },
})

const take = route({
  methods: ['DELETE'],
  path: '/contacts/{id}/tags/{tag}',
  summary: 'Take a tag off a contact',
  scope: 'contacts:update',
  params: onContact,
  output: success,
  async handle({ actor }, { params: p }) {
    await untagContact(actor, { contactId: p.id || NONE, tag: tagIn(p.tag) })
    return { success: true, message: 'Tag removed' } as const
  },
})

export const tagRoutes = [list, create, get, update, remove, add, take]
