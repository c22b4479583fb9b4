import { describe, expect, it } from 'vitest'
import { eq } from 'drizzle-orm'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { conversations } from '@/db/schema/conversations'
import { jobs } from '@/db/schema/events'
import { inboundEvents } from '@/db/schema/inbound'
import { messageParts } from '@/db/schema/messages'
import { system } from '../actor'
import { laneOf } from '../inbound/lane'
import { storeInbound } from '../inbound/store'
import { workOff } from '../inbound/work-off'
import { endAct } from '../messages/act-out'
import { setDelivery } from '../messages/delivery'
import { remove } from '../messages/remove'
import { reply } from '../messages/reply'
import { failDelivery } from '../messages/send-parts'
import { refused } from '../testing/expect'
import { retryEvents, retryJobs, retryUnsent } from './again'
import { createChannel } from './create'
import { channelHealth } from './health'

describe('a channel’s health', () => {
  it('shows what came last, what could not be read, and its own given-up work, to admins of its workspace', async () => {
    const [s, other] = [await makeScene(), await makeScene()]
    const c = await createChannel(s.ana, { type: 'telegram', name: 'Bot' })
    const house = system(s.workspace.id)
    const entry = (n: number) => ({ key: `k${n}`, at: Date.now(), raw: { n } })
    const delivered = Array.from({ length: 12 }, (_, n) => ({ ...entry(n), type: 'status' as const, state: 'sent' as const, externalId: `x${n}` }))
    await storeInbound(house, { channelId: c.id, entries: [{ ...entry(99), type: 'broken', error: 'no sender' }, ...delivered] })
    const dead = (workspaceId: number, lane: string) => ({
      workspaceId,
      kind: 'arrive',
      payload: {},
      state: 'dead' as const,
      lane,
      runAt: new Date(),
      lastError: 'no luck',
    })
    await transaction((db) =>
      db.insert(jobs).values([dead(s.workspace.id, laneOf(c.id)), dead(s.workspace.id, laneOf(s.channel.id)), dead(other.workspace.id, laneOf(c.id))]),
    )

    const health = await channelHealth(s.ana, { channelId: c.id })
    expect(health.newest.map((e) => e.type)).toEqual(Array.from({ length: 10 }, () => 'status'))
    expect(health.failed).toMatchObject({ rows: [{ type: 'broken', state: 'failed', error: 'no sender', raw: '{"n":99}', again: true }], next: null })
    expect(health.givenUp).toMatchObject({ rows: [{ kind: 'arrive', error: 'no luck' }], next: null })
    expect(health).toMatchObject({ lastIn: expect.any(Number), lastOut: null })

    await expect(channelHealth(s.ben, { channelId: c.id })).rejects.toMatchObject({ reason: 'not_allowed' })
    await expect(channelHealth(other.ana, { channelId: c.id })).rejects.toMatchObject({ reason: 'not_found' })
  })

  it('goes on where a page ended, and does once more what went wrong', async () => {
    const s = await makeScene()
    const c = await createChannel(s.ana, { type: 'telegram', name: 'Bot', settings: { botToken: '77:AAAA' } })
    const house = system(s.workspace.id)
    const said = (n: number) => ({
      key: `m${n}`,
      at: Date.now() + n,
      raw: { n },
      type: 'message' as const,
      externalId: `5:${n}`,
      from: { address: '5' },
      text: `No. ${n}`,
    })
    await storeInbound(house, { channelId: c.id, entries: Array.from({ length: 13 }, (_, n) => said(n)) })
    await transaction(async (db) => {
      await db.update(inboundEvents).set({ state: 'failed', error: 'unexpected' }).where(eq(inboundEvents.channelId, c.id))
      const dead = (n: number) => ({
        workspaceId: s.workspace.id,
        kind: 'arrive',
        payload: { channelId: c.id },
        state: 'dead' as const,
        runAt: new Date(),
        lastError: 'no luck',
        key: `d${n}:${c.id}`,
      })
      await db.insert(jobs).values(Array.from({ length: 13 }, (_, n) => dead(n)))
    })
    const first = await channelHealth(s.ana, { channelId: c.id })
    expect([first.failed.rows.length, first.givenUp.rows.length]).toEqual([10, 10])
    const second = await channelHealth(s.ana, { channelId: c.id, beforeFailed: first.failed.next!, beforeGivenUp: first.givenUp.next! })
    expect([second.failed.rows.length, second.givenUp.rows.length, second.failed.next, second.givenUp.next]).toEqual([3, 3, null, null])
    expect(new Set([...first.failed.rows, ...second.failed.rows].map((e) => e.id)).size).toBe(13)

    await refused('not_allowed', [retryEvents(s.ben, { channelId: c.id }), retryJobs(s.ben, { channelId: c.id }), retryUnsent(s.ben, { channelId: c.id })])
    expect(await retryEvents(s.ana, { channelId: c.id, id: first.failed.rows[0]!.id })).toBe(1)
    expect(await retryEvents(s.ana, { channelId: c.id })).toBe(12)
    await workOff(laneOf(c.id), Number.MAX_SAFE_INTEGER)
    expect((await channelHealth(s.ana, { channelId: c.id })).failed.rows).toEqual([])
    expect(await retryJobs(s.ana, { channelId: c.id, id: first.givenUp.rows[0]!.id })).toBe(1)
    expect(await retryJobs(s.ana, { channelId: c.id, id: first.givenUp.rows[0]!.id })).toBe(0)
    expect(await retryJobs(s.ana, { channelId: c.id })).toBe(12)
    expect((await channelHealth(s.ana, { channelId: c.id })).givenUp.rows).toEqual([])
  })

  it('names the messages that did not leave, and sends them again but for those that may have arrived', async () => {
    const s = await makeScene()
    const c = await createChannel(s.ana, { type: 'telegram', name: 'Bot', settings: { botToken: '77:AAAA' } })
    const house = system(s.workspace.id)
    await storeInbound(house, {
      channelId: c.id,
      entries: [{ key: 'm1', at: Date.now(), raw: {}, type: 'message', externalId: '5:1', from: { address: '5', name: 'Ivo' }, text: 'Hi' }],
    })
    await workOff(laneOf(c.id), Number.MAX_SAFE_INTEGER)
    const db = await reader()
    const [at] = await db.select().from(conversations).where(eq(conversations.channelId, c.id))
    const write = (body: string) => reply(s.ben, { conversationId: at!.id, body, clientKey: crypto.randomUUID() })
    const [a, b] = [await write('One'), await write('Two')]
    await failDelivery(house, { messageId: a.id, error: 'customer_blocked' })
    await failDelivery(house, { messageId: b.id, error: 'delivery_unclear' })
    const { unsent } = await channelHealth(s.ana, { channelId: c.id })
    expect(unsent.rows).toMatchObject([
      { id: b.id, conversationId: at!.id, contactName: 'Ivo', error: 'delivery_unclear' },
      { id: a.id, error: 'customer_blocked' },
    ])
    // One that was taken back is no failure any more, and holds up nobody.
    const taken = await write('word '.repeat(1_000))
    const parts = await db.select().from(messageParts).where(eq(messageParts.messageId, taken.id)).orderBy(messageParts.idx)
    await setDelivery(house, { partId: parts[0]!.id, state: 'sent', externalId: '5:9' })
    await setDelivery(house, { partId: parts[1]!.id, state: 'failed', error: 'too bad' })
    await remove(s.ben, { messageId: taken.id })
    expect(await retryUnsent(s.ana, { channelId: c.id })).toBe(1)
    await endAct(house, { messageId: taken.id, kind: 'remove', stamp: 'remove', error: null })
    expect((await channelHealth(s.ana, { channelId: c.id })).unsent.rows.map((m) => m.id)).toEqual([b.id])
    expect(await retryUnsent(s.ana, { channelId: c.id, id: b.id })).toBe(1)
    expect((await channelHealth(s.ana, { channelId: c.id })).unsent.rows).toEqual([])
  })
})
