/** Where a request comes from, for counting attempts. */
import { isIP } from 'node:net'

const PRIVATE = /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|::1$|f[cd]|fe80)/i

/**
 * The nearest public address on the way. Every proxy appends the one it heard from, so what stands further left may be
 * invented by the client; ours on the private network are passed over. `local` when there is none at all.
 */
export function addressOf(headers: Headers): string {
  const way = (headers.get('x-forwarded-for') ?? '').split(',').map((s) => s.trim().replace(/^::ffff:/i, '')).filter((s) => isIP(s) > 0).toReversed()
  const found = way.find((a) => !PRIVATE.test(a)) ?? way[0] ?? 'local'
  // One customer line has a whole /64 of IPv6 addresses to try from.
  return isIP(found) === 6 ? found.split(':').slice(0, 4).join(':') : found
}
