import '@/lib/api/testing/data-dir'
import { and, eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeContact, makeScene } from '@/db/factories'
import { contactIdentities } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { jobs } from '@/db/schema/events'
import { messageParts, messages } from '@/db/schema/messages'
import { startServer } from '@/lib/api/testing/server'
import { SECRET, settingsOf } from '@/lib/api/webhooks/testing/provider'
import { createChannel } from '@/lib/domain/channels/create'
import { setChannelEnabled } from '@/lib/domain/channels/set-enabled'
import { updateChannel } from '@/lib/domain/channels/update'
import { startCustomer } from '@/lib/domain/conversations/start'
import { reply } from '@/lib/domain/messages/reply'
import { wordsOf } from '@/lib/domain/templates/fill'
import { keepTemplates } from '@/lib/domain/templates/keep'
import { listTemplates } from '@/lib/domain/templates/list'
import { key, kindsOf, refused } from '@/lib/domain/testing/expect'
import { keep } from '@/lib/files/keep'
import { type Providers, startProviders } from '@/lib/stand-in/providers'
import { arriveAfter } from './arrive'
import { deliver } from './deliver'
import { templates } from './templates'
import { startWorker, type Worker } from './worker'

let server: Awaited<ReturnType<typeof startServer>>
let far: Providers
let worker: Worker
let s: Awaited<ReturnType<typeof makeScene>>
const WAIT = { timeout: 10_000, interval: 10 }
const THEM = '34600111222'

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
  worker = startWorker({ handlers: { arrive: arriveAfter(10, 100), deliver, templates }, pollMs: 20 })
})
afterEach(async () => {
  await worker.stop()
  await far.close()
})

async function connected(settings: object = {}) {
  const channel = await createChannel(s.ana, { type: 'whatsapp', name: 'WhatsApp', settings: { ...settingsOf('whatsapp', far.url), ...settings } })
  const line = far.connect('whatsapp', { webhookUrl: `${server.url}/api/webhooks/whatsapp/${channel.key}`, secret: SECRET, receipts: true })
  return { channel, line, offered: async () => (await listTemplates(s.ben, { channelId: channel.id })).templates.map((t) => `${t.name} ${t.language}`) }
}
const ALL = ['new_catalogue en', 'order_on_its_way en', 'thank_you en', 'we_are_back en', 'we_are_back es']

/** Somebody who wrote a day and an hour ago. */
async function silentFor(hours: number, channelId: number) {
  const contact = await makeContact(s.workspace.id, { name: 'Priya' })
  await transaction((db) =>
    db
      .insert(contactIdentities)
      .values({ workspaceId: s.workspace.id, contactId: contact.id, channelType: 'whatsapp', address: `+${THEM}` })
      .returning(),
  )
  const { id } = await startCustomer(s.ana, { channelId, contactId: contact.id })
  const lastCustomerAt = new Date(Date.now() - hours * 60 * 60_000)
  await transaction((db) => db.update(conversations).set({ lastCustomerAt }).where(eq(conversations.id, id)).returning())
  far.people.heard('whatsapp', THEM, lastCustomerAt.getTime())
  return id
}
const stored = async (id: number) => (await (await reader()).select().from(messages).where(eq(messages.id, id)))[0]
const becomes = (id: number, delivery: string) => vi.waitFor(async () => expect((await stored(id))?.delivery).toBe(delivery), WAIT)

