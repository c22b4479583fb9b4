/** Twist's refusals: a status and `{error_uuid, error_code, error_extra, error_string}`. */
import { z } from 'zod'
import { type Code, type DomainError, type Reason } from '@/lib/domain/errors'
import type { Refusal } from '../programs/route'

export const errorShape = z.object({ error_uuid: z.string(), error_code: z.number().int(), error_extra: z.record(z.string(), z.unknown()), error_string: z.string() })

type Kind = readonly [status: number, code: number]
const BAD_VALUE: Kind = [400, 20]
const FORBIDDEN: Kind = [403, 109]
const BAD_REQUEST: Kind = [400, 114]

const BY_CODE = {
  invalid: BAD_VALUE,
  missing: [404, 110],
  forbidden: FORBIDDEN,
  conflict: [409, 131],
  limited: [429, 114],
  refused: BAD_REQUEST,
  failed: [500, 110],
} as const satisfies Record<Code, Kind>

/** Where the reason says more than its code. */
const BY_REASON: Partial<Record<Reason, Kind>> = {
  not_yours: FORBIDDEN,
  request_running: [409, 114],
  wrong_kind: FORBIDDEN,
  too_large: [413, 205],
  file_too_large: [413, 205],
  file_empty: [400, 202],
  database_busy: [503, 110],
  database_full: [503, 110],
}

/** What may be missing, each with its own code. */
const MISSING = { conversation: 124, message: 125, user: 106, workspace: 105, attachment: 118, resource: 110 } as const
type Noun = keyof typeof MISSING

/** What a call is about, for a "not found" that does not say of what. */
const ABOUT: readonly [RegExp, Noun][] = [
  [/^\/(conversation_messages\/(getone|update|remove)|reactions)/, 'message'],
  [/^\/(conversation|search|hooks)/, 'conversation'],
  [/^\/(users|workspace_users)/, 'user'],
  [/^\/workspaces/, 'workspace'],
]

export type Refused = { status: number; body: z.output<typeof errorShape>; headers: Record<string, string> }

/** The refusal of a call at this path (below the version). */
export function refused(r: Refusal, path: string): Refused {
  switch (r.why) {
    case 'missing':
      return say([401, 120], 'Not logged in')
    case 'wrong':
      return say([403, 200], 'Invalid token')
    case 'limited':
      return say([429, 114], 'Too many requests', { retry_after: r.retryAfter }, { 'retry-after': String(r.retryAfter) })
    case 'scope':
      return say(FORBIDDEN, 'Forbidden: the token lacks a scope', { scope: r.scope })
    case 'unreadable':
      return say(BAD_REQUEST, 'The body is neither JSON nor a form')
    case 'too_large':
      return say([413, 205], 'The request is too large')
    case 'no_route':
      return say([404, 110], 'There is no such call')
    case 'wrong_method':
      return say([405, 114], 'Use GET or POST')
    case 'input':
      return ofInput(r)
    case 'domain':
      return ofDomain(r.error, path)
  }
}

function ofInput({ issues, input }: Extract<Refusal, { why: 'input' }>): Refused {
  const argument = String(issues[0]?.path[0] ?? '')
  const sent = argument && typeof input === 'object' && input !== null ? (input as Record<string, unknown>)[argument] : ''
  if (sent === undefined || sent === null) return say([400, 19], 'Required argument is missing', { argument })
  if (argument === 'attachments') return say([400, 118], 'Invalid attachments', { argument })
  return say(BAD_VALUE, 'Invalid argument value', { argument, explanation: issues[0]?.message ?? '' })
}

function ofDomain(e: DomainError, path: string): Refused {
  if (e.reason === 'not_found') return ofMissing(e, path)
  const retryAfter = e.reason === 'too_many' ? 60 : typeof e.data.retryAfter === 'number' ? e.data.retryAfter : null
  const extra = {
    ...(typeof e.data.field === 'string' ? { argument: e.data.field } : {}),
    ...(e.reason === 'request_running' ? { reason: e.reason } : {}),
    ...(retryAfter === null ? {} : { retry_after: retryAfter }),
  }
  return say(BY_REASON[e.reason] ?? BY_CODE[e.code], e.message, extra, retryAfter === null ? {} : { 'retry-after': String(retryAfter) })
}

function ofMissing(e: DomainError, path: string): Refused {
  const said = typeof e.data.what === 'string' ? (e.data.what in MISSING ? (e.data.what as Noun) : 'resource') : 'attachmentId' in e.data ? 'attachment' : null
  const noun = said ?? ABOUT.find(([at]) => at.test(path))?.[1] ?? 'resource'
  return say([noun === 'attachment' ? 400 : 404, MISSING[noun]], `${noun[0]?.toUpperCase()}${noun.slice(1)} not found`)
}

const say = ([status, error_code]: Kind, error_string: string, error_extra: Record<string, unknown> = {}, headers: Record<string, string> = {}): Refused => ({
  status,
  headers,
  body: { error_uuid: crypto.randomUUID(), error_code, error_extra, error_string },
})
