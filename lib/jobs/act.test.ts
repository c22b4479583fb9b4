import '@/lib/api/testing/data-dir'
import { and, eq } from 'drizzle-orm'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene, makeUser } from '@/db/factories'
import { contacts } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { jobs } from '@/db/schema/events'
import { messageParts, messages } from '@/db/schema/messages'
import { startServer } from '@/lib/api/testing/server'
import { SECRET, settingsOf } from '@/lib/api/webhooks/testing/provider'
import { updateContact } from '@/lib/domain/contacts/update'
import { createChannel } from '@/lib/domain/channels/create'
import { updateChannel } from '@/lib/domain/channels/update'
import { list } from '@/lib/domain/conversations/list'
import { markRead } from '@/lib/domain/conversations/mark-read'
import { mute } from '@/lib/domain/conversations/mute'
import { actAgain, letActBe } from '@/lib/domain/messages/act-again'
import { edit } from '@/lib/domain/messages/edit'
import { react, unreact } from '@/lib/domain/messages/reactions'
import { remove } from '@/lib/domain/messages/remove'
import { reply } from '@/lib/domain/messages/reply'
import { thread } from '@/lib/domain/messages/thread'
import { key, refused } from '@/lib/domain/testing/expect'
import type { ProviderType } from '@/lib/stand-in/facts'
import { act } from './act'
import { arriveAfter } from './arrive'
import { deliver } from './deliver'
import { profile } from './profile'
import { type Far, startFar } from './testing/far'
import { startWorker, type Worker } from './worker'

let server: Awaited<ReturnType<typeof startServer>>
let far: Far
let worker: Worker
let s: Awaited<ReturnType<typeof makeScene>>

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  s = await makeScene()
  await transaction((db) => db.delete(jobs).returning())
  far = await startFar()
  worker = startWorker({
    handlers: { arrive: arriveAfter(10, 100), deliver, act, profile, templates: { attempts: 1, timeoutMs: 1_000, run: async () => {} } },
    pollMs: 20,
  })
})
afterEach(async () => {
  await worker.stop()
  await far.close()
})

const WAIT = { timeout: 10_000, interval: 10 }
const WHO: Record<ProviderType, string> = { whatsapp: '34600111222', telegram: '5001', sms: '+34600111222', messenger: '4001', instagram: '4002' }

async function connected(type: ProviderType) {
  const channel = await createChannel(s.ana, { type, name: type, settings: settingsOf(type, far.url) })
  const line = far.connect(type, { webhookUrl: `${server.url}/api/webhooks/${type}/${channel.key}`, secret: SECRET })
  const first = async () => (await list(s.ana, { kind: 'customer', channelId: channel.id })).rows[0]
  expect(await line.say(WHO[type], 'Hello', 'in1')).toBe(200)
  const c = await vi.waitFor(async () => (await first()) ?? Promise.reject(new Error('nothing arrived')), WAIT)
  const view = async (index: number) => (await thread(s.ana, { conversationId: c.id })).messages.find((m) => m.index === index)!
  const say = (body: string, replyTo?: number) => reply(s.ana, { conversationId: c.id, body, clientKey: key(), replyTo })
  const sent = async (body: string, replyTo?: number) => {
    const m = await say(body, replyTo)
    await vi.waitFor(async () => expect((await stored(m.id))?.delivery).toBe('sent'), WAIT)
    return m
  }
  return { channel, line, conversationId: c.id, contactId: c.contactId!, view, say, sent, hello: await view(0) }
}

const stored = async (id: number) => (await (await reader()).select().from(messages).where(eq(messages.id, id)))[0]
const acts = async (id: number) => (await stored(id))?.meta.acts
const told = (...expected: object[]) => vi.waitFor(() => expect(far.acted).toMatchObject(expected), WAIT)
/** Waits until every job is done. */
const idle = () => vi.waitFor(async () => expect(await (await reader()).select().from(jobs)).toEqual([]), WAIT)

