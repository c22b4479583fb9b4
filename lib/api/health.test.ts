import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { doors } from '@/db/client'
import { type Client, startServer } from './testing/server'

let server: Awaited<ReturnType<typeof startServer>>
let anyone: Client
beforeAll(async () => {
  server = await startServer()
  anyone = await server.as(null)
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => server.close())

const broken = { status: 503, body: { status: 'failed', database: { status: 'unreachable' } } }

it('says so when the database fails, or does not answer within two seconds', async () => {
  const { read } = await doors()
  vi.spyOn(read, 'select').mockImplementationOnce(() => {
    throw new Error('gone')
  })
  expect(await anyone.get('/api/health')).toMatchObject(broken)
  // A statement that never ends.
  const never = { from: () => never, limit: () => new Promise(() => {}) }
  vi.spyOn(read, 'select').mockImplementationOnce(() => never as never)
  expect(await anyone.get('/api/health')).toMatchObject(broken)
  expect((await anyone.get('/api/health')).status).toBe(200)
})
