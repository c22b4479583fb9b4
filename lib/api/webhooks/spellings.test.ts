/** One phone, two spellings of its number: one contact and one conversation. */
import '@/lib/api/testing/data-dir'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { contactIdentities } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { jobs } from '@/db/schema/events'
import { messages } from '@/db/schema/messages'
import { whatsapp } from '@/lib/channels/whatsapp'
import type { Outgoing } from '@/lib/channels/channel'
import { findOrCreateContact } from '@/lib/domain/contacts/find-or-create'
import { otherSpellings } from '@/lib/domain/contacts/spellings'
import { startCustomer } from '@/lib/domain/conversations/start'
import { reply } from '@/lib/domain/messages/reply'
import { key } from '@/lib/domain/testing/expect'
import { deliverOver } from '@/lib/jobs/deliver'
import { startWorker, type Worker } from '@/lib/jobs/worker'
import { payloadOf } from '@/lib/stand-in/payloads'
import { provider, settle } from './testing/provider'

let s: Awaited<ReturnType<typeof makeScene>>
let worker: Worker | undefined
beforeEach(async () => {
  s = await makeScene()
  await transaction((db) => db.delete(jobs).returning())
})
afterEach(async () => {
  await worker?.stop()
  worker = undefined
})

/** As written by hand, and as the provider calls it. */
const PAIRS = [
  ['Brazil', '+5511987654321', '+551187654321'],
  ['Brazil, the other way', '+551187654321', '+5511987654321'],
  ['Mexico', '+525512345678', '+5215512345678'],
  ['Argentina', '+541123456789', '+5491123456789'],
  ['Benin', '+2290197000000', '+22997000000'],
] as const

const addresses = async () => {
  const found = await (await reader()).select().from(contactIdentities).where(eq(contactIdentities.workspaceId, s.workspace.id))
  return found.filter((i) => i.channelType === 'whatsapp')
}
const talks = async (channelId: number) => (await reader()).select().from(conversations).where(eq(conversations.channelId, channelId))

it.each(PAIRS)('%s: who writes under the other spelling is who was written down', async (_country, typed, theirs) => {
  const p = await provider(s, 'whatsapp')
  const contact = await findOrCreateContact(s.ana, { channelType: 'whatsapp', address: typed })
  await startCustomer(s.ana, { channelId: p.channel.id, contactId: contact.id })
  await p.post(payloadOf('whatsapp', theirs, 'Hello', 'wamid.1', Date.now()))
  await settle(p.channel.id)
  expect(new Set((await addresses()).map((a) => [a.contactId, a.address].join()))).toEqual(new Set([`${contact.id},${typed}`, `${contact.id},${theirs}`]))
  expect(await talks(p.channel.id)).toHaveLength(1)
  expect((await findOrCreateContact(s.ana, { channelType: 'whatsapp', address: typed })).id).toBe(contact.id)
})

it.each(PAIRS)('%s: what is written down after they wrote is who they are', async (_country, typed, theirs) => {
  const p = await provider(s, 'whatsapp')
  await p.post(payloadOf('whatsapp', theirs, 'Hello', 'wamid.1', Date.now()))
  await settle(p.channel.id)
  const [known] = await addresses()
  expect((await findOrCreateContact(s.ana, { channelType: 'whatsapp', address: typed })).id).toBe(known?.contactId)
})

it('whatever the spelling: the id that the provider answers with is remembered, and the answer comes back into the conversation', async () => {
  const p = await provider(s, 'whatsapp')
  const contact = await findOrCreateContact(s.ana, { channelType: 'whatsapp', address: '+4915100000001' })
  const { id: conversationId } = await startCustomer(s.ana, { channelId: p.channel.id, contactId: contact.id })
  const sent: Outgoing[] = []
  const send = async (part: Outgoing) => (sent.push(part), { externalId: `wamid.out${sent.length}`, to: '999888777666' })
  worker = startWorker({ handlers: { deliver: deliverOver({ whatsapp: { ...whatsapp, send } as never }) }, pollMs: 50 })
  // Free words need somebody who wrote: that is what the window is for, and not what is tested here.
  await transaction((db) => db.update(conversations).set({ lastCustomerAt: new Date() }).where(eq(conversations.id, conversationId)).returning())
  const m = await reply(s.ana, { conversationId, body: 'Hello', clientKey: key() })
  await vi.waitFor(async () => expect((await (await reader()).select().from(messages).where(eq(messages.id, m.id)))[0]?.delivery).toBe('sent'), { timeout: 15_000 })
  await vi.waitFor(async () => expect((await addresses()).map((a) => a.address)).toContain('+999888777666'), { timeout: 15_000 })
  await p.post(payloadOf('whatsapp', '+999888777666', 'Hi', 'wamid.in', Date.now()))
  await settle(p.channel.id)
  expect((await talks(p.channel.id)).map((c) => c.id)).toEqual([conversationId])
  // They are written to as they are called there.
  await reply(s.ana, { conversationId, body: 'Again', clientKey: key() })
  await vi.waitFor(() => expect(sent[1]?.to.address).toBe('+999888777666'), { timeout: 15_000 })
})

it('numbers that only look alike are two', () => {
  // A fixed line of Brazil, and a mobile whose digits after the ninth begin as a fixed line's.
  expect(otherSpellings('+551133334444')).toEqual([])
  expect(otherSpellings('+5511933334444')).toEqual([])
  for (const n of ['+4915100000001', '+15551234567', '12345', 'Shop', '+525']) expect(otherSpellings(n)).toEqual([])
})