describe('a reaction to what a customer wrote', () => {
  const REACT: Record<string, (emoji: string | null) => object> = {
    whatsapp: (emoji) => ({ method: 'react', to: WHO.whatsapp, reaction: { message_id: 'in1', emoji: emoji ?? '' } }),
    telegram: (emoji) => ({ method: 'setMessageReaction', chat_id: '5001', reaction: emoji ? [{ type: 'emoji', emoji: emoji.replace('\uFE0F', '') }] : [] }),
    messenger: (emoji) =>
      emoji ? { method: 'react', recipient: { id: '4001' }, payload: { message_id: 'in1', reaction: emoji } } : { method: 'unreact', payload: { message_id: 'in1' } },
    instagram: (emoji) => (emoji ? { method: 'react', payload: { message_id: 'in1', reaction: 'love' } } : { method: 'unreact', payload: { message_id: 'in1' } }),
  }
  it.each(Object.keys(REACT) as ProviderType[])('is seen by them on %s, and taken back', async (type) => {
    const { hello, view } = await connected(type)
    expect((await react(s.ana, { messageId: hello.id, emoji: '❤️' })).acts?.react).toEqual({ emoji: '❤️', state: 'queued', error: null })
    await told(REACT[type]!('❤️'))
    await vi.waitFor(async () => expect((await view(0)).acts?.react?.state).toBe('done'), WAIT)
    await unreact(s.ana, { messageId: hello.id, emoji: '❤️' })
    await told(REACT[type]!('❤️'), REACT[type]!(null))
    await vi.waitFor(async () => expect(await acts(hello.id)).toBeUndefined(), WAIT)
  })

  it('is one for all of the team: the newest, until whoever gave it takes it back', async () => {
    const { hello } = await connected('whatsapp')
    await react(s.ana, { messageId: hello.id, emoji: '👍' })
    await idle()
    await react(s.ben, { messageId: hello.id, emoji: '🎉' })
    await idle()
    // An older one is gone from the customer's screen already.
    await unreact(s.ana, { messageId: hello.id, emoji: '👍' })
    await idle()
    await react(s.ana, { messageId: hello.id, emoji: '🎉' })
    await unreact(s.ana, { messageId: hello.id, emoji: '🎉' })
    await idle()
    expect(far.acted.at(-1)?.reaction).toMatchObject({ emoji: '🎉' })
    expect((await acts(hello.id))?.react).toMatchObject({ emoji: '🎉', state: 'done' })
    await unreact(s.ben, { messageId: hello.id, emoji: '🎉' })
    await idle()
    expect(far.acted.at(-1)?.reaction).toMatchObject({ emoji: '' })
  })

  it('stays with the team where the channel cannot show it', async () => {
    for (const [type, emoji] of [
      ['sms', '👍'],
      ['telegram', '✅'],
      ['instagram', '👍'],
    ] as const) {
      const { hello, conversationId } = await connected(type)
      expect((await react(s.ana, { messageId: hello.id, emoji })).acts).toBeUndefined()
      const own = await reply(s.ana, { conversationId, body: 'Ours', clientKey: key() })
      if (type !== 'telegram') expect((await react(s.ana, { messageId: own.id, emoji: '❤️' })).acts).toBeUndefined()
    }
    await idle()
    expect(far.acted).toEqual([])
  })

  it('is tried again at 429 and 5xx, says why it failed, and goes when asked again', async () => {
    const { hello } = await connected('whatsapp')
    far.hinder('429')
    await react(s.ana, { messageId: hello.id, emoji: '👍' })
    await told({ method: 'react' })
    await idle()
    far.hinder('bad')
    await react(s.ana, { messageId: hello.id, emoji: '🎉' })
    await vi.waitFor(async () => expect((await acts(hello.id))?.react).toMatchObject({ state: 'failed', error: 'The provider answered 400.' }), WAIT)
    await actAgain(s.ben, { messageId: hello.id })
    await vi.waitFor(async () => expect((await acts(hello.id))?.react).toMatchObject({ emoji: '🎉', state: 'done' }), WAIT)
    await refused('not_retryable', [actAgain(s.ben, { messageId: hello.id })])
  })

  it('told while the next is on its way does not take its place', async () => {
    const { hello } = await connected('messenger')
    await react(s.ana, { messageId: hello.id, emoji: '👍' })
    await react(s.ana, { messageId: hello.id, emoji: '🎉' })
    await vi.waitFor(async () => expect((await acts(hello.id))?.react).toMatchObject({ emoji: '🎉', state: 'done' }), WAIT)
    expect(far.acted.at(-1)?.payload).toMatchObject({ reaction: '🎉' })
  })
})

