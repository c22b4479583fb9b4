import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import * as client from '@/db/client'
import { reader } from '@/db/client'
import { makeScene } from '@/db/factories'
import { channels } from '@/db/schema/channels'
import { inboundEvents } from '@/db/schema/inbound'
import { listChannels } from '@/lib/domain/channels/list'
import { setChannelEnabled } from '@/lib/domain/channels/set-enabled'
import { updateChannel } from '@/lib/domain/channels/update'
import { app } from '../app'
import { provider, type Provider, SECRET, settle, signed, story } from './testing/provider'

let s: Awaited<ReturnType<typeof makeScene>>
beforeEach(async () => {
  s = await makeScene()
})

const T = 1_791_000_000
const wa = (value: object, field = 'messages') => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '1', changes: [{ field, value: { metadata: { phone_number_id: '1550' }, ...value } }] }],
})
const text = (n: number, body: string, more: object = {}) => ({ from: '34600111222', id: `wamid.${n}`, timestamp: String(T + n), type: 'text', text: { body }, ...more })
const stored = async (p: Provider) => (await reader()).select().from(inboundEvents).where(eq(inboundEvents.channelId, p.channel.id)).orderBy(inboundEvents.id)
const bodies = async (p: Provider) => (await story(p.channel.id)).map((c) => c.messages.map((m) => m.body))

describe('the door for providers', () => {
  it.each(['whatsapp', 'telegram', 'sms', 'messenger', 'instagram'] as const)(
    'answers 401 to an unsigned or wrongly signed call of %s and keeps nothing',
    async (type) => {
      const p = await provider(s, type)
      const body = type === 'sms' ? 'MessageSid=SM1&From=%2B1&Body=x' : '{"entry":[],"update_id":1}'
      const other = signed(type, `${body}x`, p.url)
      const wrong: Record<string, string>[] = [
        {},
        { 'x-hub-signature-256': 'sha256=', 'x-telegram-bot-api-secret-token': '', 'x-twilio-signature': '' },
        { ...other, 'x-telegram-bot-api-secret-token': 'guess' },
      ]
      for (const headers of wrong) expect((await app.fetch(new Request(p.url, { method: 'POST', body, headers }))).status).toBe(401)
      expect(await stored(p)).toEqual([])
      expect((await p.post(type === 'sms' ? body : JSON.parse(body))).status).toBe(200)
    },
  )

  it('is not there for other keys, other types and unfinished settings', async () => {
    const p = await provider(s, 'whatsapp')
    const ask = async (url: string) => (await app.fetch(new Request(url, { method: 'POST', body: '{}', headers: signed('whatsapp', '{}', url) }))).status
    expect(await ask(p.url.replace(p.channel.key, 'nobody-knows-me'))).toBe(404)
    expect(await ask(p.url.replace('/whatsapp/', '/messenger/'))).toBe(404)
    expect(await ask(p.url.replace('/whatsapp/', '/constructor/'))).toBe(404)
  })

  it('gives the challenge to who knows the word', async () => {
    const p = await provider(s, 'messenger')
    const ask = (word: string) => app.fetch(new Request(`${p.url}?hub.mode=subscribe&hub.verify_token=${word}&hub.challenge=1158201444`))
    const right = await ask('word')
    expect([right.status, await right.text(), right.headers.get('content-type')]).toEqual([200, '1158201444', 'text/plain; charset=utf-8'])
    expect((await ask('other')).status).toBe(403)
    expect((await ask('')).status).toBe(403)
  })

  it('refuses what is too large and takes 3 MB', async () => {
    const p = await provider(s, 'whatsapp')
    const of = (length: number) => JSON.stringify(wa({ messages: [text(1, 'x'.repeat(length))] }))
    expect((await p.post(of(2_900_000))).status).toBe(200)
    expect((await p.post(of(3_300_000))).status).toBe(413)
    await settle(p.channel.id)
    // Too long for one of our messages: kept for an admin to see, nothing breaks.
    expect((await stored(p)).map((e) => e.state)).toEqual(['failed'])
  })

  it('answers 5xx while the database is away, so that the provider sends again', async () => {
    const p = await provider(s, 'whatsapp')
    const away = vi.spyOn(client, 'transaction').mockRejectedValueOnce(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }))
    expect((await p.post(wa({ messages: [text(1, 'Hi')] }))).status).toBeGreaterThanOrEqual(500)
    away.mockRestore()
    expect(await stored(p)).toEqual([])
    expect((await p.post(wa({ messages: [text(1, 'Hi')] }))).status).toBe(200)
    await settle(p.channel.id)
    expect(await bodies(p)).toEqual([['Hi']])
  })

  it('keeps what is signed and makes no sense, and shows it to nobody else', async () => {
    const p = await provider(s, 'telegram')
    for (const odd of ['not json', '[]', 'null', '{"update_id":"x"}', '{"update_id":5,"message":{"message_id":1}}', '{"update_id":6,"message":null}'])
      expect((await p.post(odd)).status).toBe(200)
    const events = await settle(p.channel.id)
    expect(events.map((e) => [e.type, e.state])).toEqual([
      ['broken', 'failed'],
      ['broken', 'failed'],
      ['broken', 'failed'],
      ['broken', 'failed'],
      ['ignored', 'done'],
    ])
    expect(await bodies(p)).toEqual([])
  })
})

