/** Addresses that know their conversation: `support+c_<id>_<signature>@…`. Letters and digits that survive any mail server. */
import { createHmac, timingSafeEqual } from 'node:crypto'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
const TOKEN = /[+._-]c_([a-z2-7]{10})_([a-z2-7]{6})@/

const encode = (n: number) => Array.from({ length: 10 }, (_, i) => ALPHABET[Math.floor(n / 32 ** (9 - i)) % 32]).join('')
const decode = (s: string) => [...s].reduce((n, c) => n * 32 + ALPHABET.indexOf(c), 0)

function signature(channelId: number, id: string, secret: string): string {
  const sum = createHmac('sha256', secret).update(`reply-to:${channelId}:${id}`).digest()
  return Array.from({ length: 6 }, (_, i) => ALPHABET[(sum[i] ?? 0) & 31]).join('')
}

/** The channel's address with the conversation in it. */
export function replyAddress(address: string, at: { channelId: number; conversationId: number }, secret: string): string {
  const [local, domain] = address.split('@')
  const id = encode(at.conversationId)
  return `${local}${local?.includes('+') ? '.' : '+'}c_${id}_${signature(at.channelId, id, secret)}@${domain}`
}

/** The conversation one of these addresses was signed for; undefined when none was. */
export function conversationIn(addresses: readonly string[], channelId: number, secret: string): number | undefined {
  for (const address of addresses.slice(0, 500)) {
    const [, id, said] = TOKEN.exec(address.toLowerCase()) ?? []
    if (id && said && timingSafeEqual(Buffer.from(said), Buffer.from(signature(channelId, id, secret)))) return decode(id)
  }
  return undefined
}
