/** A program's endpoint that hears webhooks and answers activations as published receivers do. For tests. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// eslint-disable-next-line typescript/no-explicit-any -- a test looks into whatever shape comes in
export type Heard = { raw: string; body: any; headers: Record<string, string> }

export async function startReceiver(): Promise<{ url: string; heard: Heard[]; close: () => Promise<void> }> {
  const heard: Heard[] = []
  const server = createServer((req, res) => {
    let raw = ''
    req.on('data', (c) => (raw += c))
    req.on('end', () => {
      const body = JSON.parse(raw)
      heard.push({ raw, body, headers: Object.fromEntries(Object.entries(req.headers).map(([k, v]) => [k, String(v)])) })
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ challenge: body.challenge }))
    })
  })
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    heard,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
