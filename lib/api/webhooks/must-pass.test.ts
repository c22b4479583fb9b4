/** What goes wrong between providers and us every day: a test a line, over the real door, for every provider it can happen with. */
import { and, asc, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import * as client from '@/db/client'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { conversations } from '@/db/schema/conversations'
import { inboundEvents } from '@/db/schema/inbound'
import { messageParts, messages } from '@/db/schema/messages'
import { forgetOld } from '@/lib/domain/jobs/tidy'
import { updateChannel } from '@/lib/domain/channels/update'
import { get } from '@/lib/domain/conversations/get'
import { setDelivery } from '@/lib/domain/messages/delivery'
import { reply } from '@/lib/domain/messages/reply'
import { beginPart } from '@/lib/domain/messages/send-parts'
import { key, refused } from '@/lib/domain/testing/expect'
import { payloadOf } from '@/lib/stand-in/payloads'
import { standingOf } from '@/lib/channels/window'
import { eventsOf, provider, type Provider, settle, story } from './testing/provider'

const TYPES = ['whatsapp', 'telegram', 'sms', 'messenger', 'instagram'] as const
type Type = (typeof TYPES)[number]
const WHO: Record<Type, string> = { whatsapp: '34600111222', telegram: '5001', sms: '+34600111222', messenger: '4001', instagram: '4002' }
const DAY = 24 * 60 * 60_000

let s: Awaited<ReturnType<typeof makeScene>>
beforeEach(async () => {
  s = await makeScene()
})

const bodies = async (p: Provider) => (await story(p.channel.id)).map((c) => c.messages.map((m) => m.body))
const states = async (p: Provider) => (await eventsOf(p.channel.id)).map((e) => e.state)
const deliveryOf = async (p: Provider, externalId: string) =>
  (
    await (
      await reader()
    )
      .select()
      .from(messageParts)
      .where(and(eq(messageParts.channelId, p.channel.id), eq(messageParts.externalId, externalId)))
  )[0]?.state

const seconds = (ms: number) => String(Math.floor(ms / 1000))
const wa = (value: object) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '1', changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata: { phone_number_id: '1550' }, ...value } }] }],
})
const own = { messenger: '900', instagram: '901' }
const meta = (type: 'messenger' | 'instagram', ...items: unknown[]) => ({
  object: type === 'messenger' ? 'page' : 'instagram',
  entry: [{ id: own[type], time: Date.now(), messaging: items }],
})
const item = (type: 'messenger' | 'instagram', it: object, at = Date.now(), sender = WHO[type]) => ({
  sender: { id: sender },
  recipient: { id: sender === own[type] ? WHO[type] : own[type] },
  timestamp: at,
  ...it,
})

/** A conversation that the customer began, and an answer of ours that is on its way: taken, and not yet answered. */
async function answering(type: Type) {
  const p = await provider(s, type)
  expect((await p.post(payloadOf(type, WHO[type], 'Hello', 'in1', Date.now()))).status).toBe(200)
  await settle(p.channel.id)
  const [c] = await (await reader()).select().from(conversations).where(eq(conversations.channelId, p.channel.id))
  const m = await reply(s.ana, { conversationId: c!.id, body: 'Good day', clientKey: key() })
  const part = await beginPart(s.house, { messageId: m.id })
  const shown = async () => (await (await reader()).select().from(messages).where(eq(messages.id, m.id)))[0]?.delivery
  const thread = async () => (await (await reader()).select().from(messages).where(eq(messages.conversationId, c!.id)).orderBy(asc(messages.index))).map((x) => x.body)
  return { p, c: c!, m, part: part!, shown, thread, sent: (externalId: string) => setDelivery(s.house, { partId: part!.partId, state: 'sent', externalId }) }
}

/** What a provider says became of a message; `ref`: our own reference. */
function receipt(p: Provider, type: Exclude<Type, 'telegram'>, state: 'sent' | 'delivered' | 'read', id: string, ref = ''): [unknown, string?] {
  const at = Date.now()
  if (type === 'whatsapp')
    return [wa({ statuses: [{ id, status: state, timestamp: seconds(at), recipient_id: WHO.whatsapp, biz_opaque_callback_data: ref || undefined }] })]
  if (type === 'sms') return [new URLSearchParams({ MessageSid: id, MessageStatus: state, To: WHO.sms }), ref ? `${p.url}?ref=${ref}` : p.url]
  if (state === 'delivered') return [meta(type, item(type, { delivery: { mids: [id], watermark: at } }))]
  return [meta(type, item(type, type === 'messenger' ? { read: { watermark: at } } : { read: { mid: id } }))]
}

