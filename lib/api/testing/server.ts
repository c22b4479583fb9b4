/** The application on a real port, and people who are signed in to it. For tests. */
import { createServer } from 'node:http'
import { cookieName, encodeToken } from '@/lib/auth/token'
import { beginSession } from '@/lib/domain/sessions/begin'
import { apiListener } from '../listener'

export type Client = {
  cookie: string
  get: (path: string, headers?: Record<string, string>) => Promise<Answer>
  /** Sends JSON unless `body` is text or bytes. The Origin is our own unless `headers` says otherwise. */
  send: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
}
// eslint-disable-next-line typescript/no-explicit-any -- a test looks into whatever shape comes back
export type Answer = { status: number; headers: Headers; body: any; text: string }

/** Listens on a free port of loopback. `close` ends it and whatever is still connected. */
export async function startServer(): Promise<{ url: string; as: (user: { id: number; sessionVersion: number } | null) => Promise<Client>; close: () => Promise<void> }> {
  // As behind our own server, whose part the tests' headers play.
  globalThis.parleyNamesAddresses = true
  const server = createServer(apiListener())
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  const at = server.address()
  if (!at || typeof at === 'string') throw new Error('no port')
  const url = `http://127.0.0.1:${at.port}`
  return {
    url,
    as: async (user) =>
      clientOf(
        url,
        user ? `${cookieName()}=${await encodeToken(user.id, user.sessionVersion, await beginSession(user.id, { userAgent: 'test', address: '127.0.0.1' }))}` : '',
      ),
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

function clientOf(url: string, cookie: string): Client {
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const r = await fetch(url + path, init)
    const text = await r.text()
    const isJson = r.headers.get('content-type')?.startsWith('application/json')
    return { status: r.status, headers: r.headers, body: isJson ? JSON.parse(text) : null, text }
  }
  return {
    cookie,
    get: (path, headers) => ask(path, { headers: { cookie, ...headers } }),
    send: (method, path, body, headers) => {
      const isRaw = typeof body === 'string' || body instanceof Uint8Array
      return ask(path, { method, headers: { cookie, origin: url, ...headers }, body: body === undefined ? undefined : isRaw ? (body as BodyInit) : JSON.stringify(body) })
    },
  }
}
