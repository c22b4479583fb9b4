import '../testing/data-dir'
import { createServer, type Server } from 'node:http'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import type * as Outside from '@/lib/net/outside'
import { app } from '../app'
import { pictureOfToken, pictureUrl } from './address'

// The pictures of these tests lie on this machine, where the real one does not look.
const world = vi.hoisted(() => ({ isHere: false }))
vi.mock('@/lib/net/outside', async (real) => {
  const outside = await real<typeof Outside>()
  return { ...outside, getOutside: (to: string, bounds: object) => outside.getOutside(to, world.isHere ? { ...bounds, allowInside: true } : bounds) }
})

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
let far: Server
let at: string
let asked: { url: string; headers: object }[] = []

beforeAll(async () => {
  far = createServer((req, res) => {
    asked.push({ url: req.url ?? '', headers: req.headers })
    if (req.url === '/to') return void res.writeHead(302, { location: '/p.png' }).end()
    if (req.url === '/round') return void res.writeHead(302, { location: '/round' }).end()
    if (req.url === '/file') return void res.writeHead(302, { location: 'file:///etc/passwd' }).end()
    if (req.url === '/svg') return void res.writeHead(200, { 'content-type': 'image/png' }).end('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
    if (req.url === '/large') return void res.writeHead(200).end(Buffer.concat([PNG, Buffer.alloc(6 * 2 ** 20)]))
    if (req.url?.startsWith('/p.png')) return void res.writeHead(200, { 'set-cookie': 'a=b', 'content-type': 'text/html' }).end(PNG)
    res.writeHead(404).end()
  })
  await new Promise<void>((ok) => far.listen(0, '127.0.0.1', ok))
  const address = far.address()
  at = `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`
})
afterAll(() => new Promise<void>((ok) => far.close(() => ok())))
afterEach(() => {
  vi.unstubAllEnvs()
  world.isHere = false
  asked = []
})
const get = (path: string) => app.fetch(new Request(`http://localhost${path}`, { headers: { cookie: 'session=secret', 'user-agent': 'Agent' } }))
const picture = (path: string) => get(pictureUrl(at + path) ?? '')

it('a picture from outside comes through us, once, with nothing of the reader', async () => {
  world.isHere = true
  for (let i = 0; i < 2; i++) {
    const answer = await picture('/p.png?who=ann')
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    })
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(PNG)
  }
  expect(asked.map((a) => a.url)).toEqual(['/p.png?who=ann'])
  expect(JSON.stringify(asked)).not.toMatch(/secret|Agent"/)
  expect((await picture('/to')).status).toBe(200)
})

it('what is no picture, too large, endless or elsewhere is not there', async () => {
  world.isHere = true
  for (const path of ['/svg', '/large', '/round', '/file', '/none']) expect((await picture(path)).status, path).toBe(404)
  expect(asked.filter((a) => a.url === '/round').length).toBeLessThan(6)
})

it('nothing inside is fetched, and only what we signed', async () => {
  expect((await picture('/p.png?inside')).status).toBe(404)
  // Webhooks that may go there are an admin's; the address of a picture is anybody's.
  vi.stubEnv('WEBHOOKS_ALLOW_PRIVATE', '1')
  expect((await picture('/p.png?inside')).status).toBe(404)
  expect(asked).toEqual([])
  const url = pictureUrl('https://x.test/p.png', 0) ?? ''
  expect((await get(url)).status).toBe(404)
  expect(pictureOfToken(url.split('/').at(-1) ?? '', 0)).toBe('https://x.test/p.png')
  expect(pictureOfToken(url.split('/').at(-1) ?? '', 3 * 86_400_000)).toBeNull()
  expect(pictureOfToken((pictureUrl('https://x.test/a') ?? '').split('/').at(-1)?.replace(/^../, 'aa') ?? '')).toBeNull()
  expect(pictureUrl('javascript:alert(1)')).toBeNull()
  expect(pictureUrl('ftp://x.test/a')).toBeNull()
})