describe.each(TYPES)('%s: a duplicate webhook', (type) => {
  it('is one message: at once, after it was acted on, and after what came was tidied away', async () => {
    const p = await provider(s, type)
    const payload = payloadOf(type, WHO[type], 'Hello', 'in1', Date.now() - 1000)
    await Promise.all([p.post(payload), p.post(payload), p.post(payload)])
    await settle(p.channel.id)
    await p.post(payload)
    await settle(p.channel.id)
    expect(await bodies(p)).toEqual([['Hello']])
    await transaction((db) =>
      db
        .update(inboundEvents)
        .set({ createdAt: new Date(Date.now() - 60 * DAY) })
        .where(eq(inboundEvents.channelId, p.channel.id))
        .returning(),
    )
    await forgetOld(s.house, {})
    expect((await eventsOf(p.channel.id)).map((e) => [e.state, e.raw, e.event])).toEqual([['done', null, null]])
    await p.post(payload)
    await settle(p.channel.id)
    expect(await bodies(p)).toEqual([['Hello']])
    // A year later nobody repeats it any more; and if somebody does, the message itself is known.
    await transaction((db) =>
      db
        .update(inboundEvents)
        .set({ createdAt: new Date(Date.now() - 400 * DAY) })
        .where(eq(inboundEvents.channelId, p.channel.id))
        .returning(),
    )
    await forgetOld(s.house, {})
    expect(await eventsOf(p.channel.id)).toEqual([])
    await p.post(payload)
    await settle(p.channel.id)
    expect(await bodies(p)).toEqual([['Hello']])
  })
})

describe('a replayed old call', () => {
  it('that once said STOP does not undo the START after it', async () => {
    const p = await provider(s, 'sms')
    const said = (sid: string, body: string) => new URLSearchParams({ MessageSid: sid, From: WHO.sms, To: '+1', Body: body, NumMedia: '0', SmsStatus: 'received' })
    for (const [sid, body] of [
      ['SM1', 'STOP'],
      ['SM2', 'START'],
      ['SM1', 'STOP'],
    ] as const) {
      await p.post(said(sid, body))
      await settle(p.channel.id)
    }
    expect((await story(p.channel.id))[0]?.names).toEqual([{ address: WHO.sms, consent: null }])
  })

  it('that blocked the bot does not undo what they wrote since, whichever comes first', async () => {
    const at = Math.floor(Date.now() / 1000) - 1000
    const kicked = { update_id: 7, my_chat_member: { chat: { id: 5001, type: 'private' }, from: { id: 5001 }, date: at, new_chat_member: { status: 'kicked' } } }
    const back = payloadOf('telegram', WHO.telegram, 'Back again', 'x', (at + 10) * 1000)
    for (const order of [
      [kicked, back, kicked],
      [back, kicked],
    ]) {
      s = await makeScene()
      const p = await provider(s, 'telegram')
      for (const payload of order) {
        await p.post(payload)
        await settle(p.channel.id)
      }
      expect((await story(p.channel.id))[0]?.names).toEqual([{ address: '5001', consent: null }])
    }
  })
})

describe('a batch of 3 messages + 2 statuses + 1 bad item', () => {
  it.each(['messenger', 'instagram'] as const)('of %s loses the bad one alone', async (type) => {
    const p = await provider(s, type)
    const at = Date.now()
    const says = (n: number) => item(type, { message: { mid: `m${n}`, text: `No. ${n}` } }, at + n)
    const payload = meta(
      type,
      says(2),
      item(type, { delivery: { mids: ['x'] } }),
      { message: { mid: 'bad', text: 'by nobody' } },
      says(1),
      item(type, { read: { mid: 'x' } }),
      says(3),
    )
    for (let i = 0; i < 3; i++) expect((await p.post(payload)).status).toBe(200)
    const events = await settle(p.channel.id)
    expect(events.filter((e) => e.state === 'failed')).toMatchObject([{ type: 'broken', error: 'nobody is named as the sender' }])
    expect(events).toHaveLength(6)
    expect(await bodies(p)).toEqual([['No. 1', 'No. 2', 'No. 3']])
  })
})