it('are read when the channel is connected, page by page, with the account found out; only the approved are offered', async () => {
  far.templates.push(
    ...Array.from({ length: 130 }, (_, i) => ({
      id: `8${i}`,
      name: `extra_${String(i).padStart(3, '0')}`,
      language: 'de',
      status: i === 7 ? 'PAUSED' : 'APPROVED',
      category: 'UTILITY',
      components: [{ type: 'BODY', text: `Nummer ${i}` }],
    })),
  )
  const { channel, offered } = await connected()
  await vi.waitFor(async () => expect((await offered()).length).toBe(134), WAIT)
  expect(await offered()).toEqual(expect.arrayContaining(ALL))
  expect(await offered()).not.toContain('extra_007 de')
  expect(await offered()).not.toContain('winter_sale en')
  // It asks for itself again tomorrow.
  const job = async () =>
    (
      await (
        await reader()
      )
        .select()
        .from(jobs)
        .where(eq(jobs.key, `templates:${channel.id}`))
    )[0]
  await vi.waitFor(async () => expect((await job())?.state).toBe('ready'), WAIT)
  expect(((await job())?.runAt.getTime() ?? 0) - Date.now()).toBeGreaterThan(20 * 60 * 60_000)
})

it('follow what the provider says of them, and what it lists no more is gone', async () => {
  const { line, offered } = await connected({ wabaId: '5550' })
  await vi.waitFor(async () => expect(await offered()).toEqual(ALL), WAIT)
  const pause = far.templates.find((t) => t.name === 'thank_you')!
  pause.status = 'PAUSED'
  expect(await line.templateState('thank_you', 'en', 'PAUSED')).toBe(200)
  await vi.waitFor(async () => expect(await offered()).not.toContain('thank_you en'), WAIT)
  // Approved a moment ago, and never heard of before: its words come too.
  far.templates.find((t) => t.name === 'winter_sale')!.status = 'APPROVED'
  far.templates.splice(far.templates.indexOf(pause), 1)
  expect(await line.templateState('winter_sale', 'en', 'APPROVED')).toBe(200)
  await vi.waitFor(async () => expect(await offered()).toEqual(['new_catalogue en', 'order_on_its_way en', 'we_are_back en', 'we_are_back es', 'winter_sale en']), WAIT)
})

it('are read again when the channel is mended or switched on, not while it is off', async () => {
  const { channel, offered } = await connected({ baseUrl: 'http://127.0.0.1:9' })
  await updateChannel(s.ana, { channelId: channel.id, settings: { ...settingsOf('whatsapp', far.url) } })
  await vi.waitFor(async () => expect(await offered()).toEqual(ALL), WAIT)
  await setChannelEnabled(s.ana, { channelId: channel.id, enabled: false })
  far.templates.splice(0, 3)
  await setChannelEnabled(s.ana, { channelId: channel.id, enabled: true })
  await vi.waitFor(async () => expect(await offered()).toEqual(['new_catalogue en', 'thank_you en']), WAIT)
})

it('reading the same list again is quiet', async () => {
  const { channel } = await connected()
  await vi.waitFor(async () => expect(await kindsOf(s.workspace.id)).toEqual(['channel.changed', 'templates.changed', 'templates.changed']), WAIT)
  const { templates: all } = await listTemplates(s.ana, { channelId: channel.id })
  const found = all.map((t, i) => ({ ...t, externalId: String(i), status: 'APPROVED' }))
  await keepTemplates(s.house, { channelId: channel.id, templates: found })
  const before = await kindsOf(s.workspace.id)
  await keepTemplates(s.house, { channelId: channel.id, templates: found })
  expect(await kindsOf(s.workspace.id)).toEqual(before)
})

