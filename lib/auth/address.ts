/** Where a request comes from, for counting attempts. */
import { isIP } from 'node:net'

const PRIVATE = /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|::1$|f[cd]|fe80)/i

/**
 * The address our own server saw; under another host the nearest public one on the way, since what stands further left
 * in X-Forwarded-For may be the client's invention. `local` when there is none at all.
 */
export function addressOf(headers: Headers): string {
  const way = (headers.get('x-forwarded-for') ?? '')
    .split(',')
    .map((s) => s.trim())
    .filter((s) => isIP(s) > 0)
    .toReversed()
  const seen = process.env.VERCEL ? headers.get('x-real-ip') : headers.get('x-parley-address')
  const found = (seen ?? way.find((a) => !PRIVATE.test(a)) ?? way[0] ?? 'local').replace(/^::ffff:/i, '')
  // One customer line has a whole /64 of IPv6 addresses to try from.
  return isIP(found) === 6 ? found.split(':').slice(0, 4).join(':') : found.slice(0, 100)
}
