/** Which settings are secret, and how they are kept apart from the rest. Not a verb. */
import { seal, unseal } from '@/db/seal'
import type { channels, ChannelType } from '@/db/schema/channels'
import { EMAIL_SECRETS } from './email-settings'

type Settings = Record<string, unknown>

/** Never shown again once set. The word of Meta's handshake is not among them: an admin copies it there. (A web chat's own secret is ours, and its admin copies it into a shop.) */
const SECRETS: Partial<Record<ChannelType, readonly string[]>> = {
  email: EMAIL_SECRETS,
  whatsapp: ['accessToken', 'appSecret'],
  messenger: ['accessToken', 'appSecret'],
  instagram: ['accessToken', 'appSecret'],
  telegram: ['botToken', 'webhookSecret'],
  sms: ['authToken'],
}

/** A channel's settings with its secrets, for the adapter alone. Throws when the key that sealed them is gone. */
export function wholeSettings(c: Pick<typeof channels.$inferSelect, 'settings' | 'secrets'>): Settings {
  if (c.secrets === null) return c.settings
  const opened = unseal(c.secrets)
  return { ...c.settings, ...(typeof opened === 'object' && opened !== null ? opened : {}) }
}

/** As they are stored: what may be read, and what is sealed. */
export function parted(type: ChannelType, whole: Settings): { settings: Settings; secrets: string | null } {
  const names = SECRETS[type] ?? []
  const pick = (want: boolean) => Object.fromEntries(Object.entries(whole).filter(([name]) => names.includes(name) === want))
  const hidden = pick(true)
  return { settings: pick(false), secrets: Object.keys(hidden).length > 0 ? seal(hidden) : null }
}
