import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeChannel, makeScene } from '@/db/factories'
import { channels } from '@/db/schema/channels'
import { contacts, visitors } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { list } from '../conversations/list'
import { merge } from '../conversations/merge'
import { startCustomer } from '../conversations/start'
import { note } from '../messages/note'
import { reply } from '../messages/reply'
import { refused } from '../testing/expect'
import { acknowledge } from './acknowledge'
import { begin, type VisitorActor } from './begin'
import { end } from './end'
import { identify } from './identify'
import { introduce } from './introduce'
import { resolve } from './resolve'
import { timeline } from './timeline'
import { write } from './write'

const key = () => crypto.randomUUID()
type Scene = Awaited<ReturnType<typeof makeScene>>
const arrive = async (s: Scene, over = {}) => (await begin(s.customer, { channelId: s.channel.id, ...over }))!.actor
const say = (v: VisitorActor, body: string) => write(v, { body, key: key() })
const bodies = async (v: VisitorActor, after?: string) => (await timeline(v, { after })).messages.map((m) => m.body)
const contactOf = async (id: number) => (await (await reader()).select().from(contacts).where(eq(contacts.id, id)))[0]

describe('a visitor’s token', () => {
  it('is 256 random bits, kept only as a hash, and opens its own channel until it is ended', async () => {
    const s = await makeScene()
    const { token, actor } = (await begin(s.customer, { channelId: s.channel.id }))!
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    const [row] = await (await reader()).select().from(visitors).where(eq(visitors.id, actor.visitorId))
    expect(JSON.stringify(row)).not.toContain(token)
    expect(await resolve(s.channel.id, token)).toEqual(actor)
    expect(await resolve((await makeChannel(s.workspace.id)).id, token)).toBeNull()
    expect(await resolve(s.channel.id, `${token.slice(0, -2)}xx`)).toBeNull()
    expect(await resolve(s.channel.id, token, new Date(Date.now() + 181 * 86_400_000))).toBeNull()
    await end(actor, {})
    expect(await resolve(s.channel.id, token)).toBeNull()
    expect(await contactOf(actor.contactId)).toBeUndefined()
    await refused('session_over', [say(actor, 'Still me'), end(actor, {}), introduce(actor, { name: 'x' })])
  })

  it('is given out by the channel, not by agents or visitors', async () => {
    const s = await makeScene()
    const v = await arrive(s)
    await refused('not_allowed', [begin(s.ana, { channelId: s.channel.id }), begin(v, { channelId: s.channel.id }), timeline(s.ana, {})])
  })
})

describe('writing', () => {
  it('makes one conversation for two tabs that write at once, and one message for a repeated key', async () => {
    const s = await makeScene()
    const v = await arrive(s)
    const both = await Promise.all([say(v, 'From tab one'), say(v, 'From tab two')])
    expect(new Set(both.map((m) => m.conversationId)).size).toBe(1)
    const k = key()
    const five = await Promise.all([1, 2, 3, 4, 5].map(() => write(v, { body: 'Once', key: k })))
    expect(new Set(five.map((m) => m.id)).size).toBe(1)
    expect((await bodies(v)).filter((b) => b === 'Once')).toHaveLength(1)
    expect((await list(s.ana, {})).rows).toHaveLength(1)
  })

  it('is refused beyond the limit, and for nothing at all', async () => {
    const s = await makeScene()
    const v = await arrive(s)
    await refused('empty_message', [say(v, ' \n ')])
    const all = await Promise.allSettled(Array.from({ length: 45 }, (_, i) => say(v, `n${i}`)))
    expect(all.filter((r) => r.status === 'rejected').length).toBeGreaterThanOrEqual(5)
    await refused('too_many', [say(v, 'more')])
  })

  it('survives NULs, lone surrogates and direction overrides', async () => {
    const s = await makeScene()
    const v = await arrive(s)
    await say(v, 'a\u0000b\ud800c')
    expect(await bodies(v)).toEqual(['ab\ufffdc'])
  })
})