describe('a batch whose third entry is broken', () => {
  it.each(TYPES.filter((t) => t !== 'sms'))('of %s: the others are there, and it is kept for an admin', async (type) => {
    const p = await provider(s, type)
    const whole = [1, 2, 4].map((n) => payloadOf(type, WHO[type], `No. ${n}`, `in${n}`, Date.now() + n) as { entry?: unknown[] })
    for (const odd of [
      null,
      7,
      'x',
      [],
      {},
      { id: '1', changes: null, messaging: 'x' },
      { changes: [null], messaging: [null] },
      { changes: [{ value: 3 }], messaging: [3] },
    ]) {
      s = await makeScene()
      const fresh = await provider(s, type)
      const parts = whole.map((w) => (type === 'telegram' ? w : w.entry?.[0]))
      const list = [parts[0], parts[1], odd, parts[2]]
      expect((await fresh.post(type === 'telegram' ? list : { object: 'page', entry: list })).status).toBe(200)
      const events = await settle(fresh.channel.id)
      expect(await bodies(fresh), JSON.stringify(odd)).toEqual([['No. 1', 'No. 2', 'No. 4']])
      const kept = events.filter((e) => e.type === 'broken' || e.type === 'ignored')
      expect(kept.length, JSON.stringify(odd)).toBeGreaterThan(0)
      expect(kept.map((e) => e.raw)).not.toContain(null)
    }
    expect(await eventsOf(p.channel.id)).toEqual([])
  })
})

describe.each(['whatsapp', 'sms', 'messenger', 'instagram'] as const)('%s: a status', (type) => {
  it('read before delivered before sent ends as read', async () => {
    const { p, sent, shown } = await answering(type)
    await sent('out1')
    for (const state of ['read', 'delivered', 'sent'] as const) {
      await p.post(...receipt(p, type, state, 'out1'))
      await settle(p.channel.id)
    }
    expect(await shown()).toBe('read')
    expect(await states(p)).not.toContain('parked')
  })

  it('before the send response is not lost', async () => {
    const { p, part, sent, shown } = await answering(type)
    for (const state of ['read', 'delivered'] as const) await p.post(...receipt(p, type, state, 'out1', type === 'sms' ? part.clientRef : ''))
    await settle(p.channel.id)
    await sent('out1')
    await settle(p.channel.id)
    expect(await shown()).toBe('read')
    expect(await deliveryOf(p, 'out1')).toBe('read')
    expect(await states(p)).not.toContain('parked')
  })

  it('of nothing we know waits, and is let go', async () => {
    const p = await provider(s, type)
    await p.post(...receipt(p, type, 'delivered', 'out-of-nowhere'))
    expect(await settle(p.channel.id)).not.toContainEqual(expect.objectContaining({ state: 'failed' }))
    await settle(p.channel.id, 11 * 60_000)
    expect(new Set(await states(p))).toEqual(new Set(['done']))
  })
})

it('a mark of what was read spares what still waited in our queue', async () => {
  const { p, part, c } = await answering('messenger')
  await setDelivery(s.house, { partId: part.partId, state: 'sent', externalId: 'out1' })
  const later = await reply(s.ana, { conversationId: c.id, body: 'Later', clientKey: key() })
  const read = Date.now()
  await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(read + 2))
  // It leaves after they read; the mark comes later still.
  const second = await beginPart(s.house, { messageId: later.id })
  await setDelivery(s.house, { partId: second!.partId, state: 'sent', externalId: 'out2' })
  await p.post(meta('messenger', item('messenger', { read: { watermark: read } })))
  await settle(p.channel.id)
  expect([await deliveryOf(p, 'out1'), await deliveryOf(p, 'out2')]).toEqual(['read', 'sent'])
})