it('is what a customer gets after the window, in its own form, and what thread and search show', async () => {
  const { channel, offered, line } = await connected()
  await vi.waitFor(async () => expect(await offered()).toEqual(ALL), WAIT)
  const conversationId = await silentFor(25, channel.id)
  const send = (template: { name: string; language: string; values?: Record<string, string> }, attachmentIds: number[] = []) =>
    reply(s.ben, { conversationId, body: 'never sent', clientKey: key(), attachmentIds, template })
  await refused('template_needed', [reply(s.ben, { conversationId, body: 'Hello', clientKey: key() })])

  const values = { 'header:1': '48377', 'body:1': 'Priya', 'body:2': 'Tuesday\nnoon', 'button:0': '48377' }
  const m = await send({ name: 'order_on_its_way', language: 'en', values })
  expect(m.body).toBe(
    'Order 48377\n\nHello Priya, your order is on its way and should be with you on Tuesday noon.\n\nLumen & Oak\n\n[Track it] https://lumenandoak.example/track/48377\n[Talk to us]',
  )
  await becomes(m.id, 'read')
  expect(far.sent).toMatchObject([{ to: THEM, template: { name: 'order_on_its_way', language: 'en', values: ['48377', 'Priya', 'Tuesday noon', '48377'] } }])
  expect(await (await reader()).select().from(messageParts).where(eq(messageParts.messageId, m.id))).toHaveLength(1)

  const named = await send({ name: 'we_are_back', language: 'en', values: { 'body:first_name': 'Priya', 'body:topic': 'the lamp' } })
  await becomes(named.id, 'read')
  // The picture of its header goes with it.
  const picture = await keep(s.ben, one(Buffer.from('89504e470d0a1a0a', 'hex')), { name: 'p.png' })
  const withPicture = await send({ name: 'new_catalogue', language: 'en', values: { 'body:1': 'Priya' } }, [picture.id])
  await becomes(withPicture.id, 'read')
  expect(far.sent.map((x) => x.template?.values)).toEqual([
    ['48377', 'Priya', 'Tuesday noon', '48377'],
    ['Priya', 'the lamp'],
    ['image', 'Priya'],
  ])
  await line.quiet()
  await refused('template_values', [
    send({ name: 'order_on_its_way', language: 'en', values: { ...values, 'body:2': ' \n ' } }),
    send({ name: 'new_catalogue', language: 'en', values: { 'body:1': 'Priya' } }),
  ])
  await refused('template_unknown', [send({ name: 'winter_sale', language: 'en' }), send({ name: 'thank_you', language: 'es' })])
  expect(far.sent).toHaveLength(3)
})
async function* one(bytes: Uint8Array) {
  yield bytes
}

it('what the stand-in takes too late fails as the window’s, and a template of somebody else’s channel is none', async () => {
  const { channel, offered } = await connected()
  await vi.waitFor(async () => expect(await offered()).toEqual(ALL), WAIT)
  const conversationId = await silentFor(1, channel.id)
  // The provider's clock and ours do not agree.
  far.people.set('whatsapp', THEM, { lastAt: Date.now() - 25 * 60 * 60_000 })
  const m = await reply(s.ben, { conversationId, body: 'Hello', clientKey: key() })
  await vi.waitFor(async () => expect(await stored(m.id)).toMatchObject({ delivery: 'failed', deliveryError: 'window_closed' }), WAIT)
  const other = await createChannel(s.ana, { type: 'whatsapp', name: 'Other', settings: { ...settingsOf('whatsapp', 'http://127.0.0.1:9') } })
  const there = await startCustomer(s.ana, { channelId: other.id, contactId: (await makeContact(s.workspace.id)).id })
  await refused('template_unknown', [reply(s.ben, { conversationId: there.id, body: '', clientKey: key(), template: { name: 'thank_you', language: 'en' } })])
  const [web] = await (
    await reader()
  )
    .select()
    .from(conversations)
    .where(and(eq(conversations.workspaceId, s.workspace.id), eq(conversations.channelId, s.channel.id)))
  expect(web).toBeUndefined()
})

it('the words of a template say what is still to be filled in', () => {
  const parts = { header: null, body: 'Hello {{1}}, {{ 2 }} {{1}}', footer: null, buttons: [{ kind: 'code' as const, text: 'Copy code' }] }
  expect(wordsOf(parts, { 'body:1': 'Kim', 'button:0': 'X1' })).toBe('Hello Kim, {{ 2 }} Kim\n\n[Copy code: X1]')
  expect(wordsOf(parts, { 'body:1': '$&{{2}}', 'body:2': 'b' })).toBe('Hello $&{{2}}, b $&{{2}}\n\n[Copy code]')
})
