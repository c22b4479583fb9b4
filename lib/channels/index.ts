/** The kinds of channel that work today. A type that is missing can be named in the data but not connected. */
import type { Channel, ChannelType } from './channel'
import { webchat } from './webchat'

// Outside, a channel's settings are unknown: they are parsed by its own schema before it sees them.
export const channels: Partial<Record<ChannelType, Channel<unknown>>> = { webchat }
