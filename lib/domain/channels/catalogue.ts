/** What differs between channel types, as data: the domain, the composer and the adapters read the same lines. */
import type { ChannelType } from '@/db/schema/channels'

type Traits = {
  /** `pull`: the customer's side fetches from us, so a written message is sent. `push`: a job delivers it. */
  leaves: 'pull' | 'push'
  /** Longest text of one provider message, in UTF-16 units. */
  textMax: number
  /** The limit counts bytes of UTF-8 instead. */
  inBytes?: boolean
  /** How long after the customer's last message we may write freely, ms. Absent: always, or it depends on more than that. */
  windowMs?: number
}

export const catalogue = {
  webchat: { leaves: 'pull', textMax: 100_000 },
  email: { leaves: 'push', textMax: 100_000 },
  whatsapp: { leaves: 'push', textMax: 4096, windowMs: 24 * 60 * 60_000 },
  telegram: { leaves: 'push', textMax: 4096 },
  sms: { leaves: 'push', textMax: 1600 },
  messenger: { leaves: 'push', textMax: 2000 },
  instagram: { leaves: 'push', textMax: 1000, inBytes: true },
} as const satisfies Record<ChannelType, Traits>

/** What a provider takes as one message of this text. */
export const limitOf = (type: ChannelType): Traits => catalogue[type]
