/** Which settings are secret, and how they are kept apart from the rest. Not a verb. */
import { seal, unseal } from '@/db/seal'
import type { channels, ChannelType } from '@/db/schema/channels'
import { kindOf } from '@/lib/channels/kinds'

type Settings = Record<string, unknown>

/** Never shown again once set. */
const isSecret = (type: ChannelType, name: string): boolean => {
  const field = kindOf(type).fields[name]
  return field?.form === 'secret' || field?.hidden === true
}

/** A channel's settings with its secrets, for the adapter alone. Throws when the key that sealed them is gone. */
export function wholeSettings(c: Pick<typeof channels.$inferSelect, 'settings' | 'secrets'>): Settings {
  if (c.secrets === null) return c.settings
  const opened = unseal(c.secrets)
  return { ...c.settings, ...(typeof opened === 'object' && opened !== null ? opened : {}) }
}

/** As they are stored: what may be read, and what is sealed. */
export function parted(type: ChannelType, whole: Settings): { settings: Settings; secrets: string | null } {
  const pick = (want: boolean) => Object.fromEntries(Object.entries(whole).filter(([name]) => isSecret(type, name) === want))
  const hidden = pick(true)
  return { settings: pick(false), secrets: Object.keys(hidden).length > 0 ? seal(hidden) : null }
}
