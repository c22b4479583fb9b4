import '@/lib/api/testing/data-dir'
import { asc, eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { jobs } from '@/db/schema/events'
import { attachments, messageParts, messages } from '@/db/schema/messages'
import { channels } from '@/db/schema/channels'
import { startServer } from '@/lib/api/testing/server'
import { createChannel } from '@/lib/domain/channels/create'
import { list } from '@/lib/domain/conversations/list'
import { retry } from '@/lib/domain/messages/delivery'
import { reply } from '@/lib/domain/messages/reply'
import { key, refused } from '@/lib/domain/testing/expect'
import { keep } from '@/lib/files/keep'
import { channels as adapters } from '@/lib/channels'
import { type Providers, type ProviderType, startProviders } from '@/lib/stand-in/providers'
import { settingsOf } from '@/lib/api/webhooks/testing/provider'
import { SECRET } from '@/lib/api/webhooks/testing/provider'
import { arriveAfter } from './arrive'
import { deliver, deliverOver } from './deliver'
import { media } from './media'
import { startWorker, type Worker } from './worker'

let server: Awaited<ReturnType<typeof startServer>>
let far: Providers
let worker: Worker
let s: Awaited<ReturnType<typeof makeScene>>

beforeAll(async () => {
  server = await startServer()
  process.env.APP_URL = server.url
  globalThis.parleyEnv = undefined
})
afterAll(async () => {
  delete process.env.APP_URL
  globalThis.parleyEnv = undefined
  await server.close()
})
beforeEach(async () => {
  s = await makeScene()
  await transaction((db) => db.delete(jobs).returning())
  far = await startProviders()
  worker = startWorker({ handlers: { arrive: arriveAfter(10, 100), deliver, media }, pollMs: 20 })
})
afterEach(async () => {
  await worker.stop()
  await far.close()
})

const TYPES = ['whatsapp', 'telegram', 'sms', 'messenger', 'instagram'] as const
const WHO: Record<ProviderType, string> = { whatsapp: '34600111222', telegram: '5001', sms: '+34600111222', messenger: '4001', instagram: '4002' }

async function connected(type: ProviderType, { receipts = true } = {}) {
  const channel = await createChannel(s.ana, { type, name: type, settings: settingsOf(type, far.url) })
  const line = far.connect(type, { webhookUrl: `${server.url}/api/webhooks/${type}/${channel.key}`, secret: SECRET, receipts })
  const first = async () => (await list(s.ana, { kind: 'customer', channelId: channel.id })).rows[0]
  expect(await line.say(WHO[type], 'Hello')).toBe(200)
  const c = await vi.waitFor(async () => (await first()) ?? Promise.reject(new Error('nothing arrived')), WAIT)
  const say = (body: string, attachmentIds: number[] = []) => reply(s.ana, { conversationId: c.id, body, clientKey: key(), attachmentIds })
  return { channel, line, conversationId: c.id, say }
}

const WAIT = { timeout: 10_000, interval: 10 }
const stored = async (id: number) => (await (await reader()).select().from(messages).where(eq(messages.id, id)))[0]
const parts = async (id: number) => (await reader()).select().from(messageParts).where(eq(messageParts.messageId, id)).orderBy(messageParts.idx)
const becomes = (id: number, delivery: string, deliveryError: string | null = null) =>
  vi.waitFor(async () => expect(await stored(id)).toMatchObject({ delivery, deliveryError }), WAIT)
const thread = async (id: number) => (await reader()).select().from(messages).where(eq(messages.conversationId, id)).orderBy(asc(messages.index))
const picture = async () => (await keep(s.ana, one(Buffer.from('some text of a file')), { name: 'note.txt' })).id
async function* one(bytes: Uint8Array) {
  yield bytes
}

describe.each(TYPES)('%s', (type) => {
  it('takes an answer with a file, and receipts out of order raise it once', async () => {
    const { say, line, conversationId } = await connected(type)
    const m = await say('Good day', [await picture()])
    await becomes(m.id, type === 'telegram' ? 'sent' : type === 'sms' ? 'delivered' : 'read')
    await line.quiet()
    expect(far.sent.map((x) => [x.type, x.to.replace('+', ''), x.text || x.file])).toEqual([
      [type, WHO[type].replace('+', ''), 'Good day'],
      [type, WHO[type].replace('+', ''), true],
    ])
    expect((await parts(m.id)).map((p) => p.externalId)).toEqual(far.sent.map((x) => (type === 'telegram' ? `5001:${x.id}` : x.id)))
    // Our own echo is no message of somebody else's.
    expect((await thread(conversationId)).filter((x) => x.kind === 'message')).toHaveLength(2)
  })

  it('waits at 429 and 5xx, and sends once', async () => {
    const { say } = await connected(type, { receipts: false })
    far.trouble('429')
    const m = await say('One')
    await becomes(m.id, 'sent')
    expect(far.sent.map((x) => x.text)).toEqual(['One'])
  })

  it('never sends again by itself what was taken without an answer', async () => {
    const { say, line } = await connected(type, { receipts: type === 'whatsapp' || type === 'sms' || type === 'messenger' })
    far.trouble('lost')
    const m = await say('One')
    // Who carries our reference proves by it that the message left.
    if (type === 'telegram' || type === 'instagram') await becomes(m.id, 'failed', 'delivery_unclear')
    else await vi.waitFor(async () => expect(['delivered', 'read']).toContain((await stored(m.id))?.delivery), WAIT)
    await line.quiet()
    expect(far.sent).toHaveLength(1)
  })

  it('says in plain words what will not go, and goes on with the next', async () => {
    const { say, channel } = await connected(type, { receipts: false })
    far.trouble('token')
    const broken = await say('One')
    await vi.waitFor(async () => expect((await stored(broken.id))?.delivery).toBe('failed'), WAIT)
    const problem = async () => (await (await reader()).select().from(channels).where(eq(channels.id, channel.id)))[0]?.problem
    expect(await problem()).toMatchObject({ code: expect.any(String) })
    const m = await say('Two')
    await becomes(m.id, 'sent')
    // It works again: the banner goes.
    await vi.waitFor(async () => expect(await problem()).toBeNull(), WAIT)
    await retry(s.ana, { messageId: broken.id })
    await becomes(broken.id, 'sent')
    if (type === 'telegram') return
    far.trouble('window')
    const late = await say('Three')
    await becomes(late.id, 'failed', 'window_closed')
  })
})

it('nobody who said STOP hears from us until START', async () => {
  const { say, line } = await connected('sms')
  await line.say(WHO.sms, 'STOP')
  await vi.waitFor(async () => expect((await thread((await list(s.ana, { kind: 'customer', channelType: 'sms' })).rows[0]!.id)).length).toBe(2), WAIT)
  await refused('customer_opted_out', [say('Hello?')])
  expect(far.sent).toEqual([])
  await line.say(WHO.sms, 'Start')
  await vi.waitFor(() => say('Hello again'), WAIT)
  await vi.waitFor(() => expect(far.sent.map((x) => x.text)).toEqual(['Hello again']), WAIT)
})

it('an echo that beats the answer to its send is not shown twice', async () => {
  // Instagram's answer comes only after its echo was posted and acted on.
  const { line, conversationId, channel } = await connected('instagram', { receipts: false })
  await worker.stop()
  const slow = {
    ...adapters,
    instagram: {
      ...adapters.instagram!,
      send: async (...args: Parameters<NonNullable<(typeof adapters.instagram & object)['send']>>) => {
        const answer = await adapters.instagram!.send!(...args)
        const id = far.sent.at(-1)?.id
        await line.post({
          object: 'instagram',
          entry: [
            {
              id: '901',
              time: Date.now(),
              messaging: [{ timestamp: Date.now(), sender: { id: '901' }, recipient: { id: WHO.instagram }, message: { mid: id, text: 'Early', is_echo: true } }],
            },
          ],
        })
        await vi.waitFor(async () => expect(await states(channel.id)).toContain('parked'), WAIT)
        return answer
      },
    },
  }
  worker = startWorker({ handlers: { arrive: arriveAfter(10, 100), deliver: deliverOver(slow), media }, pollMs: 20 })
  const m = await reply(s.ana, { conversationId, body: 'Early', clientKey: key() })
  await becomes(m.id, 'sent')
  await vi.waitFor(async () => expect(await states(channel.id)).not.toContain('parked'), WAIT)
  expect((await thread(conversationId)).map((x) => x.body)).toEqual(['Hello', 'Early'])
})
const states = async (channelId: number) => {
  const { inboundEvents } = await import('@/db/schema/inbound')
  return (await (await reader()).select().from(inboundEvents).where(eq(inboundEvents.channelId, channelId))).map((e) => e.state)
}

/** A customer sends the document `id`, named so. Answers our message of it. */
async function document({ line, conversationId }: Awaited<ReturnType<typeof connected>>, id: string, filename: string) {
  const message = { from: WHO.whatsapp, id: `wamid.${id}`, timestamp: String(Math.floor(Date.now() / 1000)), type: 'document' }
  await line.post({
    object: 'x',
    entry: [{ changes: [{ field: 'messages', value: { messages: [{ ...message, document: { id, filename, mime_type: 'text/html' } }] } }] }],
  })
  return vi.waitFor(async () => (await thread(conversationId)).find((x) => x.externalId === message.id) ?? Promise.reject(new Error('not yet')), WAIT)
}

it('a file that is not there at first is shown when it is, as what it really is', async () => {
  const c = await connected('whatsapp')
  far.file('media-9', Buffer.from('%PDF-1.4 not really'), 1)
  const m = await document(c, 'media-9', '../plan.html')
  expect(m.meta.files).toHaveLength(1)
  await vi.waitFor(async () => expect((await stored(m.id))?.attachmentCount).toBe(1), WAIT)
  expect((await stored(m.id))?.meta.files).toBeUndefined()
  const [file] = await (await reader()).select().from(attachments).where(eq(attachments.messageId, m.id))
  expect(file).toMatchObject({ name: 'plan.html', type: 'application/pdf', size: 19 })
})

it('a file may be larger than an agent’s; one beyond what any provider takes says so and is not fetched', async () => {
  const c = await connected('whatsapp')
  const MB = 1024 * 1024
  far.file('film', Buffer.alloc(30 * MB))
  far.file('flood', Buffer.alloc(101 * MB))
  const [film, flood] = [await document(c, 'film', 'film.bin'), await document(c, 'flood', 'flood.bin')]
  await vi.waitFor(async () => expect((await stored(film.id))?.attachmentCount).toBe(1), WAIT)
  await vi.waitFor(async () => expect((await stored(flood.id))?.meta.files).toMatchObject([{ error: 'file_too_large' }]), WAIT)
})

it('a provider that is down for ten minutes gets everything once and in order after it returns', async () => {
  const { say } = await connected('telegram')
  far.setDown(true)
  const all: Awaited<ReturnType<typeof say>>[] = []
  for (let n = 0; n < 8; n++) all.push(await say(`Message ${n}`))
  const first = async () =>
    (
      await (
        await reader()
      )
        .select()
        .from(jobs)
        .where(eq(jobs.key, `deliver:${all[0]?.id}`))
    )[0]
  // Ten simulated minutes: every wait is over as soon as it begins.
  for (let passed = 0; passed < 10 * 60_000;) {
    const job = await vi.waitFor(async () => {
      const j = await first()
      return j?.lastError && j.state === 'ready' && j.runAt.getTime() > Date.now() ? j : Promise.reject(new Error('still trying'))
    }, WAIT)
    passed += job.runAt.getTime() - Date.now()
    if (passed >= 10 * 60_000) far.setDown(false)
    await transaction((db) => db.update(jobs).set({ runAt: new Date(), lastError: null }).where(eq(jobs.id, job.id)).returning())
    worker.kick()
  }
  await becomes(all.at(-1)!.id, 'sent')
  expect(far.sent.map((x) => x.text)).toEqual(all.map((m) => m.body))
})
