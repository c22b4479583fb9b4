/** A channel as its settings page shows it. `settings` is null for those who may not manage channels. */
import type { channels, ChannelType } from '@/db/schema/channels'
import { kindOf } from '@/lib/channels/kinds'
import type { Actor } from '../actor'
import { may } from '../policy'

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
  const settings = may(actor, 'channels:manage') ? withDefaults(c) : null
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

/** What was never set has its default. (What cannot be read as it stands is shown as it stands.) */
function withDefaults(c: typeof channels.$inferSelect): Record<string, unknown> {
  const defaults = Object.entries(kindOf(c.type).fields).map(([name, f]) => [name, f.schema.safeParse(c.settings[name]).data] as const)
  return { ...Object.fromEntries(defaults.filter(([, value]) => value !== undefined)), ...c.settings }
}
