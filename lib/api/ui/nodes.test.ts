import { type ChildProcess, fork } from 'node:child_process'
import { resolve } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { dialect } from '@/db/columns/dialect'
import { makeScene } from '@/db/factories'
import { receive } from '@/lib/domain/messages/receive'
import { closeStreams, startRealtime, visitorPresence } from '@/lib/realtime/hub'
import { startServer } from '../testing/server'
import { listen } from '../testing/stream'

// Only Postgres serves several processes; on SQLite there is one.
describe.runIf(dialect === 'postgres')('two servers of one database', () => {
  let child: ChildProcess
  let url = ''
  let here: Awaited<ReturnType<typeof startServer>>
  beforeAll(async () => {
    child = fork(resolve('lib/api/testing/node.ts'), { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
    url = await new Promise<string>((ok) => child.stdout?.once('data', (d: Buffer) => ok(String(d).trim())))
    here = await startServer()
    startRealtime()
  })
  afterAll(async () => {
    child.kill()
    await closeStreams()
    await here.close()
  })

  it('a commit here and a sign of life here are heard there at once', async () => {
    const s = await makeScene()
    const there = await listen(url, await here.as(s.users.ana), { after: 0 })
    const hello = () => receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    const m = await hello()
    await there.until((h) => h.events.length === 2)
    const began = performance.now()
    await hello()
    await there.until((h) => h.events.length === 3)
    // Well below the slow poll: it was the hint that woke the other server.
    expect(performance.now() - began).toBeLessThan(2500)
    visitorPresence({ workspaceId: s.workspace.id, conversationId: m.conversationId, online: true, typing: true })
    await there.until((h) => h.presence.at(-1)?.contactTyping === true)
    await there.cut()
  })

  it('survives losing the connection that carries the hints', async () => {
    const s = await makeScene()
    const there = await listen(url, await here.as(s.users.ana), { after: 0 })
    const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
    await client.connect()
    const listeners = () => client.query<{ pid: number }>(`select pid from pg_stat_activity where application_name = 'parley-hints' and datname = current_database()`)
    await vi.waitFor(async () => expect((await listeners()).rows).toHaveLength(2))
    for (const { pid } of (await listeners()).rows) await client.query('select pg_terminate_backend($1)', [pid])
    await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'While deaf' })
    await there.until((h) => h.events.length === 2)
    await vi.waitFor(async () => expect((await listeners()).rows).toHaveLength(2), { timeout: 5000 })
    await client.end()
    await there.cut()
  })
})
