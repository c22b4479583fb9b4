/** Whatever arrived and could not be taken can be read, downloaded and tried again by an admin. */
import '@/lib/api/testing/data-dir'
import { eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeChannel, makeScene } from '@/db/factories'
import { conversations } from '@/db/schema/conversations'
import { jobs } from '@/db/schema/events'
import { inboundEvents } from '@/db/schema/inbound'
import { takeAgain } from '@/lib/actions/read-again'
import { blobs } from '@/lib/blobs'
import { channelHealth } from '@/lib/domain/channels/health'
import { arrivedRaw } from '@/lib/domain/channels/arrived'
import type { Actor } from '@/lib/domain/actor'
import { storeInbound } from '@/lib/domain/inbound/store'
import { failMail } from '@/lib/domain/mail/fail'
import { refused } from '@/lib/domain/testing/expect'
import { mail } from '@/lib/jobs/mail'
import { payloadOf } from '@/lib/stand-in/payloads'
import { eventsOf, provider, settle, story } from './testing/provider'

let s: Awaited<ReturnType<typeof makeScene>>
beforeEach(async () => {
  s = await makeScene()
  await transaction((db) => db.delete(jobs).returning())
})
const failed = async (channelId: number) => (await channelHealth(s.ana, { channelId })).failed.rows
const bodies = async (channelId: number) => (await story(channelId)).flatMap((c) => c.messages.map((m) => m.body))

it.each(['whatsapp', 'telegram', 'messenger', 'instagram', 'sms'] as const)('what an earlier version did not understand of %s is read again', async (type) => {
  const p = await provider(s, type)
  const body = payloadOf(type, type === 'sms' ? '+4915100000001' : '4915100000001', 'At last', type === 'telegram' ? '7' : 'an-id', Date.now())
  const raw = body instanceof URLSearchParams ? Object.fromEntries(body) : body
  const actor: Actor = { kind: 'channel', workspaceId: s.workspace.id, channelId: p.channel.id }
  await storeInbound(actor, { channelId: p.channel.id, entries: [{ type: 'broken', key: 'x:1', at: 0, error: 'nothing we know', raw }] })
  const [e] = await failed(p.channel.id)
  expect(e).toMatchObject({ type: 'broken', error: 'nothing we know', isKept: true, again: true })
  expect(JSON.parse((await arrivedRaw(s.ana, { channelId: p.channel.id, id: e!.id })).text)).toEqual(JSON.parse(JSON.stringify(raw)))
  expect(await takeAgain(s.ana, { channelId: p.channel.id, id: e!.id })).toBe(1)
  await settle(p.channel.id)
  expect(await bodies(p.channel.id)).toEqual(['At last'])
  expect(await failed(p.channel.id)).toEqual([])
})

it('one bad entry of a batch is kept as a call of its own, whole, and stays while nobody understands it', async () => {
  const p = await provider(s, 'whatsapp')
  const bad = { id: 'wamid.bad', timestamp: 'never', type: 'text', from: '491', text: { body: 'x'.repeat(300_000) } }
  const good = { id: 'wamid.ok', timestamp: String(Math.floor(Date.now() / 1000)), type: 'text', from: '491', text: { body: 'Fine' } }
  const value = { metadata: {}, contacts: [{ wa_id: '491', profile: { name: 'Nina' } }], messages: [bad, good] }
  await p.post({ object: 'whatsapp_business_account', entry: [{ id: 'w', changes: [{ field: 'messages', value }] }] })
  await settle(p.channel.id)
  expect(await bodies(p.channel.id)).toEqual(['Fine'])
  const [e] = await failed(p.channel.id)
  const kept = JSON.parse((await arrivedRaw(s.ana, { channelId: p.channel.id, id: e!.id })).text)
  expect(kept.entry[0].changes[0].value).toMatchObject({ messages: [bad], contacts: [{ profile: { name: 'Nina' } }] })
  expect(await takeAgain(s.ana, { channelId: p.channel.id })).toBe(0)
  expect(await failed(p.channel.id)).toHaveLength(1)
})