describe('the timeline', () => {
  it('shows what both wrote: no note, no system line, no address; only a name', async () => {
    const s = await makeScene()
    const v = await arrive(s)
    const { conversationId } = await say(v, 'Hello')
    await note(s.ana, { conversationId, body: 'secret note', clientKey: key() })
    const k = key()
    await reply(s.ana, { conversationId, body: 'Hi there', clientKey: k })
    const seen = await timeline(v, {})
    expect(seen.messages).toMatchObject([
      { from: 'me', name: null, body: 'Hello' },
      { from: 'team', name: 'Ana', body: 'Hi there', key: null },
    ])
    const wire = JSON.stringify(seen)
    for (const hidden of ['secret', s.users.ana.email, k, 'snippet']) expect(wire).not.toContain(hidden)
    expect(seen.seen.team).toEqual([[conversationId, 2]])
  })

  it('misses nothing and repeats nothing after any cursor', async () => {
    const s = await makeScene()
    const v = await arrive(s)
    const { conversationId } = await say(v, 'm0')
    const start = await timeline(v, {})
    for (let i = 1; i < 12; i++) {
      if (i % 3 === 0) await note(s.ana, { conversationId, body: 'hidden', clientKey: key() })
      await reply(s.ana, { conversationId, body: `m${i}`, clientKey: key() })
    }
    const got: string[] = []
    for (let cursor = start.cursor, more = true; more;) {
      const page = await timeline(v, { after: cursor, limit: 4 })
      got.push(...page.messages.map((m) => m.body))
      ;({ cursor, more } = page)
    }
    expect(got).toEqual(Array.from({ length: 11 }, (_, i) => `m${i + 1}`))
    const newest = await timeline(v, { limit: 5 })
    const older = await timeline(v, { before: newest.older ?? '', limit: 50 })
    expect([...older.messages, ...newest.messages].map((m) => m.body)).toEqual(Array.from({ length: 12 }, (_, i) => `m${i}`))
    expect(older.older).toBeNull()
    expect(await bodies(v, newest.cursor)).toEqual([])
    await refused('bad_cursor', [timeline(v, { after: 'nonsense' }), timeline(v, { before: "1.1'" })])
  })

  it('is not doubled by merging conversations, and the talk goes on in the one that stays', async () => {
    const s = await makeScene()
    const v = await arrive(s)
    const old = await say(v, 'first talk')
    await startCustomer(s.ana, { channelId: s.channel.id, contactId: v.contactId, fresh: true })
    const recent = await say(v, 'second talk')
    expect(recent.conversationId).not.toBe(old.conversationId)
    const before = await timeline(v, {})
    await merge(s.ana, { conversationId: old.conversationId, sourceId: recent.conversationId })
    expect(await bodies(v, before.cursor)).toEqual([])
    expect(await bodies(v)).toEqual(['first talk', 'second talk'])
    expect((await say(v, 'and on')).conversationId).toBe(old.conversationId)
    expect(await bodies(v, before.cursor)).toEqual(['and on'])
  })

  it('is nobody else’s, whatever cursor they bring', async () => {
    const s = await makeScene()
    const [v, other] = [await arrive(s), await arrive(s)]
    const { conversationId } = await say(v, 'Mine')
    expect(await bodies(other)).toEqual([])
    expect(await bodies(other, `${conversationId}.-1`)).toEqual([])
    await acknowledge(other, { delivered: `${conversationId}.0`, read: `${conversationId}.0` })
    expect((await list(s.ana, {})).rows[0]).toMatchObject({ contactReadIndex: -1 })
  })
})

describe('delivery marks', () => {
  it('only move forward, and never beyond what there is', async () => {
    const s = await makeScene()
    const v = await arrive(s)
    const { conversationId: id } = await say(v, 'Hello')
    await reply(s.ana, { conversationId: id, body: 'Hi', clientKey: key() })
    await acknowledge(v, { delivered: `${id}.1` })
    expect((await list(s.ana, {})).rows[0]).toMatchObject({ contactDeliveredIndex: 1, contactReadIndex: -1 })
    await acknowledge(v, { delivered: `${id}.0`, read: `${id}.99` })
    expect((await list(s.ana, {})).rows[0]).toMatchObject({ contactDeliveredIndex: 1, contactReadIndex: 1 })
  })
})

