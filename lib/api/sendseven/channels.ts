/** SendSeven: channels. */
import { z } from 'zod'
import type { Actor } from '@/lib/domain/actor'
import { limitOf } from '@/lib/channels/limits'
import { FILE_MAX } from '@/lib/domain/attachments/limit'
import { listChannels } from '@/lib/domain/channels/list'
import { refuse } from '@/lib/domain/errors'
import { route } from '../programs/route'
import { idIn, idOf } from './ids'
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

const params = z.object({ id: idIn('channel') })
const one = async (actor: Actor, id: number) => (await allChannels(actor)).find((c) => c.id === idOf('channel', id)) ?? refuse('not_found', { what: 'channel' })

const get = route({
  methods: ['GET'],
  path: '/channels/{id}',
  summary: 'Get a channel',
  scope: 'channels:read',
  params,
  output: channelShape,
  handle: ({ actor }, { params: p }) => one(actor, p.id),
})

const features = z.object({
  text: z.boolean(),
  images: z.boolean(),
  videos: z.boolean(),
  audio: z.boolean(),
  documents: z.boolean(),
  reactions: z.boolean(),
  supports_reply: z.boolean(),
  interactive_buttons: z.boolean(),
  interactive_lists: z.boolean(),
  quick_replies: z.boolean(),
  carousels: z.boolean(),
  templates: z.boolean(),
  max_text_length: z.number().int().nullable(),
  max_file_size: z.number().int(),
  max_buttons: z.number().int(),
  max_list_sections: z.number().int(),
  max_list_rows_per_section: z.number().int(),
})

const capabilities = route({
  methods: ['GET'],
  path: '/channels/{id}/capabilities',
  summary: 'What a channel can carry; choices go as text everywhere',
  scope: 'channels:read',
  params,
  output: z.object({
    channel_id: z.string(),
    channel_type: z.string(),
    channel_name: z.string(),
    capabilities: features,
    features,
    reactions: z.object({ supported: z.boolean(), emojis: z.array(z.string()).nullable() }),
    reply: z.object({ supported: z.boolean() }),
  }),
  async handle({ actor }, { params: p }) {
    const channel = await one(actor, p.id)
    const limits = limitOf(channel.channel_type)
    const can: z.output<typeof features> = {
      text: true,
      images: true,
      videos: true,
      audio: true,
      documents: true,
      reactions: limits.acts?.react !== undefined,
      supports_reply: limits.acts?.reply === true,
      interactive_buttons: false,
      interactive_lists: false,
      quick_replies: false,
      carousels: false,
      templates: limits.next === 'template',
      max_text_length: Number.isFinite(limits.textMax) ? limits.textMax : null,
      max_file_size: limits.files?.max ?? FILE_MAX,
      max_buttons: 0,
      max_list_sections: 0,
      max_list_rows_per_section: 0,
    }
    return {
      channel_id: channel.id,
      channel_type: channel.channel_type,
      channel_name: channel.name,
      capabilities: can,
      features: can,
      reactions: { supported: can.reactions, emojis: limits.acts?.react?.emojis ? [...limits.acts.react.emojis] : null },
      reply: { supported: can.supports_reply },
    }
  },
})

export const channelRoutes = [channels, get, capabilities]
