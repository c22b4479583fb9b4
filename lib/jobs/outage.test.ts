/** Ten minutes, by the clock, in which a provider fails in every way there is. */
import '@/lib/api/testing/data-dir'
import { createServer, connect, type Server, type Socket } from 'node:net'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { conversations } from '@/db/schema/conversations'
import { jobs } from '@/db/schema/events'
import { messages } from '@/db/schema/messages'
import { provider, type Provider, settle } from '@/lib/api/webhooks/testing/provider'
import { nextDue } from '@/lib/domain/jobs/claim'
import { reply } from '@/lib/domain/messages/reply'
import { key } from '@/lib/domain/testing/expect'
import { payloadOf } from '@/lib/stand-in/payloads'
import { type Providers, startProviders } from '@/lib/stand-in/providers'
import { deliver } from './deliver'
import { startWorker, type Worker } from './worker'

const MINUTE = 60_000
let far: Providers
let door: Awaited<ReturnType<typeof openDoor>>
let worker: Worker | undefined
let s: Awaited<ReturnType<typeof makeScene>>
let began: number

/** A way to the provider that can be shut: then connections are refused. */
async function openDoor(to: string) {
  const { port: inner } = new URL(to)
  const held = new Set<Socket>()
  const serve = (port: number) =>
    new Promise<Server>((ok) => {
      const server = createServer((socket) => {
        const on = connect(Number(inner), '127.0.0.1')
        for (const s of [socket, on]) {
          held.add(s)
          s.on('error', () => {})
          s.on('close', () => held.delete(s))
        }
        socket.pipe(on)
        on.pipe(socket)
      })
      server.listen(port, '127.0.0.1', () => ok(server))
    })
  let server: Server | null = await serve(0)
  const at = server.address()
  const port = at && typeof at === 'object' ? at.port : 0
  const shut = async () => {
    const closing = server
    server = null
    for (const s of held) s.destroy()
    await new Promise<void>((ok) => (closing ? closing.close(() => ok()) : ok()))
  }
  return { url: `http://127.0.0.1:${port}`, shut, open: async () => void (server ??= await serve(port)) }
}

beforeEach(async () => {
  s = await makeScene()
  await transaction((db) => db.delete(jobs).returning())
  far = await startProviders()
  door = await openDoor(far.url)
  began = Date.now()
  vi.useFakeTimers({ now: began, toFake: ['Date'] })
})
afterEach(async () => {
  await worker?.stop()
  worker = undefined
  vi.useRealTimers()
  await door.shut()
  await far.close()
})

/** Somebody writes, so that there is a conversation. */
async function begun(p: Provider, type: 'telegram' | 'whatsapp', from: string, n: number): Promise<number> {
  expect((await p.post(payloadOf(type, from, 'Hello', type === 'telegram' ? String(n) : `wamid.${from}`, Date.now()))).status).toBe(200)
  await settle(p.channel.id)
  const all = await (await reader()).select({ id: conversations.id }).from(conversations).where(eq(conversations.channelId, p.channel.id)).orderBy(asc(conversations.id))
  return all.at(-1)!.id
}
const say = (conversationId: number, body: string) => reply(s.ana, { conversationId, body, clientKey: key() })
const ours = async (ids: number[]) =>
  (await reader())
    .select({ body: messages.body, delivery: messages.delivery, error: messages.deliveryError })
    .from(messages)
    .where(and(inArray(messages.conversationId, ids), eq(messages.userId, s.users.ana.id)))
    .orderBy(asc(messages.id))

/** Nothing runs and nothing is due by this clock. */
async function still(): Promise<void> {
  await vi.waitFor(
    async () => {
      worker?.kick()
      // In this order: what is not due at the first look cannot have been begun by the second.
      const due = await nextDue()
      const running = await (await reader()).select({ id: jobs.id }).from(jobs).where(eq(jobs.state, 'running'))
      if (running.length > 0 || (due && due.getTime() <= Date.now())) throw new Error('still at it')
    },
    { timeout: 20_000, interval: 5 },
  )
}

