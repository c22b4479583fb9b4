import '@/lib/api/testing/data-dir'
import { createServer, type Server } from 'node:http'
import { asc, eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { channels } from '@/db/schema/channels'
import { conversations } from '@/db/schema/conversations'
import { jobs } from '@/db/schema/events'
import { attachments, messageParts, messages } from '@/db/schema/messages'
import { sms } from '@/lib/channels/sms'
import { provider, settle, story } from '@/lib/api/webhooks/testing/provider'
import { failDelivery, beginPart } from '@/lib/domain/messages/send-parts'
import { setChannelEnabled } from '@/lib/domain/channels/set-enabled'
import { ensurePolls } from '@/lib/domain/jobs/schedule'
import { reply } from '@/lib/domain/messages/reply'
import { key } from '@/lib/domain/testing/expect'
import type { fetchOutside } from '@/lib/net/fetch-outside'
import { media } from './media'
import { poll, pollOver } from './poll'

/** Answers a call in place of the network; undefined lets it go there. */
const network = vi.hoisted(() => ({ answer: undefined as ((url: string) => Promise<Response | string> | undefined) | undefined }))
vi.mock('@/lib/net/fetch-outside', async (original) => {
  const real = await original<{ fetchOutside: typeof fetchOutside }>()
  return {
    ...real,
    fetchOutside: async (url: string | URL, init: RequestInit, allowInside: boolean) => {
      const answer = await network.answer?.(String(url))
      return answer instanceof Response ? answer : real.fetchOutside(answer ?? url, init, allowInside)
    },
  }
})

/** Twilio's list of messages, three a page, and a file that lies elsewhere. */
let far: Server
let cdn: Server
let base = ''
let list: Record<string, unknown>[] = []
let asked: string[] = []
let away = 0
const seen: { url: string; authorization: string }[] = []
const listen = (server: Server) =>
  new Promise<string>((ok) =>
    server.listen(0, '127.0.0.1', () => {
      const at = server.address()
      ok(`http://127.0.0.1:${at && typeof at === 'object' ? at.port : 0}`)
    }),
  )

let s: Awaited<ReturnType<typeof makeScene>>
beforeEach(async () => {
  s = await makeScene()
  await transaction((db) => db.delete(jobs).returning())
  ;[list, asked, away] = [[], [], 0]
  seen.length = 0
  cdn = createServer((req, res) => {
    seen.push({ url: `cdn${req.url}`, authorization: req.headers.authorization ?? '' })
    res
      .writeHead(200, { 'content-type': 'image/png' })
      .end(Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'))
  })
  const elsewhere = await listen(cdn)
  far = createServer((req, res) => {
    const url = new URL(req.url ?? '/', 'http://x')
    seen.push({ url: url.pathname, authorization: req.headers.authorization ?? '' })
    if (away-- > 0) return void res.writeHead(503).end('{}')
    const json = (v: unknown) => void res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(v))
    if (url.pathname.endsWith('/Media.json')) return json({ media_list: [{ uri: '/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1.json' }] })
    if (url.pathname.endsWith('/Media/ME1')) return void res.writeHead(307, { location: `${elsewhere}/file` }).end()
    asked.push(url.search)
    const from = Number(url.searchParams.get('Page') ?? 0)
    const next = from * 3 + 3 < list.length ? `/2010-04-01/Accounts/AC1/Messages.json?Page=${from + 1}` : null
    json({ messages: list.slice(from * 3, from * 3 + 3), next_page_uri: next })
  })
  base = await listen(far)
})
afterEach(async () => {
  for (const server of [far, cdn]) await new Promise<void>((ok) => server.close(() => ok()))
})

const US = '+15550009999'
const inbound = (sid: string, body: string, more: object = {}) => ({
  sid,
  direction: 'inbound',
  from: '+34600111222',
  to: US,
  body,
  num_media: '0',
  status: 'received',
  date_sent: new Date(Date.now() - 60_000).toUTCString(),
  ...more,
})
const look = async (channelId: number) => {
  const job = { id: 1, workspaceId: s.workspace.id, kind: 'poll', payload: { channelId }, attempts: 1, leaseUntil: new Date() }
  const next = await poll.run({ job, stop: new AbortController().signal })
  await settle(channelId)
  return next
}
const bodies = async (channelId: number) => (await story(channelId)).map((c) => c.messages.map((m) => m.body))

it('finds what no webhook told, once, page by page, and only of our own number', async () => {
  const p = await provider(s, 'sms', base)
  await p.post(new URLSearchParams({ MessageSid: 'SM1', From: '+34600111222', To: US, Body: 'Told', NumMedia: '0', SmsStatus: 'received' }))
  list = [
    inbound('SM3', 'STOP'),
    inbound('SM2', 'Missed', { date_sent: new Date(Date.now() - 90_000).toUTCString() }),
    inbound('SM1', 'Told', { date_sent: new Date(Date.now() - 120_000).toUTCString() }),
    inbound('SM8', 'To another number of the account', { to: '+15550001111' }),
    { sid: 'SM9', direction: 'inbound' },
    inbound('SM0', 'Missed earlier', { date_sent: new Date(Date.now() - 150_000).toUTCString() }),
    inbound('SM5', 'Of somebody else', { from: 'whatsapp:+34600333444', to: `whatsapp:${US}` }),
  ]
  expect(await look(p.channel.id)).toBeInstanceOf(Date)
  // The clock of Twilio's webhooks is ours, and this one was told just now.
  expect(await bodies(p.channel.id)).toEqual([['Missed earlier', 'Missed', 'STOP', 'Told'], ['Of somebody else']])
  expect((await story(p.channel.id))[0]?.names).toEqual([{ address: '+34600111222', consent: 'opted_out' }])
  expect(asked).toHaveLength(3)
  expect(asked[0]).toMatch(/^\?DateSent%3E=\d{4}-\d\d-\d\dT/)
  // Again, and by webhook after all: nothing new.
  await look(p.channel.id)
  await p.post(new URLSearchParams({ MessageSid: 'SM2', From: '+34600111222', To: US, Body: 'Missed', NumMedia: '0', SmsStatus: 'received' }))
  await settle(p.channel.id)
  expect((await bodies(p.channel.id)).flat()).toHaveLength(5)
  // The next look begins where this one did, and a little before.
  const [c] = await (await reader()).select().from(channels).where(eq(channels.id, p.channel.id))
  expect(c?.signs?.polledAt).toBeGreaterThan(Date.now() - 60_000)
})

it('settles what was sent without an answer, and what became of the rest', async () => {
  const p = await provider(s, 'sms', base)
  list = [inbound('SM1', 'Hello')]
  await look(p.channel.id)
  const [c] = await (await reader()).select().from(conversations).where(eq(conversations.channelId, p.channel.id))
  const m = await reply(s.ana, { conversationId: c!.id, body: 'Good day', clientKey: key() })
  await beginPart(s.house, { messageId: m.id })
  await failDelivery(s.house, { messageId: m.id, error: 'delivery_unclear' })
  const sent = (status: string, more: object = {}) => ({
    sid: 'SMout',
    direction: 'outbound-api',
    from: US,
    to: '+34600111222',
    body: 'Good day',
    status,
    date_created: new Date().toUTCString(),
    date_sent: new Date().toUTCString(),
    ...more,
  })
  // The same words to somebody else, or at another time, are not it.
  list = [sent('delivered', { sid: 'SMx', to: '+34600999999' }), sent('delivered', { sid: 'SMy', date_created: new Date(Date.now() - 3_600_000).toUTCString() })]
  await look(p.channel.id)
  const state = async () => (await (await reader()).select().from(messages).where(eq(messages.id, m.id)))[0]?.delivery
  expect(await state()).toBe('failed')
  list = [sent('sent')]
  await look(p.channel.id)
  expect(await state()).toBe('sent')
  expect((await (await reader()).select().from(messageParts).where(eq(messageParts.messageId, m.id)))[0]?.externalId).toBe('SMout')
  list = [sent('undelivered', { error_code: 30003 })]
  await look(p.channel.id)
  expect((await (await reader()).select().from(messages).where(eq(messages.id, m.id)))[0]).toMatchObject({
    delivery: 'failed',
    deliveryError: 'The phone is switched off or out of reach.',
  })
})

it('fetches a file that the list only counts, and gives the password to nobody but Twilio', async () => {
  const p = await provider(s, 'sms', base)
  list = [inbound('MM1', 'Look', { num_media: '1' })]
  await look(p.channel.id)
  const [m] = await (await reader()).select().from(messages).where(eq(messages.externalId, 'MM1')).orderBy(asc(messages.id))
  const run = () =>
    media.run({
      job: { id: 2, workspaceId: s.workspace.id, kind: 'media', payload: { messageId: m!.id }, attempts: 1, leaseUntil: new Date() },
      stop: new AbortController().signal,
    })
  // Its redirect leads to a host that is no CDN of Twilio's: refused, and never asked with the password.
  await expect(run()).rejects.toThrow(/not fetched from/)
  expect(seen.filter((x) => x.url.startsWith('cdn'))).toEqual([])
  expect(seen.at(-1)?.authorization).toMatch(/^Basic /)
  network.answer = async (url) => {
    if (url.endsWith('/Media/ME1')) return new Response(null, { status: 307, headers: { location: 'https://mms.twiliocdn.com/file' } })
    return url.replace('https://mms.twiliocdn.com', await cdnUrl())
  }
  await run().finally(() => (network.answer = undefined))
  expect(seen.find((x) => x.url === 'cdn/file')?.authorization).toBe('')
  expect((await (await reader()).select().from(attachments).where(eq(attachments.messageId, m!.id))).map((f) => f.type)).toEqual(['image/png'])
})
const cdnUrl = async () => {
  const at = cdn.address()
  return `http://127.0.0.1:${at && typeof at === 'object' ? at.port : 0}`
}

it('waits while the provider is away, rests while the channel is off, and is asked for once a channel', async () => {
  const p = await provider(s, 'sms', base)
  await provider(s, 'telegram', base)
  const waiting = async () => (await (await reader()).select().from(jobs).where(eq(jobs.workspaceId, s.workspace.id))).filter((j) => j.kind === 'poll').map((j) => j.key)
  await ensurePolls(new Date())
  await ensurePolls(new Date())
  expect(await waiting()).toEqual([`poll:${p.channel.id}`])
  away = 1
  await expect(look(p.channel.id)).rejects.toThrow()
  expect(await look(p.channel.id)).toBeInstanceOf(Date)
  await setChannelEnabled(s.ana, { channelId: p.channel.id, enabled: false })
  expect(await look(p.channel.id)).toBeUndefined()
})

it('that is ended in its middle looks at all of it again: what stood on the pages behind is not passed over', async () => {
  const p = await provider(s, 'sms', base)
  const ending = new AbortController()
  const cut = pollOver({ sms: { ...sms, poll: async () => (ending.abort(), { entries: [], next: '/Messages.json?Page=1' }) } })
  const job = { id: 1, workspaceId: s.workspace.id, kind: 'poll', payload: { channelId: p.channel.id }, attempts: 1, leaseUntil: new Date() }
  expect((await cut.run({ job, stop: ending.signal }))?.getTime()).toBeLessThanOrEqual(Date.now())
  list = [inbound('SM1', 'One', { date_sent: new Date(Date.now() - 5 * 60 * 60_000).toUTCString() })]
  await look(p.channel.id)
  expect(await bodies(p.channel.id)).toEqual([['One']])
  expect(Date.parse(new URLSearchParams(asked[0]).get('DateSent>') ?? '')).toBeLessThan(Date.now() - 20 * 60 * 60_000)
})
