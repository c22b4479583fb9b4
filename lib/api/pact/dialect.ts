/** Pact's ways: its own header or a query parameter, forms and JSON alike, `{"status": …, "data": …}`. */
import { type Code, REASONS } from '@/lib/domain/errors'
import { respond } from '../answer'
import type { Dialect, Refusal, Route } from '../programs/route'

const STATUS = { invalid: 400, missing: 404, forbidden: 403, conflict: 409, limited: 429, refused: 409, failed: 500 } as const satisfies Record<Code, number>

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  respond(JSON.stringify(body), status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers })

const error = (status: number, code: string, message: string, headers?: Record<string, string>) => json(status, { status: 'error', errors: [{ code, message }] }, headers)

/** What may be missing, in the document's words. */
const BY_WHAT: Record<string, string> = {
  company: 'The company',
  conversation: 'The conversation',
  message: 'The message',
  job: 'The job',
  contact: 'The contact',
  user: 'The assignee',
  channel: 'The channel',
  attachment: 'The attachment',
}

function refuse(r: Refusal): Response {
  if (r.why === 'missing') return error(401, 'unauthorized', 'A private API token is required')
  if (r.why === 'wrong') return error(401, 'unauthorized', 'The private API token is not valid')
  if (r.why === 'scope') return error(403, 'forbidden', `The token lacks the scope ${r.scope}`)
  if (r.why === 'limited') return error(429, 'too_many_requests', 'Too many requests', { 'retry-after': String(r.retryAfter) })
  if (r.why === 'too_large') return error(413, 'too_large', 'The request body is too large')
  if (r.why === 'unreadable') return error(400, 'bad_request', 'The request body is neither JSON nor a form')
  if (r.why === 'no_route') return error(404, 'not_found', 'There is nothing at this address')
  if (r.why === 'wrong_method') return error(405, 'method_not_allowed', 'This address does not take this method')
  if (r.why === 'input')
    return r.where === 'path'
      ? error(404, 'not_found', 'Not found')
      : error(400, 'bad_request', `${String(r.issues[0]?.path.join('.') ?? '')}: ${r.issues[0]?.message ?? 'is not valid'}`)
  const { error: e } = r
  if (e.reason === 'database_busy' || e.reason === 'database_full') return error(503, e.reason, e.message, { 'retry-after': '1' })
  if (e.reason === 'too_large') return error(413, e.reason, e.message)
  if (e.reason === 'not_found') {
    const what = 'attachmentId' in e.data ? 'attachment' : String(e.data.what ?? '')
    return error(404, e.reason, `${BY_WHAT[what] ?? 'This'} was not found`)
  }
  return error(STATUS[e.code], e.reason, REASONS[e.reason][1], typeof e.data.retryAfter === 'number' ? { 'retry-after': String(e.data.retryAfter) } : undefined)
}

export const pact = (routes: readonly Route[]): Dialect => ({
  name: 'pact',
  routes,
  merged: true,
  secretField: 'private_api_token',
  secret: (request) => request.headers.get('x-private-api-token') ?? request.headers.get('x-api-token') ?? new URL(request.url).searchParams.get('private_api_token'),
  refuse: (r) => refuse(r),
  answer: (value) => json(200, value),
})