describe('a message without `from`', () => {
  it('of somebody who shows no number is theirs, by the id that the provider gives instead', async () => {
    const p = await provider(s, 'whatsapp')
    const hidden = (n: number, more: object) => ({ id: `wamid.${n}`, timestamp: seconds(Date.now()), type: 'text', text: { body: `No. ${n}` }, ...more })
    await p.post(wa({ contacts: [{ profile: { name: 'Kim' }, user_id: 'US.1', parent_user_id: 'US.ENT.9' }], messages: [hidden(1, { from_user_id: 'US.1' })] }))
    await p.post(wa({ messages: [hidden(2, { from_user_id: 'US.1' })] }))
    // The number is shown at last: the same person.
    await p.post(wa({ contacts: [{ wa_id: '5511987654321', user_id: 'US.1' }], messages: [hidden(3, { from: '5511987654321', from_user_id: 'US.1' })] }))
    await settle(p.channel.id)
    const [only, ...others] = await story(p.channel.id)
    expect(others).toEqual([])
    expect(only?.messages.map((m) => m.body)).toEqual(['No. 1', 'No. 2', 'No. 3'])
    // To the letter: no digit more, none less.
    expect(only?.names.map((n) => n.address)).toEqual(['+5511987654321', 'US.1', 'US.ENT.9'])
  })

  it.each(['+5511987654321', '+551187654321', '+5215512345678', '+5491112345678'])('and a number is kept as it is: %s', async (number) => {
    const p = await provider(s, 'whatsapp')
    await p.post(payloadOf('whatsapp', number.slice(1), 'Hi', 'wamid.1', Date.now()))
    await settle(p.channel.id)
    expect((await story(p.channel.id))[0]?.names.map((n) => n.address)).toEqual([number])
  })

  it.each(['messenger', 'instagram', 'telegram', 'sms'] as const)('of %s is kept for an admin and holds nobody up', async (type) => {
    const p = await provider(s, type)
    const nobody =
      type === 'telegram'
        ? { update_id: 1, message: { message_id: 1, date: 1, text: 'x' } }
        : type === 'sms'
          ? new URLSearchParams({ MessageSid: 'SM1', Body: 'x', SmsStatus: 'received' })
          : meta(type, { timestamp: 1, message: { mid: 'm', text: 'x' } })
    expect((await p.post(nobody)).status).toBe(200)
    await p.post(payloadOf(type, WHO[type], 'Hello', 'in1', Date.now()))
    await settle(p.channel.id)
    expect(await states(p)).toEqual(['failed', 'done'])
    expect(await bodies(p)).toEqual([['Hello']])
  })
})

describe('an echo before the response', () => {
  it('of messenger is known by our own reference', async () => {
    const { p, part, sent, thread, shown } = await answering('messenger')
    await p.post(meta('messenger', item('messenger', { message: { mid: 'out1', text: 'Good day', is_echo: true, metadata: part.clientRef } }, Date.now(), own.messenger)))
    await settle(p.channel.id)
    expect(await shown()).toBe('sent')
    await sent('out1')
    expect(await thread()).toEqual(['Hello', 'Good day'])
  })

  it('of instagram waits for the response, and what a colleague wrote in the app is shown', async () => {
    const { p, sent, thread } = await answering('instagram')
    const echo = (mid: string, text: string) => meta('instagram', item('instagram', { message: { mid, text, is_echo: true } }, Date.now(), own.instagram))
    await p.post(echo('out1', 'Good day'))
    await p.post(echo('app1', 'From the app'))
    await settle(p.channel.id)
    expect(await thread()).toEqual(['Hello', 'Good day'])
    await sent('out1')
    await settle(p.channel.id, 6_000)
    expect(await thread()).toEqual(['Hello', 'Good day', 'From the app'])
    expect(new Set(await states(p))).toEqual(new Set(['done']))
  })
})

