/** Where a request comes from, for counting attempts. */
import { isIP } from 'node:net'
import { env } from '@/lib/env'

declare global {
  // Set by our own server, which puts the address it sees into `x-parley-address` of every request (lib/host/handler.ts).
  var parleyNamesAddresses: boolean | undefined
}

/**
 * The address that our own server saw, or Vercel's proxy. Under another host only what the proxies counted in TRUST_PROXY
 * wrote at the end of X-Forwarded-For: everything else in the headers may be the client's invention. `unknown` otherwise, and
 * all who are unknown count together.
 */
export function addressOf(headers: Headers): string {
  const found = (seen(headers) ?? 'unknown').replace(/^::ffff:/i, '')
  // One customer line has a whole /64 of IPv6 addresses to try from.
  return isIP(found) === 6 ? found.split(':').slice(0, 4).join(':') : found.slice(0, 100)
}

function seen(headers: Headers): string | null {
  if (globalThis.parleyNamesAddresses) return headers.get('x-parley-address')
  if (process.env.VERCEL) return headers.get('x-real-ip')
  const way = (headers.get('x-forwarded-for') ?? '').split(',').map((s) => s.trim())
  const written = env.trustedProxies > 0 ? way.at(-env.trustedProxies) : undefined
  return written && isIP(written) > 0 ? written : null
}
