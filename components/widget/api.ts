/** Talking to /api/widget. The token stands in a header: an address would end up in logs. */

/** `reason`: of the domain's refusals, or `offline` when nothing came back. */
export class Problem extends Error {
  override readonly name = 'Problem'
  constructor(
    readonly reason: string,
    readonly status: number,
    readonly data: Record<string, unknown> = {},
  ) {
    super(reason)
  }
}

/** ms until a request counts as lost. Uploads take longer. */
const PATIENCE = 20_000
const PATIENCE_UPLOAD = 120_000

export type Ask = { token?: string | null; body?: unknown; file?: Blob; headers?: Record<string, string>; method?: 'GET' | 'POST' }

/** The raw answer. Throws Problem for anything but success. */
export async function ask(path: string, { token, body, file, headers, method }: Ask = {}): Promise<Response> {
  const ended = new AbortController()
  const late = setTimeout(() => ended.abort(), file ? PATIENCE_UPLOAD : PATIENCE)
  const sent: Record<string, string> = { ...headers }
  if (token) sent.authorization = `Bearer ${token}`
  if (body !== undefined) sent['content-type'] = 'application/json'
  let r: Response
  try {
    r = await fetch(path, {
      method: method ?? (body === undefined && !file ? 'GET' : 'POST'),
      headers: sent,
      body: file ?? (body === undefined ? undefined : JSON.stringify(body)),
      signal: ended.signal,
      cache: 'no-store',
      credentials: 'omit',
    })
  } catch {
    throw new Problem('offline', 0)
  } finally {
    clearTimeout(late)
  }
  if (r.ok) return r
  const said: unknown = await r.json().catch(() => null)
  throw problemIn(said, r.status)
}

function problemIn(said: unknown, status: number): Problem {
  const error = typeof said === 'object' && said !== null && 'error' in said ? said.error : null
  if (typeof error !== 'object' || error === null || !('reason' in error)) return new Problem(status >= 500 ? 'offline' : 'unexpected', status)
  return new Problem(String(error.reason), status, 'data' in error && typeof error.data === 'object' ? { ...error.data } : {})
}

/** The answer as JSON. */
export async function askJson<T>(path: string, options?: Ask): Promise<T> {
  const r = await ask(path, options)
  return (r.status === 204 ? undefined : await r.json()) as T
}
