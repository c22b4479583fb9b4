/**
 * Did this write come from our own pages? Asked on every write that a cookie authorises. Next compares the Origin of
 * server actions with the Host too, but lets one without any Origin pass: proxy.ts asks this first.
 */
import { appOrigin } from './settings'

/** True for reads; for writes only when Origin (else Referer, else Sec-Fetch-Site) names us. Saying nothing is not enough. */
export function sameOrigin(request: Request): boolean {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return true
  const from = saidOrigin(request)
  if (from !== null) return ownOrigins(request).includes(from)
  return request.headers.get('sec-fetch-site') === 'same-origin'
}

/** The origin the client names; null when it names none. */
export function saidOrigin(request: Request): string | null {
  const referer = request.headers.get('referer')
  return request.headers.get('origin') ?? (referer === null ? null : URL.canParse(referer) ? new URL(referer).origin : 'null')
}

/** The configured address, and the one that was asked. A page elsewhere can choose neither of the three headers. */
function ownOrigins(request: Request): string[] {
  const asked = [request.headers.get('host'), request.headers.get('x-forwarded-host')].filter((h) => h !== null)
  return [appOrigin() ?? [], asked.flatMap((host) => [`http://${host}`, `https://${host}`])].flat()
}