describe('an answer that left', () => {
  it('is changed and taken back at Telegram', async () => {
    const { sent, view } = await connected('telegram')
    const m = await sent('Firts')
    const id = Number(far.sent[0]!.id)
    expect(await edit(s.ana, { messageId: m.id, body: 'First' })).toMatchObject({ body: 'First', acts: { edit: { state: 'queued' } } })
    await told({ method: 'editMessageText', chat_id: '5001', message_id: id, text: 'First' })
    await idle()
    expect(await view(m.index)).toMatchObject({ body: 'First', deletedAt: null, editedAt: expect.any(Number) })
    expect((await view(m.index)).acts).toBeUndefined()
    // It stands until the customer no longer sees it.
    expect(await remove(s.ana, { messageId: m.id })).toMatchObject({ body: 'First', deletedAt: null, acts: { remove: { state: 'queued' } } })
    await told({}, { method: 'deleteMessage', chat_id: '5001', message_id: id })
    await idle()
    expect(await view(m.index)).toMatchObject({ body: '', deletedAt: expect.any(Number) })
  })

  it('waits with its change for its own delivery, in the order of the conversation', async () => {
    const { say } = await connected('telegram')
    far.trouble('500')
    const m = await say('One')
    await vi.waitFor(async () => expect((await (await reader()).select().from(jobs).where(eq(jobs.kind, 'deliver')))[0]?.lastError).toBeTruthy(), WAIT)
    await edit(s.ana, { messageId: m.id, body: 'One, changed' })
    await say('Two')
    await idle()
    expect(far.sent.map((x) => x.text)).toEqual(['One, changed', 'Two'])
    expect((await stored(m.id))?.body).toBe('One, changed')
  })

  it('is not what an edit that failed says it is: the words they still see are shown, and can be had back', async () => {
    const { sent, view } = await connected('telegram')
    const m = await sent('Old')
    far.hinder('bad')
    await edit(s.ana, { messageId: m.id, body: 'New' })
    await vi.waitFor(async () => expect((await view(m.index)).acts?.edit).toEqual({ state: 'failed', error: 'Telegram answered 400.', was: 'Old' }), WAIT)
    expect(await letActBe(s.ana, { messageId: m.id })).toMatchObject({ body: 'Old', editedAt: null })
    expect((await (await reader()).select().from(messageParts).where(eq(messageParts.messageId, m.id)))[0]?.content.text).toBe('Old')
  })

  it('cannot be changed where the channel cannot, when it is too late, or to more than it was', async () => {
    const wa = await connected('whatsapp')
    const there = await wa.sent('Hi')
    await refused('wrong_kind', [edit(s.ana, { messageId: there.id, body: 'Ho' }), remove(s.ana, { messageId: there.id })])
    const tg = await connected('telegram')
    const m = await tg.sent('Hi')
    await refused('not_yours', [edit(s.ben, { messageId: m.id, body: 'Ho' })])
    await refused('edit_too_long', [edit(s.ana, { messageId: m.id, body: 'a'.repeat(5000) })])
    await refused('empty_message', [edit(s.ana, { messageId: m.id, body: ' ' })])
    await transaction((db) =>
      db
        .update(messages)
        .set({ createdAt: new Date(Date.now() - 49 * 60 * 60_000) })
        .where(eq(messages.id, m.id)),
    )
    await refused('too_late_to_change', [remove(s.ana, { messageId: m.id })])
    await idle()
    expect(far.acted).toEqual([])
  })

  it('that never left is taken back on any channel, and never sent', async () => {
    const { say } = await connected('whatsapp')
    far.setDown(true)
    const m = await say('Too early')
    await vi.waitFor(async () => expect((await (await reader()).select().from(jobs).where(eq(jobs.kind, 'deliver')))[0]?.lastError).toBeTruthy(), WAIT)
    expect(await remove(s.ana, { messageId: m.id })).toMatchObject({ deletedAt: expect.any(Number) })
    far.setDown(false)
    await idle()
    expect(far.sent).toEqual([])
  })
})

