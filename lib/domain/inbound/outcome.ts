/** What became of something that arrived. */
import type { StoredChannel } from '../channels/load'
import type { Work } from '../command'
import type { InboundEvent } from './event'

/** `parked`: the id it waits for. `note`: what an admin reads beside it. */
export type Outcome = { messageId?: number; note?: string } | { parked: string }

/** `id`: the stored event's; `at`: the provider's time. `late`: it waited long enough for what it speaks of. */
export type Arrival<T extends InboundEvent['type']> = { w: Work; channel: StoredChannel; id: number; at: Date; late: boolean; e: Extract<InboundEvent, { type: T }> }
