/** How much of a channel's message a text fills. Pure. */
import type { ChannelType } from '@/db/schema/channels'
import { limitOf } from '@/lib/channels/limits'

/** `left`: units until one message is full, below 0 when it leaves as several `pieces`. `segments`: what a text message is billed as. */
export type Room = { max: number; left: number; pieces: number; segments?: { count: number; isUnicode: boolean } }

export function roomOf(type: ChannelType, text: string): Room {
  const { textMax: max, inBytes, segments } = limitOf(type)
  const size = inBytes ? new TextEncoder().encode(text).length : text.length
  const room = { max, left: max - size, pieces: Math.ceil(size / max) }
  return segments && text !== '' ? { ...room, segments: segmentsOf(text) } : room
}

/** The alphabet of GSM 03.38; those of the second line take two places. */
const GSM = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€\f]*$/
const GSM_TWICE = /[\^{}\\[~\]|€\f]/g

/** One character outside the alphabet, and every character takes twice the space. */
function segmentsOf(text: string): { count: number; isUnicode: boolean } {
  const isUnicode = !GSM.test(text)
  const size = isUnicode ? text.length : text.length + (text.match(GSM_TWICE)?.length ?? 0)
  const [alone, each] = isUnicode ? [70, 67] : [160, 153]
  return { count: size <= alone ? 1 : Math.ceil(size / each), isUnicode }
}
