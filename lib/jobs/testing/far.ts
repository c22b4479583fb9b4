/** The stand-in behind a door that remembers what was asked, and goes wrong for what is not a message too. For tests. */
import { createServer } from 'node:http'
import { makeHouse, type House } from '@/lib/stand-in/house'
import { postByHttp } from '@/lib/stand-in/line'

type Json = Record<string, unknown>
/** `method`: what a call does, in the provider's own word. */
export type Asked = Json & { method: string }
const TROUBLES = { '429': [429, 130429, 'slow down'], bad: [400, 100, 'Invalid parameter'], token: [401, 190, 'The token has expired.'] } as const

export type Far = House & {
  url: string
  /** Sends as they were asked, and everything else that was done, once it was taken. */
  sends: Json[]
  acted: Asked[]
  /** The next calls that send nothing go wrong. */
  hinder(kind: keyof typeof TROUBLES, times?: number): void
  close(): Promise<void>
}

export async function startFar(): Promise<Far> {
  let url = ''
  const house = makeHouse(() => url, postByHttp)
  const sends: Json[] = []
  const acted: Asked[] = []
  const troubles: (keyof typeof TROUBLES)[] = []
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (c: Buffer) => chunks.push(c))
    req.on('end', () => {
      const body = Buffer.concat(chunks)
      const type = req.headers['content-type'] ?? ''
      const at = new URL(req.url ?? '/', url)
      const json = (type.startsWith('application/json') ? JSON.parse(body.toString('utf8') || '{}') : {}) as Json
      const about = methodOf(at, json)
      const trouble = about === null || at.pathname.startsWith('/file') ? undefined : troubles.shift()
      if (trouble) {
        const [status, code, message] = TROUBLES[trouble]
        return void res
          .writeHead(status, { 'content-type': 'application/json' })
          .end(JSON.stringify({ ok: false, error_code: code, description: message, error: { code, message } }))
      }
      const answer = house.answer({ method: req.method ?? 'GET', url: at, body, type, authorization: req.headers.authorization ?? '' })
      if (answer.status < 300 && answer.sent) sends.push(json)
      if (answer.status < 300 && answer.done) acted.push({ ...json, method: about ?? '' })
      res.writeHead(answer.status, answer.headers ?? { 'content-type': 'application/json' }).end(answer.bytes ?? JSON.stringify(answer.json))
    })
  })
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  const at = server.address()
  if (!at || typeof at === 'string') throw new Error('no port')
  url = `http://127.0.0.1:${at.port}`
  return {
    ...house,
    url,
    sends,
    acted,
    hinder: (kind, times = 1) => void troubles.push(...Array.from({ length: times }, () => kind)),
    async close() {
      house.hangUp()
      await new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      })
    },
  }
}

/** Null for a call that sends a message. */
function methodOf(url: URL, body: Json): string | null {
  const bot = /^\/bot[^/]+\/(\w+)$/.exec(url.pathname)?.[1]
  if (bot) return /^send(Message|Photo|Document)$/.test(bot) ? null : bot
  if (typeof body.sender_action === 'string') return body.sender_action
  if (body.status === 'read') return body.typing_indicator ? 'typing' : 'read'
  if (body.type === 'reaction') return 'react'
  return url.searchParams.has('fields') ? 'profile' : null
}
