import { request, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeHandler } from './handler'

const seen = (name: string) => (req: IncomingMessage, res: ServerResponse) => {
  req.resume()
  res.end(
    JSON.stringify({
      by: name,
      url: req.url,
      address: req.headers['x-parley-address'],
      raw: req.rawHeaders.filter((_, i) => i % 2 === 0 && req.rawHeaders[i]?.toLowerCase() === 'x-parley-address').length,
    }),
  )
}
const servers: Server[] = []
const listen = (trusted: number) =>
  new Promise<number>((ok) => {
    const s = createServer(makeHandler(seen('api'), seen('pages'), trusted))
    servers.push(s)
    s.listen(0, '127.0.0.1', () => {
      const at = s.address()
      ok(at && typeof at === 'object' ? at.port : 0)
    })
  })
let port = 0
let behindProxy = 0
beforeAll(async () => {
  ;[port, behindProxy] = [await listen(0), await listen(1)]
})
afterAll(() => servers.forEach((s) => s.close()))

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET', to = port) =>
  new Promise<{ status: number; body: string }>((ok, no) => {
    const r = request({ port: to, host: '127.0.0.1', path, headers, method }, (res) => {
      let body = ''
      res.on('data', (d: Buffer) => (body += d.toString()))
      res.on('end', () => ok({ status: res.statusCode ?? 0, body }))
    })
    r.on('error', no)
    r.end()
  })

const nosniff = (path: string) =>
  new Promise((ok, no) => {
    const r = request({ port, host: '127.0.0.1', path }, (res) => {
      res.resume()
      ok(res.headers['x-content-type-options'])
    })
    r.on('error', no)
    r.end()
  })

describe('the two mounts', () => {
  it.each([
    ['/api/ui/me', 'api'],
    ['/api', 'api'],
    ['/api/auth/csrf', 'pages'],
    ['/api/authors', 'api'],
    ['/apiary', 'pages'],
    ['/p1/companies', 'api'],
    ['/', 'pages'],
    ['/inbox?x=/api/', 'pages'],
  ])('%s is answered by %s', async (path, by) => {
    expect(JSON.parse((await ask(path)).body)).toMatchObject({ by, url: path })
  })

  it('says of every answer that its type is what it says, whoever gives it', async () => {
    for (const path of ['/api/ui/me', '/', '/sign-in', '/widget/%00%ff', '/_next/static/x.woff2']) expect(await nosniff(path), path).toBe('nosniff')
  })

  it('takes two slashes for one under /p1, and leaves the query alone', async () => {
    expect(JSON.parse((await ask('//p1//companies//5?u=http://x//y')).body)).toMatchObject({ by: 'api', url: '/p1/companies/5?u=http://x//y' })
  })

  it('refuses bodies that are too large or, for pages, without a length, before anybody reads them', async () => {
    expect(await ask('/sign-in', { 'content-length': '2000000' }, 'POST')).toMatchObject({ status: 413 })
    const senders: Record<string, string>[] = [{}, { 'next-action': 'x' }]
    for (const action of senders) {
      expect(await ask('/sign-in', { 'content-length': '32769', ...action }, 'POST')).toMatchObject({ status: 413 })
      expect(await ask('/settings/channels/1', { 'content-length': '200000', ...action }, 'POST')).toMatchObject({ status: 413 })
    }
    expect(await ask('/api/auth/callback/credentials', { 'content-length': '20000' }, 'POST')).toMatchObject({ status: 413 })
    expect(await ask('/api/ui/attachments', { 'content-length': '99000000' }, 'POST')).toMatchObject({ status: 413 })
    expect(await ask('/api/auth/callback/credentials', { 'transfer-encoding': 'chunked' }, 'POST')).toMatchObject({ status: 411 })
    expect(await ask('/api/ui/x', { 'transfer-encoding': 'chunked' }, 'POST')).toMatchObject({ status: 200 })
  })

  it('refuses an address that is no text', async () => {
    expect(await ask('/widget/%00%ff')).toMatchObject({ status: 400 })
    expect(await ask('/caf%C3%A9')).toMatchObject({ status: 200 })
  })

  it('names the caller itself, and believes only the proxies it was told of', async () => {
    const lies = { 'x-parley-address': '9.9.9.9', 'x-forwarded-for': '8.8.8.8, 7.7.7.7' }
    expect(JSON.parse((await ask('/api/x', lies)).body)).toMatchObject({ address: '127.0.0.1', raw: 1 })
    expect(JSON.parse((await ask('/api/x', lies, 'GET', behindProxy)).body)).toMatchObject({ address: '7.7.7.7', raw: 1 })
  })
})