it('what was understood and failed says who, what about and when, and goes again', async () => {
  const p = await provider(s, 'whatsapp')
  await p.post(payloadOf('whatsapp', '4915100000003', 'My printer smokes', 'wamid.f', Date.now()))
  await transaction((db) => db.update(inboundEvents).set({ state: 'failed', error: 'unexpected' }).where(eq(inboundEvents.channelId, p.channel.id)).returning())
  const [e] = await failed(p.channel.id)
  expect(e).toMatchObject({ who: expect.stringContaining('4915100000003'), subject: 'My printer smokes', again: true, createdAt: expect.any(Number) })
  expect(await takeAgain(s.ana, { channelId: p.channel.id })).toBe(1)
  await settle(p.channel.id)
  expect(await bodies(p.channel.id)).toEqual(['My printer smokes'])
})

const RAW = 'From: Nina Moss <nina@cust.test>\r\nTo: support@us.test\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nMessage-ID: <f1@cust.test>\r\n\r\nHello'
async function* once(text: string) {
  yield Buffer.from(text)
}
/** Runs the mail jobs that wait. */
async function runMails(): Promise<void> {
  for (const job of await (await reader()).select().from(jobs).where(eq(jobs.kind, 'mail'))) {
    await mail.run({ job: { ...job, leaseUntil: new Date() }, stop: new AbortController().signal })
    await transaction((db) => db.delete(jobs).where(eq(jobs.id, job.id)).returning())
  }
}

it.each([
  ['a mailbox', 'imap:in:1:5', {}],
  ['a provider’s call', 'mail:abc', {}],
  ['an earlier version', 'imap:in:1:6', { event: null }],
] as const)('a mail from %s that could not be taken in is named, kept and tried as often as one likes', async (_from, key, legacy) => {
  const c = await makeChannel(s.workspace.id, 'email', { settings: { address: 'support@us.test' } })
  const actor: Actor = { kind: 'channel', workspaceId: s.workspace.id, channelId: c.id }
  const { key: blob } = await blobs.put(once(RAW))
  await failMail(actor, { channelId: c.id, key, at: Date.now(), blob, who: 'Nina Moss <nina@cust.test>', subject: 'Grüße', error: 'unexpected' })
  if ('event' in legacy) await transaction((db) => db.update(inboundEvents).set(legacy).where(eq(inboundEvents.channelId, c.id)).returning())
  else expect(await failed(c.id)).toMatchObject([{ type: 'mail', who: 'Nina Moss <nina@cust.test>', subject: 'Grüße', raw: '', again: true, isKept: true }])
  const [first] = await failed(c.id)
  expect(await arrivedRaw(s.ana, { channelId: c.id, id: first!.id })).toMatchObject({ blob })
  await refused('not_allowed', [arrivedRaw(s.ben, { channelId: c.id, id: first!.id })])
  for (let n = 0; n < 2; n++) {
    // It fails once more: it is where it was, with its sender and subject.
    expect(await takeAgain(s.ana, { channelId: c.id })).toBe(1)
    await settle(c.id)
    const [job] = await (await reader()).select().from(jobs).where(eq(jobs.kind, 'mail'))
    expect(await mail.died?.({ ...job!, leaseUntil: new Date() }, 'no luck')).toBe('kept')
    await transaction((db) => db.delete(jobs).where(eq(jobs.kind, 'mail')).returning())
    expect(await failed(c.id)).toMatchObject([{ id: first!.id, who: 'Nina Moss <nina@cust.test>', subject: 'Grüße', error: 'no luck' }])
  }
  expect(await takeAgain(s.ana, { channelId: c.id })).toBe(1)
  await settle(c.id)
  await runMails()
  expect(await (await reader()).select().from(conversations).where(eq(conversations.channelId, c.id))).toMatchObject([{ title: 'Grüße' }])
  expect((await eventsOf(c.id)).map((e) => e.state)).toEqual(['done'])
})
