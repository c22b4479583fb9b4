/** A channel as its settings page shows it. `settings` is null for those who may not manage channels. */
import type { channels, ChannelSigns, ChannelType } from '@/db/schema/channels'
import { kindOf } from '@/lib/channels/kinds'
import type { Actor } from '../actor'
import { may } from '../policy'
import { keptSecrets, openSettings } from './secrets'

export type ChannelView = {
  id: number
  type: ChannelType
  name: string
  key: string
  disabled: boolean
  createdAt: number
  settings: Record<string, unknown> | null
  /** Which secrets are set; null when nobody may know, or when they cannot be opened with this server's key. */
  kept: string[] | null
  /** Whether all is set that it needs; null when nobody may know. */
  complete: boolean | null
  problem: { code: string; message: string; at: number } | null
  signs: ChannelSigns | null
}

type Stored = typeof channels.$inferSelect

export function channelView(actor: Actor, c: Stored): ChannelView {
  const isTheirs = may(actor, 'channels:manage')
  return {
    id: c.id,
    type: c.type,
    name: c.name,
    key: c.key,
    disabled: c.disabledAt !== null,
    createdAt: c.createdAt.getTime(),
    settings: isTheirs ? withDefaults(c) : null,
    ...(isTheirs ? secretsOf(c) : { kept: null, complete: null }),
    problem: isTheirs ? c.problem : null,
    signs: isTheirs ? (c.signs ?? {}) : null,
  }
}

function secretsOf(c: Stored): Pick<ChannelView, 'kept' | 'complete'> {
  const { whole, isLocked } = openSettings(c)
  return isLocked ? { kept: null, complete: false } : { kept: keptSecrets(c.type, whole), complete: kindOf(c.type).schema.safeParse(whole).success }
}

/** What was never set has its default. (What cannot be read as it stands is shown as it stands.) */
function withDefaults(c: Stored): Record<string, unknown> {
  const defaults = Object.entries(kindOf(c.type).fields).map(([name, f]) => [name, f.schema.safeParse(c.settings[name]).data] as const)
  return { ...Object.fromEntries(defaults.filter(([, value]) => value !== undefined)), ...c.settings }
}