describe('reading', () => {
  it.each([
    ['whatsapp', { method: 'read', message_id: 'in1' }],
    ['messenger', { method: 'mark_seen', recipient: { id: '4001' } }],
    ['instagram', { method: 'mark_seen', recipient: { id: '4002' } }],
  ] as const)('is told on %s once, whoever of the team reads next', async (type, expected) => {
    const { conversationId, line } = await connected(type)
    await markRead(s.ana, { conversationId, index: 0 })
    await told(expected)
    await markRead(s.ben, { conversationId, index: 0 })
    await idle()
    expect(far.acted).toHaveLength(1)
    await line.say(WHO[type], 'More', 'in2')
    await vi.waitFor(async () => expect((await thread(s.ana, { conversationId })).messages).toHaveLength(2), WAIT)
    await markRead(s.ben, { conversationId, index: 1 })
    await told(expected, type === 'whatsapp' ? { method: 'read', message_id: 'in2' } : expected)
  })

  it('is not told by programs, by who muted it, nor where it is switched off; trouble is silent', async () => {
    const { conversationId, channel } = await connected('whatsapp')
    await mute(s.ana, { conversationId, minutes: 60 })
    await markRead(s.ana, { conversationId })
    await updateChannel(s.ana, { channelId: channel.id, settings: { readReceipts: false } })
    await markRead(s.ben, { conversationId })
    await idle()
    expect(far.acted).toEqual([])
    await updateChannel(s.ana, { channelId: channel.id, settings: { readReceipts: true } })
    const cleo = await makeUser(s.workspace.id, { name: 'Cleo' })
    far.hinder('bad')
    await markRead({ ...s.ben, userId: cleo.id }, { conversationId })
    await idle()
    expect(far.acted).toEqual([])
    expect((await (await reader()).select().from(conversations).where(eq(conversations.id, conversationId)))[0]?.readOutIndex).toBe(0)
  })
})

describe('an answer to one message', () => {
  it.each([
    ['whatsapp', { context: { message_id: 'in1' } }],
    ['messenger', { message: { reply_to: { mid: 'in1' } } }],
    ['instagram', { message: { reply_to: { mid: 'in1' } } }],
  ] as const)('names it to %s on its first part only', async (type, expected) => {
    const { sent, hello } = await connected(type)
    const bodies = spy()
    const m = await sent(`${'word '.repeat(900)}`, hello.id)
    expect(m.replyTo).toEqual({ id: hello.id, text: 'Hello' })
    expect(bodies().length).toBeGreaterThan(1)
    expect(bodies()[0]).toMatchObject(expected)
    for (const b of bodies().slice(1)) expect(JSON.stringify(b)).not.toMatch(/in1/)
  })

  it('names one of our own too, and refuses what is not there', async () => {
    const { sent, hello, conversationId } = await connected('telegram')
    const first = await sent('Ours')
    const bodies = spy()
    await sent('Again', first.id)
    expect(bodies()[0]).toMatchObject({ reply_parameters: { message_id: Number(far.sent[0]!.id) } })
    await refused('not_found', [reply(s.ana, { conversationId, body: 'x', clientKey: key(), replyTo: hello.id + 1000 })])
  })
})

/** What is sent to the provider from now on, as JSON. */
function spy(): () => Record<string, unknown>[] {
  const from = far.sends.length
  return () => far.sends.slice(from)
}

