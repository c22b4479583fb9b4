/** How much one visitor, or one network address, may ask for. Taken before the change, so that a refusal still counts. */
import { keyOf, take } from '../limits/take'

const MINUTE = 60_000

/** New visitors from one address on a channel. Offices share addresses, so it is not small. Throws `too_many`. */
export const takeBegin = (channelId: number, address: string) => take(keyOf(`visitor:begin:${channelId}`, address), { max: 30, windowMs: 10 * MINUTE })

/** Messages of one visitor. */
export const takeMessage = (visitorId: number) => take(`visitor:message:${visitorId}`, { max: 40, windowMs: MINUTE })

/** Files of one visitor, and of all who come from one address: a new visitor costs nothing, a full disk does. */
export async function takeFile({ visitorId, channelId }: { visitorId: number; channelId: number }, address: string): Promise<void> {
  await take(`visitor:file:${visitorId}`, { max: 20, windowMs: 10 * MINUTE })
  await take(keyOf(`visitor:files:${channelId}`, address), { max: 60, windowMs: 10 * MINUTE })
}

/** Messages of all visitors who come from one address. */
export const takeMessages = (channelId: number, address: string) => take(keyOf(`visitor:messages:${channelId}`, address), { max: 300, windowMs: MINUTE })

/** Signed identities offered from one address: what is wrong is tried often. */
export const takeIdentity = (channelId: number, address: string) => take(keyOf(`visitor:identity:${channelId}`, address), { max: 60, windowMs: 10 * MINUTE })