/** Lets the clock go on, from one thing that is due to the next, until `ms` after the beginning. */
async function until(ms: number): Promise<void> {
  const end = began + ms
  for (;;) {
    await still()
    const due = await nextDue()
    if (!due || due.getTime() > end) break
    vi.setSystemTime(due.getTime() + 1)
  }
  vi.setSystemTime(Math.max(end, Date.now()))
  await still()
}

it('everything leaves once and in order after it returns, whatever it said meanwhile', { timeout: 120_000 }, async () => {
  const p = await provider(s, 'telegram', door.url)
  const ids: number[] = []
  for (let n = 0; n < 5; n++) ids.push(await begun(p, 'telegram', String(5001 + n), n + 1))
  far.sent.length = 0
  worker = startWorker({ handlers: { deliver }, pollMs: 20 })
  const wrote: string[] = []
  const round = async (name: string) => {
    for (const [n, id] of ids.entries()) {
      wrote.push(`${5001 + n} ${name}`)
      await say(id, `${5001 + n} ${name}`)
    }
  }
  far.setDown(true)
  await round('at once')
  await until(3 * MINUTE)
  await door.shut()
  await round('while nobody answers')
  await until(6 * MINUTE)
  await door.open()
  far.setDown(false)
  far.trouble('429', 40)
  await round('while it is too much')
  await until(7 * MINUTE)
  far.setDown(true)
  await round('while it is down again')
  await until(10 * MINUTE)
  expect((await ours(ids)).filter((m) => m.delivery === 'failed')).toEqual([])
  const left = far.sent.length
  far.setDown(false)
  // Within a minute and a half of its return all of it is there.
  await until(11.5 * MINUTE)
  expect((await ours(ids)).map((m) => m.delivery)).toEqual(wrote.map(() => 'sent'))
  expect(left).toBeLessThan(wrote.length)
  const got = (n: number) => far.sent.filter((x) => x.to === String(5001 + n)).map((x) => x.text)
  for (const [n] of ids.entries()) expect(got(n)).toEqual(wrote.filter((w) => w.startsWith(`${5001 + n} `)))
})

it('what was taken without an answer is not sent again, not even after it returns; a later receipt settles it', async () => {
  const p = await provider(s, 'whatsapp', door.url)
  const [one, two] = [await begun(p, 'whatsapp', '34600111222', 1), await begun(p, 'whatsapp', '34600111333', 2)]
  far.sent.length = 0
  worker = startWorker({ handlers: { deliver }, pollMs: 20 })
  far.trouble('lost')
  const lost = await say(one, 'Taken, and no word')
  await still()
  far.setDown(true)
  await say(one, 'Behind it')
  await say(two, 'Beside it')
  await until(10 * MINUTE)
  far.setDown(false)
  await until(12 * MINUTE)
  expect(await ours([one, two])).toEqual([
    { body: 'Taken, and no word', delivery: 'failed', error: 'delivery_unclear' },
    { body: 'Behind it', delivery: 'sent', error: null },
    { body: 'Beside it', delivery: 'sent', error: null },
  ])
  expect(far.sent.map((x) => x.text).sort()).toEqual(['Behind it', 'Beside it', 'Taken, and no word'])
  const [taken] = far.sent
  await p.post({
    object: 'whatsapp_business_account',
    entry: [
      {
        changes: [
          {
            field: 'messages',
            value: {
              statuses: [
                {
                  id: taken!.id,
                  status: 'delivered',
                  timestamp: String(Math.floor(Date.now() / 1000)),
                  recipient_id: taken!.to,
                  biz_opaque_callback_data: taken!.clientRef,
                },
              ],
            },
          },
        ],
      },
    ],
  })
  await settle(p.channel.id)
  expect((await ours([one])).find((m) => m.body === lost.body)).toMatchObject({ delivery: 'delivered', error: null })
})
