/** Twist's ways: the token in the header, the address or the form; every call by GET and POST; JSON labelled exactly so. */
import { respond } from '../answer'
import { bearer } from '../programs/authenticate'
import type { Dialect, Route } from '../programs/route'
import { refused } from './errors'

/** One of Twist's Go clients takes nothing but exactly this for JSON. */
const HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

export const BOTH = ['GET', 'POST'] as const

const inAddress = (request: Request) => (request.url.includes('token=') ? new URL(request.url).searchParams.get('token') : null)

export const twist = (routes: readonly Route[]): Dialect => ({
  name: 'twist',
  routes,
  merged: true,
  secret: (request) => bearer(request.headers.get('authorization') ?? undefined) ?? inAddress(request) ?? request.headers.get('x-api-key'),
  secretField: 'token',
  refuse(refusal, at) {
    const { status, body, headers } = refused(refusal, at.route?.path ?? '')
    // Where a path belongs to another dialect's programs as well, they find their own word for it too.
    const said = at.route?.path === '/attachments/upload' ? { ...body, detail: body.error_string } : body
    return respond(JSON.stringify(said), status, { ...HEADERS, ...headers })
  },
  answer: (value, route) => respond(JSON.stringify(value), route.status ?? 200, HEADERS),
})