describe('a batch', () => {
  it('of three messages, two statuses and a broken item loses nothing but the broken one, which is kept', async () => {
    const p = await provider(s, 'whatsapp')
    const payload = wa({
      messages: [
        text(3, 'Three'),
        { id: 'wamid.x', type: 'text', text: { body: 'by nobody' }, timestamp: String(T) },
        text(1, 'One'),
        { ...text(2, 'Two'), from: '34600111333' },
      ],
      statuses: [
        { id: 'wamid.a', status: 'sent', timestamp: String(T) },
        { id: 'wamid.b', status: 'delivered', timestamp: String(T) },
      ],
    })
    for (let i = 0; i < 3; i++) expect((await p.post(payload)).status).toBe(200)
    const events = await settle(p.channel.id)
    expect(events).toHaveLength(6)
    expect(events.filter((e) => e.state === 'failed')).toMatchObject([{ type: 'broken', error: 'nobody is named as the sender' }])
    expect(await bodies(p)).toEqual([['One', 'Three'], ['Two']])
  })

  it('that comes while others of it are acted on makes one conversation a person', async () => {
    const p = await provider(s, 'whatsapp')
    await Promise.all(Array.from({ length: 30 }, (_, n) => p.post(wa({ messages: [{ ...text(n, `m${n}`), from: `3460011100${n % 3}` }] }))))
    await Promise.all([settle(p.channel.id), settle(p.channel.id)])
    await settle(p.channel.id)
    const said = await story(p.channel.id)
    expect(said.map((c) => c.messages.length)).toEqual([10, 10, 10])
    for (const c of said) expect(c.messages.map((m) => m.at)).toEqual(c.messages.map((m) => m.at).toSorted((a, b) => a - b))
  })
})

describe('what speaks of something else', () => {
  it('waits for it: an edit, a reaction and a status before their messages', async () => {
    const p = await provider(s, 'whatsapp')
    await p.post(wa({ messages: [{ ...text(2, ''), type: 'edit', edit: { original_message_id: 'wamid.1', message: { type: 'text', text: { body: 'Better' } } } }] }))
    await p.post(wa({ messages: [{ ...text(3, ''), type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '👍' } }] }))
    expect((await settle(p.channel.id)).map((e) => e.state)).toEqual(['parked', 'parked'])
    await p.post(wa({ messages: [text(1, 'Good')] }))
    expect((await settle(p.channel.id)).map((e) => e.state)).toEqual(['done', 'done', 'done'])
    expect((await story(p.channel.id))[0]?.messages).toMatchObject([{ body: 'Better', meta: { customerReaction: { emoji: '👍' } } }])
  })

  it('is shown by itself when that never comes: an edit of an unknown message', async () => {
    const p = await provider(s, 'telegram')
    await p.post({ update_id: 1, edited_message: { message_id: 9, date: T, edit_date: T + 1, chat: { id: 5, type: 'private', first_name: 'Io' }, text: 'New words' } })
    await settle(p.channel.id)
    expect(await bodies(p)).toEqual([])
    await settle(p.channel.id, 11 * 60_000)
    expect(await bodies(p)).toEqual([['New words']])
  })

  it('stands when what it answers is taken back', async () => {
    const p = await provider(s, 'whatsapp')
    await p.post(
      wa({
        messages: [text(1, 'One'), text(2, 'About one', { context: { id: 'wamid.1' } }), { ...text(3, ''), type: 'revoke', revoke: { original_message_id: 'wamid.1' } }],
      }),
    )
    await settle(p.channel.id)
    const [c] = await story(p.channel.id)
    expect(c?.messages).toMatchObject([
      { body: '', deleted: (T + 3) * 1000 },
      { body: 'About one', meta: { replyTo: 0 } },
    ])
    expect(c?.snippet).toBe('About one')
  })
})

