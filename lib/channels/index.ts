/** The kinds of channel that work today. A type that is missing can be named in the data but not connected. */
import type { Channel, ChannelType } from './channel'
import { webchat } from './webchat'

// A channel's own settings are parsed by its own schema before it sees them: outside, they are unknown.
export const channels: Partial<Record<ChannelType, Channel<never>>> = { webchat }
