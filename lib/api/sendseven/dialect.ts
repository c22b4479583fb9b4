/** SendSeven's ways: a bearer or X-API-Key, an optional tenant header, JSON out, keys that make a request safe to repeat. */
import { respond } from '../answer'
import { bearer } from '../programs/authenticate'
import type { Dialect, Route } from '../programs/route'
import { refusal } from './errors'
import { numberOf } from './ids'

export const sendseven = (routes: readonly Route[]): Dialect => ({
  name: 'sendseven',
  routes,
  secret: (request) => bearer(request.headers.get('authorization') ?? undefined) ?? request.headers.get('x-api-key'),
  admit(actor, request) {
    const tenant = request.headers.get('x-tenant-id')
    if (tenant === null || tenant === '' || numberOf('tenant', tenant) === actor.workspaceId) return null
    return new Response(JSON.stringify({ detail: 'Token does not belong to this tenant' }), { status: 403, headers: { 'content-type': 'application/json' } })
  },
  refuse: (r, at) => refusal(r, new URL(at.request.url).pathname.replace(/^.*?\/api\/v1/, '')),
  answer: (value, route) => respond(JSON.stringify(value), route.status ?? 200, { 'content-type': 'application/json', 'cache-control': 'no-store' }),
})