it('an album of five is one message, whatever order its pieces come in', async () => {
  const p = await provider(s, 'telegram')
  const piece = (n: number) => ({
    update_id: n,
    message: {
      message_id: n,
      date: T,
      chat: { id: 5, type: 'private' },
      media_group_id: 'g',
      photo: [{ file_id: `f${n}` }],
      ...(n === 3 ? { caption: 'All five' } : {}),
    },
  })
  for (const n of [2, 5, 1]) await p.post(piece(n))
  await settle(p.channel.id)
  for (const n of [4, 3, 5]) await p.post(piece(n))
  await settle(p.channel.id)
  const [c] = await story(p.channel.id)
  expect(c?.messages).toHaveLength(1)
  expect(c?.messages[0]).toMatchObject({ body: 'All five' })
  expect(c?.messages[0]?.meta.files?.map((f) => f.ref).sort()).toEqual(['f1', 'f2', 'f3', 'f4', 'f5'])
})

describe('a person', () => {
  it('is one under a number, an id and both, and keeps the conversation when the number changes', async () => {
    const p = await provider(s, 'whatsapp')
    const post = (m: object, contact?: object) => p.post(wa({ messages: [m], ...(contact ? { contacts: [contact] } : {}) }))
    await post(text(1, 'By number'))
    await post({ ...text(2, 'By id'), from: undefined, from_user_id: 'ES.1' })
    await settle(p.channel.id)
    expect(await bodies(p)).toHaveLength(2)
    // Now the provider says that they are the same.
    await post({ ...text(3, 'Both'), from_user_id: 'ES.1' })
    await settle(p.channel.id)
    const merged = await story(p.channel.id)
    expect(merged.every((c) => c.names.length === 2)).toBe(true)
    await post({ ...text(4, ''), type: 'system', system: { type: 'user_changed_number', wa_id: '34600999999', body: 'changed' } })
    await post({ ...text(5, 'New number'), from: '34600999999' })
    await settle(p.channel.id)
    const after = await story(p.channel.id)
    expect(after.flatMap((c) => c.messages.map((m) => m.body))).toContain('New number')
    expect(after[0]?.names.map((n) => n.address).sort()).toEqual(['+34600999999', 'ES.1'])
  })
})

describe('a channel', () => {
  it('that is switched off takes nothing in, and says so beside what came', async () => {
    const p = await provider(s, 'sms')
    await setChannelEnabled(s.ana, { channelId: p.channel.id, enabled: false })
    expect((await p.post(new URLSearchParams({ MessageSid: 'SM1', From: '+34600111222', Body: 'Hi', SmsStatus: 'received' }))).status).toBe(200)
    expect(await settle(p.channel.id)).toMatchObject([{ state: 'failed', error: 'channel_off' }])
  })

  it('keeps its secrets sealed and shows them to nobody again', async () => {
    const p = await provider(s, 'whatsapp')
    const [row] = await (await reader()).select().from(channels).where(eq(channels.id, p.channel.id))
    expect(JSON.stringify(row)).not.toContain(SECRET)
    expect(JSON.stringify([p.channel, await listChannels(s.ana, {})])).not.toContain(SECRET)
    // What is not named stays: the signature is still known.
    await updateChannel(s.ana, { channelId: p.channel.id, settings: { phoneNumberId: '1551' } })
    expect((await p.post(wa({ messages: [text(1, 'Hi')] }))).status).toBe(200)
    await updateChannel(s.ana, { channelId: p.channel.id, settings: { appSecret: 'another' } })
    expect((await p.post(wa({ messages: [text(2, 'Hi')] }))).status).toBe(401)
  })
})
