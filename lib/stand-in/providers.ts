/**
 * Plays WhatsApp, Telegram, Twilio, Messenger and Instagram on one loopback address: takes what is sent, answers as they
 * do, calls webhooks signed, again until they answer 200, and misbehaves on demand. For tests and for trying things out.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type House, makeHouse } from './house'
import { postByHttp } from './line'

export type { ProviderType } from './facts'
export type Providers = Omit<House, 'answer' | 'hangUp' | 'forget'> & { url: string; close(): Promise<void> }

/** `control`: what a POST to `/_/what` does. */
export async function startProviders({ port = 0, control }: { port?: number; control?: (what: string, body: unknown) => Promise<unknown> } = {}): Promise<Providers> {
  let url = ''
  const house = makeHouse(() => url, postByHttp)

  const server = createServer((req, res) => {
    serve(req, res).catch(() => res.destroy())
  })

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await bodyOf(req)
    const what = /^\/_\/(\w+)$/.exec(req.url ?? '')?.[1]
    if (what && control) return give(res, 200, await control(what, JSON.parse(body.toString('utf8') || '{}')).catch((e: unknown) => ({ error: String(e) })))
    const answer = house.answer({
      method: req.method ?? 'GET',
      url: new URL(req.url ?? '/', url),
      body,
      type: req.headers['content-type'] ?? '',
      authorization: req.headers.authorization ?? '',
    })
    if (answer.silence === 'hang') return
    if (answer.silence === 'lost') return void res.destroy()
    if (answer.bytes) return void res.writeHead(answer.status, answer.headers).end(answer.bytes)
    give(res, answer.status, answer.json, answer.headers)
  }

  await new Promise<void>((done) => void server.listen(port, '127.0.0.1', done))
  const at = server.address()
  if (!at || typeof at === 'string') throw new Error('no port')
  url = `http://127.0.0.1:${at.port}`
  return {
    ...house,
    url,
    async close() {
      house.hangUp()
      await new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      })
    },
  }
}

function give(res: ServerResponse, status: number, json: unknown, headers: Record<string, string> = {}): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json))
}

async function bodyOf(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk)
  return Buffer.concat(chunks)
}
