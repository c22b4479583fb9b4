/** SendSeven: channels. */
import { z } from 'zod'
import type { Actor } from '@/lib/domain/actor'
import { listChannels } from '@/lib/domain/channels/list'
import { route } from '../programs/route'
import { idOf } from './ids'
import { paging, slice } from './paging'
import { channelShape, listOf, page } from './shapes'

/** Every channel as SendSeven has it. Whoever may see a contact may see where it is reached. */
export const allChannels = async (actor: Actor) => {
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
  query: z.object(paging(20)),
  output: listOf(channelShape),
  async handle({ actor }, { query: q }) {
    const all = await allChannels(actor)
    return page(slice(all, q), { page: q.page, size: q.page_size, total: all.length })
  },
})

export const channelRoutes = [channels]
