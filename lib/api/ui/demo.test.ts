import '../testing/data-dir'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { jobs } from '@/db/schema/events'
import { workspaces } from '@/db/schema/workspaces'
import { createChannel } from '@/lib/domain/channels/create'
import { list } from '@/lib/domain/conversations/list'
import { reply } from '@/lib/domain/messages/reply'
import { key, refused } from '@/lib/domain/testing/expect'
import { passTime } from '@/lib/domain/workspaces/pass-time'
import { demoSettings, startDemoCustomers } from '@/lib/host/demo-customers'
import { arriveAfter } from '@/lib/jobs/arrive'
import { deliver } from '@/lib/jobs/deliver'
import { startWorker } from '@/lib/jobs/worker'
import { startServer } from '../testing/server'

let server: Awaited<ReturnType<typeof startServer>>
let play: { stop(): void } | undefined
beforeAll(async () => void (server = await startServer()))
afterAll(() => server.close())
afterEach(() => play?.stop())
const WAIT = { timeout: 10_000, interval: 20 }

async function scene(isDemo: boolean) {
  const s = await makeScene()
  await transaction((db) => db.update(workspaces).set({ isDemo }).where(eq(workspaces.id, s.workspace.id)).returning())
  await transaction((db) => db.delete(jobs).returning())
  const channel = await createChannel(s.house, { type: 'whatsapp', name: 'WhatsApp', settings: demoSettings('whatsapp') ?? {} })
  return { ...s, channel, web: await server.as(s.users.ana) }
}
const ALL = [
  ['GET', ''],
  ['POST', '/say'],
  ['POST', '/react'],
  ['POST', '/consent'],
  ['POST', '/pass'],
] as const

it('outside of a demo there is nothing: no page’s data, no player, no calls', async () => {
  const s = await scene(false)
  play = await startDemoCustomers()
  expect([globalThis.parleyPlayed, globalThis.parleyStage]).toEqual([undefined, undefined])
  for (const web of [s.web, await server.as(null)])
    for (const [method, path] of ALL) expect((await (method === 'GET' ? web.get('/api/ui/demo') : web.send(method, `/api/ui/demo${path}`, {}))).status, path).toBe(404)
  await refused('not_allowed', [passTime(s.house, { channelId: s.channel.id, address: '34600111222', hours: 25 })])
})

// The embedded database alone has a demo.
it.skipIf(process.env.DATABASE_URL)('its own people play its customers: what they write arrives, what is answered is seen, and only there', async () => {
  const s = await scene(true)
  const stranger = await server.as((await scene(false)).users.ana)
  play = await startDemoCustomers()
  const worker = startWorker({ handlers: { arrive: arriveAfter(10, 100), deliver }, pollMs: 20 })
  try {
    expect((await stranger.get('/api/ui/demo')).status).toBe(404)
    expect((await (await server.as(null)).get('/api/ui/demo')).status).toBe(401)
    const them = { type: 'whatsapp', address: '+12025550199' }
    expect((await s.web.send('POST', '/api/ui/demo/say', { ...them, name: 'Robin', text: 'Hello' })).body).toEqual({ status: 200 })
    const first = async () => (await list(s.ana, { kind: 'customer', channelId: s.channel.id })).rows[0]
    const row = await vi.waitFor(async () => (await first()) ?? Promise.reject(new Error('nothing arrived')), WAIT)
    expect(row).toMatchObject({ contactName: 'Robin', snippet: 'Hello' })
    await reply(s.ana, { conversationId: row.id, body: 'Good day', clientKey: key() })
    const state = async () => (await s.web.get('/api/ui/demo')).body as { types: string[]; customers: { name: string; bubbles: { text: string; ours: boolean }[] }[] }
    await vi.waitFor(
      async () =>
        expect((await state()).customers[0]?.bubbles.map((b) => [b.ours, b.text])).toEqual([
          [false, 'Hello'],
          [true, 'Good day'],
        ]),
      WAIT,
    )
    expect((await s.web.send('POST', '/api/ui/demo/pass', { ...them, hours: 25 })).status).toBe(200)
    await refused('template_needed', [reply(s.ana, { conversationId: row.id, body: 'And now?', clientKey: key() })])
    expect((await s.web.send('POST', '/api/ui/demo/say', { ...them, text: ' ' })).status).toBe(400)
    expect((await s.web.send('POST', '/api/ui/demo/say', { type: 'whatsapp', address: 'javascript:1', text: 'x' })).status).toBe(400)
    expect((await (await reader()).select().from(workspaces).where(eq(workspaces.id, s.workspace.id)))[0]?.isDemo).toBe(true)
  } finally {
    await worker.stop()
  }
})
