import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { doors, transaction } from '@/db/client'
import { dialect } from '@/db/columns/dialect'
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

describe('a database that reads and does not write', () => {
  it('is not healthy when the trial write is refused, and says why once', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
    const d = await doors()
    const refusal = Object.assign(new Error('attempt to write a readonly database'), { code: dialect === 'postgres' ? '25006' : 'SQLITE_READONLY' })
    const probe = vi.spyOn(d, 'probe').mockRejectedValue(refusal)
    const notWritable = { status: 503, body: { status: 'failed', database: { status: 'not-writable' } } }
    expect(await anyone.get('/api/health')).toMatchObject(notWritable)
    expect(await anyone.get('/api/health')).toMatchObject(notWritable)
    expect(logged.mock.calls.map(String)).toEqual([expect.stringMatching(/read-only/)])
    probe.mockRestore()
    expect((await anyone.get('/api/health')).status).toBe(200)
  })

  it.each(['SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_READONLY', '25006', '53100'])('is not healthy after a write failed with %s, until one is kept', async (code) => {
    const failing = transaction(async () => {
      throw Object.assign(new Error('x'), { code })
    })
    await expect(failing).rejects.toThrow('x')
    expect(await anyone.get('/api/health')).toMatchObject({ status: 503, body: { database: { status: 'not-writable' } } })
    await transaction(async () => {})
    expect((await anyone.get('/api/health')).status).toBe(200)
  })

  it('tries the real database', async () => {
    const { probe, raw } = await doors()
    await probe()
    if (dialect === 'sqlite') {
      await raw('pragma query_only = on')
      expect(await anyone.get('/api/health')).toMatchObject({ status: 503, body: { database: { status: 'not-writable' } } })
      await raw('pragma query_only = off')
    }
    expect((await anyone.get('/api/health')).status).toBe(200)
  })
})