describe('who a visitor is', () => {
  it('an unsigned email proves nothing: it merges nobody and shows no history', async () => {
    const s = await makeScene()
    const rich = await arrive(s, { vouched: { sub: 'u1', email: 'rich@shop.test', name: 'Rich' } })
    await say(rich, 'My card number')
    const thief = await arrive(s, { said: { email: 'rich@shop.test', name: 'Rich' } })
    await introduce(thief, { email: 'Rich@Shop.test' })
    expect(thief.contactId).not.toBe(rich.contactId)
    expect(await bodies(thief)).toEqual([])
    expect((await contactOf(thief.contactId))?.email).toBe('rich@shop.test')
    // And what somebody says on a browser that is signed in changes nothing the site vouched for.
    expect(await introduce(rich, { email: 'other@shop.test', name: 'Other' })).toBe(false)
    expect(await contactOf(rich.contactId)).toMatchObject({ email: 'rich@shop.test', name: 'Rich' })
  })

  it('signing in makes the stranger known, here and on the next device', async () => {
    const s = await makeScene()
    const v = await arrive(s)
    await say(v, 'Before signing in')
    const one = await identify(v, { sub: 'u1', name: 'Zoë', email: 'zoe@shop.test' })
    expect(one).toMatchObject({ changed: false, actor: { contactId: v.contactId } })
    expect((await list(s.ana, {})).rows[0]).toMatchObject({ contactName: 'Zoë' })
    const phone = await arrive(s, { vouched: { sub: 'u1' } })
    expect(phone.contactId).toBe(v.contactId)
    expect(await bodies(phone)).toEqual(['Before signing in'])
  })

  it('signing in after writing as a stranger keeps both histories with the known contact', async () => {
    const s = await makeScene()
    const known = await arrive(s, { vouched: { sub: 'u1', name: 'Zoë' } })
    await say(known, 'Last week')
    const stranger = await arrive(s)
    const first = await say(stranger, 'Today')
    const { actor, changed } = await identify(stranger, { sub: 'u1' })
    expect(changed).toBe(true)
    expect(await bodies(actor)).toEqual(['Last week', 'Today'])
    // The livelier conversation goes on; a send begun as the stranger still arrives.
    expect((await say(stranger, 'And now')).conversationId).toBe(first.conversationId)
    expect(await bodies(known)).toEqual(['Last week', 'Today', 'And now'])
    // Whoever still knows the stranger's id is led on.
    expect(await contactOf(stranger.contactId)).toMatchObject({ mergedInto: known.contactId })
    const rows = await (await reader()).select().from(conversations).where(eq(conversations.contactId, known.contactId))
    expect(rows.filter((r) => r.current === 'yes')).toHaveLength(1)
    expect((await list(s.ana, {})).rows.map((r) => r.contactName)).toEqual(['Zoë', 'Zoë'])
  })

  it('somebody else on the same browser takes nothing along', async () => {
    const s = await makeScene()
    const v = await arrive(s)
    await say(v, 'I am one')
    await identify(v, { sub: 'u1', name: 'One' })
    const { actor, changed } = await identify(v, { sub: 'u2', name: 'Two' })
    expect(changed).toBe(true)
    expect(await bodies(actor)).toEqual([])
    expect(await bodies(await arrive(s, { vouched: { sub: 'u1' } }))).toEqual(['I am one'])
  })

  it('who is known may begin without a word, and nothing is made for who is not', async () => {
    const s = await makeScene()
    const ask = () => begin(s.customer, { channelId: s.channel.id, vouched: { sub: 'u1' }, ifKnown: true })
    expect(await ask()).toBeNull()
    const v = await arrive(s, { vouched: { sub: 'u1' } })
    expect((await ask())?.actor.contactId).toBe(v.contactId)
  })

  it('the same id on another channel is somebody else', async () => {
    const s = await makeScene()
    const a = await arrive(s, { vouched: { sub: '17' } })
    const elsewhere = await makeChannel(s.workspace.id)
    const b = await begin({ ...s.customer, channelId: elsewhere.id }, { channelId: elsewhere.id, vouched: { sub: '17' } })
    expect(b?.actor.contactId).not.toBe(a.contactId)
  })

  it('two devices signing in at once are one contact', async () => {
    const s = await makeScene()
    const devices = await Promise.all([arrive(s), arrive(s)])
    await Promise.all(devices.map((d, i) => say(d, `device ${i}`)))
    const both = await Promise.all(devices.map((d) => identify(d, { sub: 'u9', name: 'Nine' })))
    expect(new Set(both.map((b) => b.actor.contactId)).size).toBe(1)
    expect((await bodies(both[0]!.actor)).toSorted()).toEqual(['device 0', 'device 1'])
  })

  it('a switched off channel takes no message', async () => {
    const s = await makeScene()
    const v = await arrive(s)
    await transaction((db) => db.update(channels).set({ disabledAt: new Date() }).where(eq(channels.id, s.channel.id)))
    await refused('channel_off', [say(v, 'Anybody?')])
  })
})
