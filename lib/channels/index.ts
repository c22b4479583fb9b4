/** The kinds of channel that work today. A type that is missing can be named in the data but not connected. */
import type { Channel, ChannelType } from './channel'
import { email } from './email'
import { instagram } from './instagram'
import { messenger } from './messenger'
import { sms } from './sms'
import { telegram } from './telegram'
import { webchat } from './webchat'
import { whatsapp } from './whatsapp'

// Outside, a channel's settings are unknown: they are parsed by its own schema before it sees them.
export const channels: Partial<Record<ChannelType, Channel<unknown>>> = {
  webchat: webchat as Channel<unknown>,
  email: email as Channel<unknown>,
  whatsapp: whatsapp as Channel<unknown>,
  telegram: telegram as Channel<unknown>,
  sms: sms as Channel<unknown>,
  messenger: messenger as Channel<unknown>,
  instagram: instagram as Channel<unknown>,
}
