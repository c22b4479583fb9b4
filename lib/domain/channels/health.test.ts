import { describe, expect, it } from 'vitest'
import { transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { jobs } from '@/db/schema/events'
import { system } from '../actor'
import { laneOf } from '../inbound/lane'
import { storeInbound } from '../inbound/store'
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
    expect(health.failed).toMatchObject([{ type: 'broken', state: 'failed', error: 'no sender', raw: '{"n":99}' }])
    expect(health.givenUp).toMatchObject([{ kind: 'arrive', error: 'no luck' }])

    await expect(channelHealth(s.ben, { channelId: c.id })).rejects.toMatchObject({ reason: 'not_allowed' })
    await expect(channelHealth(other.ana, { channelId: c.id })).rejects.toMatchObject({ reason: 'not_found' })
  })
})
