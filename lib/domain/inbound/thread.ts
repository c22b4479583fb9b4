/** In which conversation a message belongs, where the channel itself can tell. Not a verb. */
import type { StoredChannel } from '../channels/load'
import type { Work } from '../command'
import type { InboundEvent } from './event'

/** undefined: wherever this contact is writing now on this channel. */
export async function conversationFor(
  _w: Work,
  _channel: StoredChannel,
  _contactId: number,
  _e: Extract<InboundEvent, { type: 'message' }>,
): Promise<number | undefined> {
  return undefined
}