describe('a Telegram business account', () => {
  it('is answered over its own connection, apart from the bot’s own chat', async () => {
    const { line, conversationId, say } = await connected('telegram')
    const at = Math.floor(Date.now() / 1000)
    const chat = { id: 5001, type: 'private', first_name: 'Cat' }
    await line.post({
      update_id: 9_000_000_000,
      business_message: { business_connection_id: 'bc-1', message_id: 7, date: at, chat, from: { id: 5001 }, text: 'To the shop' },
    })
    await vi.waitFor(async () => expect((await thread(s.ana, { conversationId })).messages).toHaveLength(2), WAIT)
    const bodies = spy()
    const m = await say('From the shop')
    await idle()
    expect(bodies()[0]).toMatchObject({ business_connection_id: 'bc-1', chat_id: '5001', text: 'From the shop' })
    await edit(s.ana, { messageId: m.id, body: 'From our shop' })
    await idle()
    await remove(s.ana, { messageId: m.id })
    await idle()
    await markRead(s.ben, { conversationId, index: 1 })
    await idle()
    const id = Number(far.sent.at(-1)!.id)
    await told(
      { method: 'editMessageText', business_connection_id: 'bc-1', message_id: id },
      { method: 'deleteBusinessMessages', business_connection_id: 'bc-1', message_ids: [id] },
      { method: 'readBusinessMessage', business_connection_id: 'bc-1', message_id: 7 },
    )
    // The same number in the bot's own chat is another message.
    await line.post({ update_id: 9_000_000_001, message: { message_id: 7, date: at, chat, from: { id: 5001 }, text: 'To the bot' } })
    await vi.waitFor(async () => expect((await thread(s.ana, { conversationId })).messages).toHaveLength(4), WAIT)
    await say('From the bot')
    await idle()
    expect(bodies().at(-1)).not.toHaveProperty('business_connection_id')
  })
})

describe('who somebody is', () => {
  const contact = async (id: number) => (await (await reader()).select().from(contacts).where(eq(contacts.id, id)))[0]
  it.each(['messenger', 'instagram'] as const)('is asked once at %s, with their picture, and a name written here stays', async (type) => {
    far.file(
      `face-${WHO[type]}`,
      await sharp({ create: { width: 300, height: 200, channels: 3, background: '#88f' } })
        .png()
        .toBuffer(),
    )
    const { contactId, line, conversationId } = await connected(type)
    await vi.waitFor(async () => expect(await contact(contactId)).toMatchObject({ name: `Customer ${WHO[type]}`, pictureKey: expect.any(String) }), WAIT)
    await updateContact(s.ana, { contactId, name: 'My best customer' })
    await line.say(WHO[type], 'More', 'in2')
    await vi.waitFor(async () => expect((await thread(s.ana, { conversationId })).messages).toHaveLength(2), WAIT)
    await idle()
    expect((await contact(contactId))?.name).toBe('My best customer')
  })

  it('follows the name they give themselves, the newest word whatever the order, unless somebody changed it here', async () => {
    const { line, contactId, conversationId } = await connected('telegram')
    const at = Math.floor(Date.now() / 1000)
    let n = 1
    const called = async (first_name: string, date: number) => {
      await line.post({
        update_id: 9_000_000_000 + n,
        message: { message_id: 100 + n, date, chat: { id: 5001, type: 'private', first_name }, from: { id: 5001 }, text: 'x' },
      })
      await vi.waitFor(async () => expect((await thread(s.ana, { conversationId })).messages).toHaveLength(n + 1), WAIT)
      n++
    }
    expect((await contact(contactId))?.name).toBe('Customer 5001')
    await called('Newest', at + 100)
    await called('Older', at + 50)
    expect((await contact(contactId))?.name).toBe('Newest')
    await updateContact(s.ana, { contactId, name: 'Ours' })
    await called('Newest of all', at + 200)
    expect((await contact(contactId))?.name).toBe('Ours')
  })

  it('stays unknown, silently, where the provider will not tell', async () => {
    far.hinder('token', 3)
    const { contactId } = await connected('messenger')
    await idle()
    expect(await contact(contactId)).toMatchObject({ pictureKey: null })
    expect(
      await (
        await reader()
      )
        .select()
        .from(jobs)
        .where(and(eq(jobs.kind, 'profile'), eq(jobs.state, 'dead'))),
    ).toEqual([])
  })
})
