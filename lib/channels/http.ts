/** Calling a provider: bounded in time, and every way it can go wrong sorted by what may have happened there. */
import type { Fault, File } from './channel'
import { isFromInside } from '@/lib/net/fetch-outside'
import { fetchOrPlay } from './played'
import { privateFault } from './outside'
import { jsonOf, type Loose, obj } from './loose'

export type Answer = { status: number; headers: Headers; json: Loose }

/** Longest wait for an answer, ms. */
const TIMEOUT_MS = 30_000
/** Longest answer that is read, bytes: what providers say is short. */
const ANSWER_MAX = 1024 * 1024

/** Never left our side: to be tried again without a doubt. */
const NOT_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_CONNECT_TIMEOUT|UND_ERR_CONNECT_TIMEOUT|EPROTO|CERT_\w+|ERR_TLS_\w+|DEPTH_ZERO_SELF_SIGNED_CERT)$/

/** One call. A Fault when no whole answer came: `retry` when nothing can have arrived, `ambiguous` otherwise. */
export async function call(url: string, init: RequestInit, stop: AbortSignal, timeoutMs = TIMEOUT_MS): Promise<Answer | Fault> {
  try {
    const headers = new Headers(init.headers)
    // A connection that was kept may have been closed over there just now: then nobody could say whether the call arrived.
    headers.set('connection', 'close')
    const answer = await fetchOrPlay(url, { ...init, headers, redirect: 'manual', signal: AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)]) })
    const raw = await readUpTo(answer, ANSWER_MAX)
    const json = obj(jsonOf(raw))
    return { status: answer.status, headers: answer.headers, json: !answer.ok && isFromInside(answer) ? obj(withoutText(json)) : json }
  } catch (e) {
    const refused = privateFault(e)
    if (refused) return refused
    const code = codeOf(e)
    const unsent = NOT_SENT.test(code)
    return { class: unsent ? 'retry' : 'ambiguous', code: code || 'network', message: unsent ? 'The provider cannot be reached.' : 'delivery_unclear' }
  }
}

/** RFC 6749 5.2, by which refusals of a token are told apart. */
const OAUTH_ERRORS = new Set(['invalid_request', 'invalid_client', 'invalid_grant', 'unauthorized_client', 'unsupported_grant_type', 'invalid_scope'])

/** The numbers of a refusal from the operator's own network, by which it is sorted; whatever server that is, its words are not shown. */
function withoutText(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return /^\d{1,6}$/.test(value) || OAUTH_ERRORS.has(value) ? value : undefined
  if (typeof value !== 'object' || value === null || depth > 3) return typeof value === 'object' ? undefined : value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutText(inner, depth + 1)]))
}

export const isFault = (a: object): a is Fault => 'class' in a

/** Whether an answer was lost on the way rather than refused. */
function codeOf(e: unknown): string {
  for (let at = e, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) if ('code' in at && typeof at.code === 'string') return at.code
  return e instanceof Error ? e.name : ''
}

async function readUpTo(answer: Response, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = answer.body?.getReader()
  if (!reader) return new Uint8Array()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength
    if (size > most) {
      await reader.cancel()
      break
    }
    chunks.push(next.value)
  }
  return Buffer.concat(chunks)
}

/** `Retry-After` in ms; undefined when it says nothing. */
export function retryAfter(headers: Headers): number | undefined {
  const seconds = Number(headers.get('retry-after'))
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3600) * 1000 : undefined
}

type Download = {
  /** Sent to the first host only: credentials never follow a redirect to another. */
  headers?: Record<string, string>
  /** Where files of this provider may lie, besides the host of `base`: a host or its subdomains. */
  hosts: readonly string[]
  base: string
  name?: string
}

const REDIRECTS_MAX = 4

/** The file at a provider's address. Throws (to be tried again) unless it answers 200; an address elsewhere is refused. */
export async function download(from: string, { headers = {}, hosts, base, name = 'file' }: Download, stop: AbortSignal): Promise<File> {
  const home = new URL(base).host
  let url = new URL(from)
  const first = url.host
  for (let hop = 0; hop <= REDIRECTS_MAX; hop++) {
    if (url.host !== home && (url.protocol !== 'https:' || !hosts.some((h) => url.hostname === h || url.hostname.endsWith(`.${h}`))))
      throw new Error(`files are not fetched from ${url.host}`)
    const answer = await fetchOrPlay(url, {
      headers: { 'user-agent': 'Parley', connection: 'close', ...(url.host === first ? headers : {}) },
      redirect: 'manual',
      signal: AbortSignal.any([stop, AbortSignal.timeout(120_000)]),
    })
    const next = answer.status >= 300 && answer.status < 400 ? answer.headers.get('location') : null
    if (next) {
      await answer.body?.cancel()
      url = new URL(next, url)
      continue
    }
    const body = answer.body
    if (answer.status !== 200 || !body) {
      await body?.cancel()
      throw new Error(`the file's address answered ${answer.status}`)
    }
    return { name, type: answer.headers.get('content-type') ?? '', size: Number(answer.headers.get('content-length') ?? -1), open: async () => body }
  }
  throw new Error('too many redirects')
}

/** A file of ours in a multipart form, whole in memory: at most 25 MB (attachments/record.ts). */
export async function blobOf(file: File): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  const reader = (await file.open()).getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(new Uint8Array(next.value))
  return new Blob(chunks, { type: file.type })
}
