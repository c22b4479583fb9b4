/** SendSeven's refusals: `{"detail": …}` in its three forms. */
import type { z } from 'zod'
import { type Code, type DomainError, REASONS } from '@/lib/domain/errors'
import type { Refusal } from '../programs/route'

const STATUS = { invalid: 400, missing: 404, forbidden: 403, conflict: 409, limited: 429, refused: 409, failed: 500 } as const satisfies Record<Code, number>

const json = (status: number, detail: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ detail }), { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers } })

/** What may be missing, where the domain says what. */
const BY_WHAT: Record<string, string> = {
  conversation: 'Conversation',
  message: 'Message',
  contact: 'Contact',
  method: 'Contact method',
  user: 'User',
  team: 'Team',
  channel: 'Channel',
  tag: 'Tag',
  field: 'Custom field',
  template: 'Template',
  attachment: 'Attachment',
}

/** What the caller asked for, for a "not found" that names it. */
const NOUNS: [RegExp, string][] = [
  [/^\/conversations/, 'Conversation'],
  [/^\/messages/, 'Message'],
  [/^\/contacts/, 'Contact'],
  [/^\/attachments/, 'Attachment'],
  [/^\/users/, 'User'],
  [/^\/channels/, 'Channel'],
  [/^\/webhook/, 'Webhook endpoint'],
  [/^\/tags/, 'Tag'],
  [/^\/custom-fields/, 'Custom field'],
  [/^\/whatsapp/, 'Template'],
]

export function refusal(r: Refusal, path: string): Response {
  if (r.why === 'missing') return json(401, 'Not authenticated', { 'www-authenticate': 'Bearer' })
  if (r.why === 'wrong') return json(401, 'Invalid or expired token', { 'www-authenticate': 'Bearer' })
  if (r.why === 'scope') return json(403, `Missing required scope: ${r.scope}`)
  if (r.why === 'limited') return json(429, 'Rate limit exceeded', { 'retry-after': String(r.retryAfter) })
  if (r.why === 'too_large') return json(413, 'Request body too large')
  if (r.why === 'unreadable') return json(422, [{ loc: ['body'], msg: 'JSON decode error', type: 'json_invalid' }])
  if (r.why === 'no_route') return json(404, 'Not Found')
  if (r.why === 'wrong_method') return json(405, 'Method Not Allowed')
  if (r.why === 'domain') return fromDomain(r.error, path)
  const noun = NOUNS.find(([at]) => at.test(path))?.[1] ?? 'Resource'
  if (r.where === 'path') return json(404, `${noun} not found`)
  if (r.where === 'query') return json(400, `Invalid value for parameter '${nameOf(r.issues)}'`)
  return json(
    422,
    r.issues.slice(0, 20).map((i) => ({ loc: ['body', ...i.path.map(String)], msg: i.message, type: typeOf(i, r.input) })),
  )
}

function fromDomain(e: DomainError, path: string): Response {
  if (e.reason === 'too_large') return json(413, e.message)
  if (e.reason === 'not_found') {
    const what = 'attachmentId' in e.data ? 'attachment' : String(e.data.what ?? '')
    return json(404, `${BY_WHAT[what] ?? NOUNS.find(([at]) => at.test(path))?.[1] ?? 'Resource'} not found`)
  }
  if (e.reason === 'not_allowed') return json(403, e.data.needsAdmin ? 'This needs an admin' : `Missing required scope: ${String(e.data.permission ?? '')}`)
  if (e.reason === 'database_busy' || e.reason === 'database_full') return json(503, e.message, { 'retry-after': '1' })
  return json(
    STATUS[e.code],
    { code: e.reason, message: REASONS[e.reason][1] },
    typeof e.data.retryAfter === 'number' ? { 'retry-after': String(e.data.retryAfter) } : {},
  )
}

const nameOf = (issues: readonly z.core.$ZodIssue[]) => String(issues[0]?.path[0] ?? '')

/** FastAPI's word for the fault, which clients switch on. */
function typeOf(i: z.core.$ZodIssue, input: unknown): string {
  const sent = i.path.reduce<unknown>((at, key) => (at !== null && typeof at === 'object' ? Reflect.get(at, key) : undefined), input)
  return sent === undefined ? 'missing' : 'value_error'
}
