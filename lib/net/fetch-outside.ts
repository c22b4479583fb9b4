/** `fetch` to an address that somebody typed into a setting: the same call, with every connection checked where it is made. */
import { request as http, type IncomingMessage } from 'node:http'
import { request as https } from 'node:https'
import { Readable } from 'node:stream'
import { guarded, isInside, refuseInside } from './outside'

/** Longest wait for a connection, ms. */
const CONNECT_MS = 10_000

class NoConnection extends Error {
  readonly code = 'ERR_CONNECT_TIMEOUT'
}

/**
 * One call; redirects are answers and never followed. `allowInside`: private addresses too. Throws NotAllowed for those
 * otherwise, whatever the address looks like and wherever its name leads, or the connection's own error with its `code`.
 */
export async function fetchOutside(to: string | URL, init: RequestInit, allowInside: boolean): Promise<Response> {
  const request = new Request(to, init)
  const url = new URL(request.url)
  if (!allowInside) refuseInside(url.hostname)
  const body = request.body === null ? null : Buffer.from(await request.arrayBuffer())
  const headers: Record<string, string> = { 'user-agent': 'Parley', accept: '*/*', ...Object.fromEntries(request.headers) }
  if (body) headers['content-length'] = String(body.length)
  const options = { method: request.method, headers, agent: false, signal: request.signal, ...(allowInside ? {} : { lookup: guarded }) }
  const answer = await new Promise<IncomingMessage>((done, failed) => {
    const call = (url.protocol === 'https:' ? https : http)(url, options, done)
    const timer = setTimeout(() => call.destroy(new NoConnection('no connection')), CONNECT_MS)
    const arrived = () => clearTimeout(timer)
    call.on('socket', (socket) => socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', arrived))
    call.on('close', arrived)
    call.on('error', failed)
    call.end(body ?? undefined)
  })
  const response = responseOf(answer)
  const from = answer.socket?.remoteAddress
  if (from === undefined || isInside(from)) fromInside.add(response)
  return response
}

const fromInside = new WeakSet<Response>()

/** Whether a private address gave this answer: what it says is not for whoever typed the address. */
export const isFromInside = (response: Response): boolean => fromInside.has(response)

const WITHOUT_BODY = new Set([204, 205, 304])

function responseOf(answer: IncomingMessage): Response {
  const status = answer.statusCode ?? 0
  if (status < 200 || status > 599) {
    answer.destroy()
    throw new Error(`the server answered ${status}`)
  }
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headers)) for (const one of [value ?? []].flat()) headers.append(name, one)
  if (!WITHOUT_BODY.has(status)) return new Response(Readable.toWeb(answer) as ReadableStream<Uint8Array>, { status, headers })
  answer.resume()
  return new Response(null, { status, headers })
}
