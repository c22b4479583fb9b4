/** The one way the browser asks our own API. */
import type { Reason } from '@/lib/domain/errors'

/** `offline`: no answer came at all. */
export type FailureReason = Reason | 'offline'

export class RequestError extends Error {
  override readonly name = 'RequestError'
  constructor(
    readonly reason: FailureReason,
    readonly status: number,
    readonly data: Record<string, unknown> = {},
    message: string = reason,
  ) {
    super(message)
  }
  /** Whether the same request may succeed in a moment. */
  get mayRetry(): boolean {
    return this.status === 0 || this.status >= 500 || this.status === 429
  }
}

type Value = string | number | boolean | null | undefined
type Options = { signal?: AbortSignal; timeoutMs?: number }

/** The address with its query; absent values are left out. */
export function urlOf(path: string, query: Record<string, Value> = {}): string {
  const q = new URLSearchParams()
  for (const [k, v] of Object.entries(query)) if (v !== undefined && v !== null && v !== '') q.set(k, String(v))
  const s = q.toString()
  return `/api/ui${path}${s ? `?${s}` : ''}`
}

/** Reads. Throws RequestError. `path` begins with a slash, under /api/ui. */
export const get = <T>(path: string, query?: Record<string, Value>, options?: Options) => request<T>('GET', urlOf(path, query), undefined, options)
export const post = <T>(path: string, body: unknown, options?: Options) => request<T>('POST', urlOf(path), body, options)
export const put = <T>(path: string, body: unknown, options?: Options) => request<T>('PUT', urlOf(path), body, options)
export const patch = <T>(path: string, body: unknown, options?: Options) => request<T>('PATCH', urlOf(path), body, options)
export const del = <T>(path: string, options?: Options) => request<T>('DELETE', urlOf(path), undefined, options)

async function request<T>(method: string, url: string, body: unknown, { signal, timeoutMs = 15_000 }: Options = {}): Promise<T> {
  const limit = AbortSignal.timeout(timeoutMs)
  let response: Response
  try {
    response = await fetch(url, {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? { accept: 'application/json' } : { accept: 'application/json', 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    })
  } catch (e) {
    if (signal?.aborted) throw e
    throw new RequestError('offline', 0)
  }
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) return answer as T
  throw failureOf(response.status, answer)
}

/** A change in the form a server action answers it. Throws only when no answer came. */
export async function resultOf<T>(asked: Promise<T>): Promise<{ ok: true; data: T } | { ok: false; error: { reason: FailureReason; data: Record<string, unknown> } }> {
  try {
    return { ok: true, data: await asked }
  } catch (e) {
    if (!(e instanceof RequestError) || e.status === 0) throw e
    return { ok: false, error: { reason: e.reason, data: e.data } }
  }
}

/** The error an answer of our API tells of; anything else (a proxy's page) is `unexpected`, or `proxy_limit` where that is what it says. */
export function failureOf(status: number, answer: unknown): RequestError {
  const error = isRecord(answer) && isRecord(answer.error) ? answer.error : {}
  // Our own 413 says its reason; one without is the proxy's, whose limit is lower than ours.
  const reason = typeof error.reason === 'string' ? (error.reason as Reason) : status === 413 ? 'proxy_limit' : 'unexpected'
  return new RequestError(reason, status, isRecord(error.data) ? error.data : {}, typeof error.message === 'string' ? error.message : reason)
}

const isRecord = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null
