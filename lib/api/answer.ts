/** How every answer leaves: JSON with one set of headers, and one map from the domain's codes to HTTP's. */
import { API_POLICY, securityHeaders } from '@/lib/auth/headers'
import type { Code, Reason } from '@/lib/domain/errors'
import { report } from '@/lib/domain/report'

/** Made once, not at load (settings are read at first use): a plain header object goes to the socket without a detour. */
let jsonHeaders: Record<string, string> | undefined

const STATUS = { invalid: 400, forbidden: 403, missing: 404, conflict: 409, refused: 422, limited: 429, failed: 500 } as const satisfies Record<Code, number>
const STATUS_OF_REASON: Partial<Record<Reason, number>> = {
  not_signed_in: 401,
  session_over: 401,
  too_large: 413,
  file_too_large: 413,
  database_busy: 503,
  database_full: 503,
}

/** For every answer that is data: whatever it holds, a browser that opens it as a page lets it do nothing. */
export const dataHeaders = () => ({ ...securityHeaders(), 'content-security-policy': API_POLICY, 'cross-origin-resource-policy': 'same-origin' })

let Answer: typeof Response = Response
/** Makes answers of this class from now on: a server may have a quicker one than the platform's. */
export const answerWith = (made: typeof Response): void => void (Answer = made)

/** An answer of a dialect's own: text with the dialect's headers, by the quicker class where there is one. */
export const respond = (body: string, status: number, headers: Record<string, string>): Response => new Answer(body, { status, headers })

export function json(data: unknown, status = 200): Response {
  jsonHeaders ??= { ...dataHeaders(), 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }
  return new Answer(JSON.stringify(data), { status, headers: jsonHeaders })
}

/** Any thrown thing as an answer: `{error: {code, reason, message, data}}`. Never throws. */
export function problem(e: unknown): Response {
  const { code, reason, message, data } = report(e)
  return json({ error: { code, reason, message, data } }, STATUS_OF_REASON[reason] ?? STATUS[code])
}