describe('a changed number', () => {
  const system = (at: number) => ({
    from: '34600111222',
    id: 'wamid.s',
    timestamp: seconds(at),
    type: 'system',
    system: { type: 'user_changed_number', wa_id: '34600999888', body: 'changed' },
  })
  const said = (id: string, at: number, from = '34600111222') => ({ from, id, timestamp: seconds(at), type: 'text', text: { body: id } })

  it('keeps with its holder what they wrote before and what comes later, and gives nobody the words of the next one', async () => {
    const at = Date.now() - 1_000_000
    const before = said('Before', at)
    const after = said('After', at + 20_000, '34600999888')
    const next = said('By the next one', at + 30_000)
    for (const order of [
      [before, system(at + 10_000), after, next],
      [system(at + 10_000), before, next, after],
    ]) {
      s = await makeScene()
      const p = await provider(s, 'whatsapp')
      for (const m of order) {
        await p.post(wa({ messages: [m] }))
        await settle(p.channel.id)
      }
      const all = await story(p.channel.id)
      expect(all.map((c) => [c.names.map((n) => n.address), c.messages.map((m) => m.body).sort()])).toEqual([
        [['+34600111222'], ['By the next one']],
        [['+34600999888'], ['After', 'Before', 'changed']],
      ])
    }
  })
})

describe('an edit of an unknown message', () => {
  it('is shown soon by itself, and joins the message when that comes after all', async () => {
    const p = await provider(s, 'whatsapp')
    const at = Date.now()
    const edited = wa({
      messages: [
        {
          from: WHO.whatsapp,
          id: 'wamid.2',
          timestamp: seconds(at),
          type: 'edit',
          edit: { original_message_id: 'wamid.1', message: { type: 'text', text: { body: 'Better' } } },
        },
      ],
    })
    await p.post(edited)
    await settle(p.channel.id)
    expect(await bodies(p)).toEqual([])
    await settle(p.channel.id, 11_000)
    expect(await bodies(p)).toEqual([['Better']])
    await p.post(payloadOf('whatsapp', WHO.whatsapp, 'Worse', 'wamid.1', at - 5_000))
    await settle(p.channel.id)
    const [c] = await story(p.channel.id)
    expect(c?.messages).toMatchObject([{ body: 'Better', at: Number(seconds(at - 5_000)) * 1000, edited: Number(seconds(at)) * 1000 }])
  })
})

describe('the window expiring while typing', () => {
  it.each(['whatsapp', 'messenger', 'instagram'] as const)('of %s: counted from the provider’s time, an answer a moment too late is refused in words', async (type) => {
    const p = await provider(s, type)
    await p.post(payloadOf(type, WHO[type], 'A day ago', 'in1', Date.now() - DAY + 60_000))
    await settle(p.channel.id)
    const [c] = await (await reader()).select().from(conversations).where(eq(conversations.channelId, p.channel.id))
    await reply(s.ana, { conversationId: c!.id, body: 'Just in time', clientKey: key() })
    vi.useFakeTimers({ now: Date.now() + (type === 'whatsapp' ? 1 : 7) * DAY, toFake: ['Date'] })
    try {
      await refused(type === 'whatsapp' ? 'template_needed' : 'window_closed', [reply(s.ana, { conversationId: c!.id, body: 'Too late', clientKey: key() })])
    } finally {
      vi.useRealTimers()
    }
  })
})

it.each([
  ['PARCELS', 'name'],
  ['72345', null],
  ['whatsapp:+34600333444', null],
  ['+34600333444', null],
] as const)('a text message from %s: whether it can be answered is said before anybody tries', async (from, bar) => {
  const p = await provider(s, 'sms')
  await p.post(new URLSearchParams({ MessageSid: 'SM1', From: from, To: '+15550009999', Body: 'Hello', NumMedia: '0', SmsStatus: 'received' }))
  await settle(p.channel.id)
  const [c] = await (await reader()).select().from(conversations).where(eq(conversations.channelId, p.channel.id))
  const { reach } = await get(s.ana, { conversationId: c!.id })
  expect(standingOf('sms', reach!, Date.now())).toBe(bar ?? 'free')
  expect((await story(p.channel.id))[0]?.names.map((n) => n.address)).toEqual([from])
  const answer = reply(s.ana, { conversationId: c!.id, body: 'Hi', clientKey: key() })
  if (bar) await refused('sender_is_a_name', [answer])
  else await answer
})

