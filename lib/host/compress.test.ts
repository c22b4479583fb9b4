import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { createBrotliDecompress, createGunzip } from 'node:zlib'
import { afterEach, expect, it } from 'vitest'
import { withCompression } from './compress'

let server: Server | undefined
afterEach(() => server?.closeAllConnections())
afterEach(() => server?.close())

const FIRST = `<p>${'first '.repeat(400)}</p>`
const LAST = `<p>${'last '.repeat(400)}</p>`
const flush = (res: ServerResponse) => 'flush' in res && typeof res.flush === 'function' && void res.flush()

/** A page whose second half waits until `more` is called. */
async function streaming() {
  let more = () => {}
  const later = new Promise<void>((go) => (more = go))
  let closed = () => {}
  const gone = new Promise<void>((ok) => (closed = ok))
  const page = async (_: IncomingMessage, res: ServerResponse) => {
    res.on('close', closed)
    res.setHeader('content-type', 'text/html; charset=utf-8')
    res.write(FIRST)
    flush(res)
    await later
    res.end(LAST)
  }
  return { port: await listen(page), more, gone }
}

const listen = (pages: (req: IncomingMessage, res: ServerResponse) => unknown) =>
  new Promise<number>((ok) => {
    const s = (server = createServer(withCompression(pages)))
    s.listen(0, '127.0.0.1', () => {
      const at = s.address()
      ok(at && typeof at === 'object' ? at.port : 0)
    })
  })

const ask = (port: number, accept: string) =>
  new Promise<IncomingMessage>((ok, no) =>
    request({ port, host: '127.0.0.1', headers: { 'accept-encoding': accept } }, ok)
      .on('error', no)
      .end(),
  )

it.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['br;q=0.5, gzip;q=0.5', 'br'],
  ['gzip, deflate', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['identity', undefined],
])('what takes "%s" gets %s, and the first half of a page before there is a second', async (accept, encoding) => {
  const { port, more } = await streaming()
  const answer = await ask(port, accept)
  expect(answer.headers['content-encoding']).toBe(encoding)
  expect(answer.headers.vary).toMatch(/accept-encoding/i)
  const text = encoding === 'br' ? answer.pipe(createBrotliDecompress()) : encoding === 'gzip' ? answer.pipe(createGunzip()) : answer
  let got = ''
  let isFirst = true
  for await (const chunk of text) {
    got += String(chunk)
    if (isFirst && got.length >= FIRST.length) {
      expect(got).toBe(FIRST)
      isFirst = false
      more()
    }
  }
  expect(got).toBe(FIRST + LAST)
})

it('pictures and what is small are left as they are', async () => {
  const port = await listen((req, res) => {
    res.setHeader('content-type', req.url === '/picture' ? 'image/png' : 'text/html')
    res.end(req.url === '/picture' ? Buffer.alloc(5000) : 'short')
  })
  const picture = await new Promise<IncomingMessage>((ok) => request({ port, path: '/picture', headers: { 'accept-encoding': 'br' } }, ok).end())
  expect(picture.headers['content-encoding']).toBeUndefined()
  expect((await ask(port, 'br')).headers['content-encoding']).toBeUndefined()
})

it('who goes away in the middle ends the page', async () => {
  const { port, gone } = await streaming()
  const answer = await ask(port, 'br')
  answer.once('data', () => answer.destroy())
  await gone
})
