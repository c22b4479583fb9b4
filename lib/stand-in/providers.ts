/**
 * Plays WhatsApp, Telegram, Twilio, Messenger and Instagram on one loopback address: takes what is sent, answers as they
 * do, calls webhooks signed, again until they answer 200, and misbehaves on demand. For tests and for trying things out.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { answerOf, type Sent } from './answers'
import { Line } from './line'

export type ProviderType = 'whatsapp' | 'telegram' | 'sms' | 'messenger' | 'instagram'

/** What goes wrong with the next sends. `hang`: it is taken and never answered; `lost`: taken, and the connection breaks. */
export type Trouble = '429' | '500' | 'token' | 'hang' | 'lost' | 'window' | 'opt_out' | 'bad'

export type Providers = {
  url: string
  /** Everything taken, in order. */
  sent: Sent[]
  /** Calls a webhook as this provider from now on, with receipts for what is sent. Gives the line to speak on. */
  connect(type: ProviderType, to: { webhookUrl: string; secret: string; receipts?: boolean }): Line
  /** The next `times` sends go wrong. */
  trouble(kind: Trouble, times?: number): void
  /** Refuses connections' requests until it is up again. */
  setDown(down: boolean): void
  /** Bytes to give for a file; `misses`: how many times it is 404 first. */
  file(id: string, bytes: Uint8Array, misses?: number): string
  close(): Promise<void>
}

/** `control`: what a POST to `/_/what` does. */
export async function startProviders({ port = 0, control }: { port?: number; control?: (what: string, body: unknown) => Promise<unknown> } = {}): Promise<Providers> {
  const sent: Sent[] = []
  const troubles: Trouble[] = []
  const files = new Map<string, { bytes: Uint8Array; misses: number }>()
  const lines = new Map<ProviderType, Line>()
  let isDown = false

  const server = createServer((req, res) => {
    serve(req, res).catch(() => res.destroy())
  })

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await bodyOf(req)
    const what = /^\/_\/(\w+)$/.exec(req.url ?? '')?.[1]
    if (what && control) return give(res, 200, await control(what, JSON.parse(body.toString('utf8') || '{}')).catch((e: unknown) => ({ error: String(e) })))
    if (isDown) return give(res, 503, { error: { code: 2, message: 'down' }, ok: false, error_code: 503, description: 'down' })
    const answer = answerOf(
      { method: req.method ?? 'GET', url: new URL(req.url ?? '/', url), body, type: req.headers['content-type'] ?? '', authorization: req.headers.authorization ?? '' },
      { files, base: url, trouble: () => troubles.shift() },
    )
    if (answer.sent) {
      sent.push(answer.sent)
      lines.get(answer.sent.type)?.receipts(answer.sent)
    }
    if (answer.silence === 'hang') return
    if (answer.silence === 'lost') return void res.destroy()
    if (answer.bytes) return void res.writeHead(answer.status, { 'content-type': 'application/octet-stream' }).end(answer.bytes)
    give(res, answer.status, answer.json, answer.headers)
  }

  await new Promise<void>((done) => void server.listen(port, '127.0.0.1', done))
  const at = server.address()
  if (!at || typeof at === 'string') throw new Error('no port')
  const url = `http://127.0.0.1:${at.port}`
  return {
    url,
    sent,
    connect(type, to) {
      const line = new Line(type, to)
      lines.set(type, line)
      return line
    },
    trouble: (kind, times = 1) => void troubles.push(...Array.from({ length: times }, () => kind)),
    setDown: (down) => void (isDown = down),
    file(id, bytes, misses = 0) {
      files.set(id, { bytes, misses })
      return `${url}/files/${id}`
    },
    async close() {
      for (const line of lines.values()) line.hangUp()
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