it.each(['whatsapp', 'messenger', 'instagram'] as const)(
  'a call about two accounts of %s reaches the channel of each, and of one that nobody connected the one it came to',
  async (type) => {
    const [first, second] = [await provider(s, type), await provider(s, type)]
    const name = { whatsapp: 'phoneNumberId', messenger: 'pageId', instagram: 'accountId' }[type]
    await updateChannel(s.ana, { channelId: second.channel.id, settings: { [name]: '7777' } })
    const at = (account: string, from: string, text: string) => {
      const payload = JSON.parse(JSON.stringify(payloadOf(type, from, text, text, Date.now())))
      if (type === 'whatsapp') payload.entry[0].changes[0].value.metadata.phone_number_id = account
      else [payload.entry[0].id, payload.entry[0].messaging[0].recipient.id] = [account, account]
      return payload.entry[0]
    }
    const mine = { whatsapp: '1550', ...own }[type]
    const echo =
      type === 'whatsapp'
        ? []
        : [
            {
              id: '7777',
              time: 1,
              messaging: [{ sender: { id: '7777' }, recipient: { id: WHO[type] }, timestamp: Date.now() + 5, message: { mid: 'e', text: 'Ours there' } }],
            },
          ]
    expect(
      (
        await first.post({
          object: 'page',
          entry: [at(mine, WHO[type], 'To the first'), at('7777', WHO[type], 'To the second'), at('8888', '4444', 'To nobody'), ...echo],
        })
      ).status,
    ).toBe(200)
    for (const p of [first, second]) await settle(p.channel.id)
    expect((await bodies(first)).flat().sort()).toEqual(['To nobody', 'To the first'])
    expect((await bodies(second)).flat()).toEqual(['To the second', ...echo.map(() => 'Ours there')])
  },
)

describe.each(TYPES)('%s: bad input', (type) => {
  it('the largest payload that is promised is taken; a larger one is refused before it is read', async () => {
    const p = await provider(s, type)
    // Meta promises 3 MB for a thousand events in one call; the others send one event of a few kB.
    const [most, more] = type === 'telegram' ? [1_000_000, 1_100_000] : type === 'sms' ? [60_000, 70_000] : [2_900_000, 3_300_000]
    const big = (n: number) =>
      type === 'sms' ? new URLSearchParams({ MessageSid: 'SM1', From: WHO.sms, Body: 'x'.repeat(n) }) : payloadOf(type, WHO[type], 'x'.repeat(n), 'in1', Date.now())
    expect((await p.post(big(most))).status).toBe(200)
    expect((await p.post(big(more))).status).toBe(413)
    await settle(p.channel.id)
    // What is longer than a message may be is kept for an admin, and holds nothing up.
    expect(await states(p)).toEqual([most > 100_000 ? 'failed' : 'done'])
    await p.post(payloadOf(type, WHO[type], 'Hello', 'in2', Date.now()))
    await settle(p.channel.id)
    expect((await bodies(p)).flat().filter((b) => b.length < 100)).toEqual(['Hello'])
  })

  it('the database down is a 5xx, and the redelivery is one message', async () => {
    const p = await provider(s, type)
    const payload = payloadOf(type, WHO[type], 'Hello', 'in1', Date.now())
    const away = vi.spyOn(client, 'transaction').mockRejectedValue(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }))
    expect((await p.post(payload)).status).toBeGreaterThanOrEqual(500)
    away.mockRestore()
    expect(await eventsOf(p.channel.id)).toEqual([])
    for (let i = 0; i < 2; i++) expect((await p.post(payload)).status).toBe(200)
    await settle(p.channel.id)
    expect(await bodies(p)).toEqual([['Hello']])
  })
})

it('a pressed button stops turning: the answer to the call says so', async () => {
  const p = await provider(s, 'telegram')
  const pressed = {
    update_id: 5,
    callback_query: {
      id: '4382bfdwdsb323b2d9',
      from: { id: 5001, first_name: 'Io' },
      message: { message_id: 9, date: 1, chat: { id: 5001, type: 'private' }, reply_markup: { inline_keyboard: [[{ text: 'Yes, please', callback_data: 'y' }]] } },
      data: 'y',
    },
  }
  const answer = await p.post(pressed)
  expect([answer.status, await answer.json()]).toEqual([200, { method: 'answerCallbackQuery', callback_query_id: '4382bfdwdsb323b2d9' }])
  await settle(p.channel.id)
  expect(await bodies(p)).toEqual([['Yes, please']])
})
