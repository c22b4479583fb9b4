/** SendSeven: users. */
import { z } from 'zod'
import type { Actor } from '@/lib/domain/actor'
import { refuse } from '@/lib/domain/errors'
import { directory } from '@/lib/domain/users/directory'
import { route } from '../programs/route'
import { idIn, idOf } from './ids'
import { paging, slice } from './paging'
import { listOf, page, userShape } from './shapes'

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
  query: z.object(paging(20)),
  output: listOf(userShape),
  async handle({ actor }, { query: q }) {
    const all = await people(actor)
    return page(slice(all, q), { page: q.page, size: q.page_size, total: all.length })
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
    return self ?? refuse('not_found', { what: 'user' })
  },
})

const oneUser = route({
  methods: ['GET'],
  path: '/users/{id}',
  summary: 'Get a user',
  scope: 'users:read',
  params: z.object({ id: idIn('user') }),
  output: userShape,
  handle: async ({ actor }, { params: p }) => (await people(actor)).find((u) => u.id === idOf('user', p.id)) ?? refuse('not_found', { what: 'user' }),
})

export const userRoutes = [users, me, oneUser]
