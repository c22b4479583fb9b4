/** A channel as its settings page shows it. `settings` is null for those who may not manage channels. */
import type { channels, ChannelType } from '@/db/schema/channels'
import type { Actor } from '../actor'
import { may } from '../policy'
import { readWebchatSettings } from './webchat-settings'

export type ChannelView = {
  id: number
  type: ChannelType
  name: string
  key: string
  disabled: boolean
  createdAt: number
  settings: Record<string, unknown> | null
  problem: { code: string; message: string; at: number } | null
}

export function channelView(actor: Actor, c: typeof channels.$inferSelect): ChannelView {
  const settings = !may(actor, 'channels:manage') ? null : c.type === 'webchat' ? readWebchatSettings(c.settings) : c.settings
  return {
    id: c.id,
    type: c.type,
    name: c.name,
    key: c.key,
    disabled: c.disabledAt !== null,
    createdAt: c.createdAt.getTime(),
    settings,
    problem: may(actor, 'channels:manage') ? c.problem : null,
  }
}
