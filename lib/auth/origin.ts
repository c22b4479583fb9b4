/**
 * Did this write come from our own pages? Asked on every write that a cookie authorises. Next asks the same of its own
 * server actions (Origin against Host, in its action handler).
 */
import { appOrigin } from './settings'

/** True for reads; for writes only when Origin (else Referer, else Sec-Fetch-Site) names us. Saying nothing is not enough. */
export function sameOrigin(request: Request): boolean {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return true
  const from = request.headers.get('origin') ?? originOf(request.headers.get('referer'))
  if (from !== null) return ownOrigins(request).includes(from)
  return request.headers.get('sec-fetch-site') === 'same-origin'
}

function originOf(address: string | null): string | null {
  if (!address) return null
  try {
    return new URL(address).origin
  } catch {
    return 'null'
  }
}

/** The configured address, and the one that was asked. A page elsewhere can choose neither Host nor Origin. */
function ownOrigins(request: Request): string[] {
  const host = request.headers.get('host') ?? new URL(request.url).host
  return [appOrigin() ?? [], `http://${host}`, `https://${host}`].flat()
}
