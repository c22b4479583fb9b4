/** How every answer leaves: JSON with one set of headers, and one map from the domain's codes to HTTP's. */
import type { Code, Reason } from '@/lib/domain/errors'
import { report } from '@/lib/domain/report'

/** Made once: a response with a plain header object is written to the socket without a detour. */
const JSON_HEADERS: Record<string, string> = {
  'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer', 'content-security-policy': "default-src 'none'; frame-ancestors 'none'", 'cross-origin-resource-policy': 'same-origin',
}

const STATUS = { invalid: 400, forbidden: 403, missing: 404, conflict: 409, refused: 422, limited: 429, failed: 500 } as const satisfies Record<Code, number>
const STATUS_OF_REASON: Partial<Record<Reason, number>> = {
  not_signed_in: 401, session_over: 401, too_large: 413, file_too_large: 413, database_busy: 503, database_full: 503,
}

export const json = (data: unknown, status = 200): Response => new Response(JSON.stringify(data), { status, headers: JSON_HEADERS })

/** Any thrown thing as an answer: `{error: {code, reason, message, data}}`. Never throws. */
export function problem(e: unknown): Response {
  const { code, reason, message, data } = report(e)
  return json({ error: { code, reason, message, data } }, STATUS_OF_REASON[reason] ?? STATUS[code])
}
