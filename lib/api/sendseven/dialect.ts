/** SendSeven's ways: a bearer or X-API-Key, an optional tenant header, JSON out, keys that make a request safe to repeat. */
import { DomainError } from '@/lib/domain/errors'
import { respond } from '../answer'
import { bearer } from '../programs/authenticate'
import type { Call, Dialect, Route } from '../programs/route'
import { refusal } from './errors'
import { numberOf } from './ids'
import { onceOnly } from '../programs/once'

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
  around(call: Call, route, work) {
    const key = call.request.headers.get('idempotency-key')
    if (!key || call.request.method === 'GET') return work()
    return onceOnly(call, key, work, {
      reused: () => refusal({ why: 'domain', error: new DomainError('key_reused') }, route.path),
      tooLong: () => refusal({ why: 'input', where: 'body', issues: [], input: {} }, route.path),
    })
  },
})
