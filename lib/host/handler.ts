/** Which of the two mounts answers a request, and what is refused before either sees it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Reason, REASONS } from '@/lib/domain/errors'

type Listener = (req: IncomingMessage, res: ServerResponse) => unknown

/** Above the largest upload (25 MB) with its multipart frame; each route has its own, lower bound. */
const API_BODY_MAX = 26 * 1024 * 1024 + 64 * 1024
/** Server actions and forms of pages: settings and ids, never files nor messages. As in next.config.js and lib/auth/page-body.ts. */
const PAGE_BODY_MAX = 32 * 1024
/** next-auth's own forms. */
const AUTH_BODY_MAX = 16 * 1024
/** Mails come with their files inside; what is too large there an admin is told, and only the route knows whose it is. */
const MAIL = /^\/api\/webhooks\/email\//
/** Where handlers find who is asking; whatever a client sends under this name is replaced. */
export const ADDRESS_HEADER = 'x-parley-address'

/** `/api/*` but not next-auth's `/api/auth/*`, and Pact's `/p1/*`. */
const forApi = (path: string) => (/^\/api(\/|$)/.test(path) && !/^\/api\/auth(\/|$)/.test(path)) || /^\/+p1(\/|$)/.test(path)

/** `api` answers our own paths, `pages` the rest. `trustedProxies`: how many X-Forwarded-For entries are believed. */
export function makeHandler(api: Listener, pages: Listener, trustedProxies: number): Listener {
  globalThis.parleyNamesAddresses = true
  return (req, res) => {
    const url = req.url ?? '/'
    const path = url.split('?', 1)[0] ?? url
    const isApi = forApi(path)
    // Pact's clients join base and path with two slashes, which Next would answer with a redirect.
    if (isApi && path.includes('//')) req.url = path.replace(/\/{2,}/g, '/') + url.slice(path.length)
    nameAddress(req, trustedProxies)
    // Whatever answers: nothing of ours is ever to be taken for another type than it says.
    res.setHeader('x-content-type-options', 'nosniff')
    const tooMuch = MAIL.test(path) ? null : bodyTooLarge(req, isApi ? API_BODY_MAX : pageBodyMax(path), isApi)
    if (tooMuch) return refuseEarly(res, tooMuch.status, tooMuch.reason)
    // Next would call it a failure of its own.
    if (!isApi && !isReadable(path)) return refuseEarly(res, 400, 'bad_input')
    return (isApi ? api : pages)(req, res)
  }
}

function isReadable(path: string): boolean {
  try {
    return decodeURIComponent(path) !== ''
  } catch {
    return false
  }
}

const pageBodyMax = (path: string) => (/^\/api\/auth(\/|$)/.test(path) ? AUTH_BODY_MAX : PAGE_BODY_MAX)

function bodyTooLarge(req: IncomingMessage, max: number, isApi: boolean): { status: number; reason: Reason } | null {
  const length = Number(req.headers['content-length'] ?? 0)
  if (length > max) return { status: 413, reason: 'too_large' }
  // A page route reads a body without a bound; only the API counts what comes without a stated length.
  if (!isApi && req.headers['transfer-encoding'] !== undefined) return { status: 411, reason: 'bad_input' }
  return null
}

function refuseEarly(res: ServerResponse, status: number, reason: Reason): void {
  const [code, message] = REASONS[reason]
  res.writeHead(status, { 'content-type': 'application/json', connection: 'close', 'cache-control': 'no-store' })
  res.end(JSON.stringify({ error: { code, reason, message, data: {} } }))
}

/** Both forms of the headers are set: Next reads the object, the API's adapter the raw list. */
function nameAddress(req: IncomingMessage, trustedProxies: number): void {
  const raw = req.rawHeaders
  for (let i = raw.length - 2; i >= 0; i -= 2) if (raw[i]?.toLowerCase() === ADDRESS_HEADER) raw.splice(i, 2)
  const forwarded = String(req.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((s) => s.trim())
    .filter(Boolean)
  const address = (trustedProxies > 0 && forwarded.at(-trustedProxies)) || req.socket.remoteAddress || 'unknown'
  req.headers[ADDRESS_HEADER] = address
  raw.push(ADDRESS_HEADER, address)
}
