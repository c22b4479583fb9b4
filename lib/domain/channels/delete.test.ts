import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { channels } from '@/db/schema/channels'
import { contactIdentities } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { jobs } from '@/db/schema/events'
import { inboundEvents } from '@/db/schema/inbound'
import { mailboxes } from '@/db/schema/mail'
import { system } from '../actor'
import { laneOf } from '../inbound/lane'
import { storeInbound } from '../inbound/store'
import { workOff } from '../inbound/work-off'
import { reply } from '../messages/reply'
import { thread } from '../messages/thread'
import { kindsOf, refused } from '../testing/expect'
import { directory } from '../users/directory'
import { createChannel } from './create'
import { deleteChannel, restoreChannel } from './delete'
import { channelByKey } from './find-by-key'
import { listChannels, listDeleted } from './list'
import { endingConnection, purgeChannel } from './purge'
import { setChannelEnabled } from './set-enabled'

async function bot() {
  const s = await makeScene()
  const c = await createChannel(s.ana, { type: 'telegram', name: 'Bot', settings: { botToken: '77:AAAA' } })
  const house = system(s.workspace.id)
  const said = { key: 'm1', at: Date.now(), type: 'message' as const, externalId: '5:1', from: { address: '5', name: 'Ivo' }, text: 'Hello', raw: {} }
  const arrive = async (key: string) => {
    await storeInbound(house, { channelId: c.id, entries: [{ ...said, key, externalId: `5:${key}` }] })
    await workOff(laneOf(c.id), Number.MAX_SAFE_INTEGER)
  }
  await arrive('m1')
  const db = await reader()
  const [conversation] = await db.select().from(conversations).where(eq(conversations.channelId, c.id))
  const events = () => db.select().from(inboundEvents).where(eq(inboundEvents.channelId, c.id))
  const identities = () =>
    db
      .select()
      .from(contactIdentities)
      .where(and(eq(contactIdentities.workspaceId, s.workspace.id), eq(contactIdentities.channelType, 'telegram')))
  return { s, c, house, arrive, events, identities, conversationId: conversation!.id }
}

describe('a deleted channel', () => {
  it('is an admin’s to delete, who says its name', async () => {
    const { s, c } = await bot()
    await refused('not_allowed', [deleteChannel(s.ben, { channelId: c.id, name: 'Bot' })])
    await refused('name_differs', [deleteChannel(s.ana, { channelId: c.id, name: 'bot' })])
    const other = await makeScene()
    await refused('not_found', [deleteChannel(other.ana, { channelId: c.id, name: 'Bot' }), restoreChannel(s.ana, { channelId: c.id })])
  })

  it('answers nobody, keeps its conversations to be read, and comes back as it was', async () => {
    const { s, c, arrive, conversationId } = await bot()
    await deleteChannel(s.ana, { channelId: c.id, name: ' Bot ' })
    expect(await channelByKey(c.key)).toBeNull()
    expect((await listChannels(s.ana, {})).map((x) => x.id)).not.toContain(c.id)
    expect(await listDeleted(s.ana, {})).toMatchObject([{ id: c.id, name: 'Bot' }])
    expect((await directory(s.ben, {})).channels.find((x) => x.id === c.id)).toMatchObject({ name: 'Bot', deleted: true })
    expect((await thread(s.ben, { conversationId })).messages.map((m) => m.body)).toContain('Hello')
    await refused('channel_deleted', [reply(s.ben, { conversationId, body: 'Hi', clientKey: 'key-00001' })])
    await refused('not_found', [setChannelEnabled(s.ana, { channelId: c.id, enabled: true })])
    expect(await kindsOf(s.workspace.id)).toContain('channel.deleted')

    await restoreChannel(s.ana, { channelId: c.id })
    expect(await channelByKey(c.key)).toMatchObject({ id: c.id, disabledAt: null })
    await arrive('m2')
    await reply(s.ben, { conversationId, body: 'Hi', clientKey: 'key-00001' })
    // One that was paused comes back paused.
    await setChannelEnabled(s.ana, { channelId: c.id, enabled: false })
    await deleteChannel(s.ana, { channelId: c.id, name: 'Bot' })
    await restoreChannel(s.ana, { channelId: c.id })
    expect((await listChannels(s.ana, {})).find((x) => x.id === c.id)).toMatchObject({ disabled: true })
  })

  it('acts on what had come before it was deleted once it is back: a provider was told that we have it', async () => {
    const { s, c, house, events } = await bot()
    const said = { at: Date.now(), type: 'message' as const, from: { address: '5', name: 'Ivo' }, text: 'Hello', raw: {} }
    await storeInbound(house, { channelId: c.id, entries: [{ ...said, key: 'm2', externalId: '5:2' }] })
    await deleteChannel(s.ana, { channelId: c.id, name: 'Bot' })
    await workOff(laneOf(c.id), Number.MAX_SAFE_INTEGER)
    expect((await events()).find((e) => e.key === 'm2')).toMatchObject({ state: 'failed', error: 'channel_off' })
    await restoreChannel(s.ana, { channelId: c.id })
    await workOff(laneOf(c.id), Number.MAX_SAFE_INTEGER)
    expect((await events()).find((e) => e.key === 'm2')).toMatchObject({ state: 'done' })
  })

  it('is gone once its time to be brought back is over: half of it may be taken away by then', async () => {
    const { s, c, house } = await bot()
    await deleteChannel(s.ana, { channelId: c.id, name: 'Bot' })
    const db = await reader()
    await transaction((w) =>
      w
        .update(channels)
        .set({ deletedAt: new Date(Date.now() - 11 * 60_000), disabledAt: new Date(Date.now() - 11 * 60_000) })
        .where(eq(channels.id, c.id)),
    )
    await refused('not_found', [restoreChannel(s.ana, { channelId: c.id })])
    expect(await listDeleted(s.ana, {})).toEqual([])
    expect(await endingConnection(house, { channelId: c.id })).toMatchObject({ id: c.id })
    while (await purgeChannel(house, { channelId: c.id })) continue
    expect((await db.select().from(channels).where(eq(channels.id, c.id)))[0]?.purgedAt).not.toBeNull()
  })

  it('is taken away with all it held, in steps, and only it', async () => {
    const { s, c, house, events, identities, conversationId } = await bot()
    const many = Array.from({ length: 501 }, (_, n) => ({ key: `x${n}`, at: Date.now(), type: 'ignored' as const, what: 'nothing', raw: {} }))
    await storeInbound(house, { channelId: c.id, entries: many })
    const dead = { workspaceId: s.workspace.id, kind: 'arrive', payload: {}, state: 'dead' as const, runAt: new Date() }
    await transaction(async (db) => {
      await db.insert(jobs).values([
        { ...dead, lane: `${laneOf(c.id)}`, key: `dead:${c.id}` },
        { ...dead, lane: laneOf(s.channel.id), key: `dead:${s.channel.id}` },
      ])
      await db.insert(mailboxes).values({ channelId: c.id, folder: 'inbox', uidValidity: '1', lastUid: 1, updatedAt: new Date() })
    })
    // Nobody deleted it: nothing is taken.
    expect(await purgeChannel(house, { channelId: c.id })).toBe(false)
    expect((await events()).length).toBe(502)

    await deleteChannel(s.ana, { channelId: c.id, name: 'Bot' })
    expect(await endingConnection(house, { channelId: c.id })).toMatchObject({ settings: { botToken: '77:AAAA' } })
    const [asked] = await (
      await reader()
    )
      .select()
      .from(jobs)
      .where(eq(jobs.key, `purge:${c.id}`))
    expect(asked?.runAt.getTime()).toBeGreaterThan(Date.now() + 9 * 60_000)
    let steps = 1
    while (await purgeChannel(house, { channelId: c.id })) steps++
    expect(steps).toBeGreaterThan(2)
    expect(await events()).toEqual([])
    expect(await identities()).toEqual([])
    const db = await reader()
    expect(await db.select().from(mailboxes).where(eq(mailboxes.channelId, c.id))).toEqual([])
    expect((await db.select({ key: jobs.key }).from(jobs).where(eq(jobs.state, 'dead'))).map((j) => j.key)).not.toContain(`dead:${c.id}`)
    expect((await db.select({ key: jobs.key }).from(jobs).where(eq(jobs.state, 'dead'))).map((j) => j.key)).toContain(`dead:${s.channel.id}`)
    const [row] = await db.select().from(channels).where(eq(channels.id, c.id))
    expect(row).toMatchObject({ name: 'Bot', settings: {}, secrets: null })
    expect(row?.key).not.toBe(c.key)
    expect(await endingConnection(house, { channelId: c.id })).toBeNull()
    await refused('not_found', [restoreChannel(s.ana, { channelId: c.id })])
    expect(await listDeleted(s.ana, {})).toEqual([])
    expect((await thread(s.ben, { conversationId })).messages.map((m) => m.body)).toContain('Hello')
  })

  it('leaves the identities that another channel of the same account still means', async () => {
    const { s, c, house, identities } = await bot()
    await createChannel(s.ana, { type: 'telegram', name: 'Same bot', settings: { botToken: '77:AAAA' } })
    await deleteChannel(s.ana, { channelId: c.id, name: 'Bot' })
    while (await purgeChannel(house, { channelId: c.id })) continue
    expect(await identities()).toHaveLength(1)
  })
})

describe('a paused channel', () => {
  it('keeps what arrives and acts on it when it goes on', async () => {
    const { s, c, arrive, events, conversationId } = await bot()
    await setChannelEnabled(s.ana, { channelId: c.id, enabled: false })
    await arrive('m2')
    expect((await thread(s.ben, { conversationId })).messages.filter((m) => m.kind === 'message')).toHaveLength(1)
    await setChannelEnabled(s.ana, { channelId: c.id, enabled: true })
    await workOff(laneOf(c.id), Number.MAX_SAFE_INTEGER)
    expect((await thread(s.ben, { conversationId })).messages.filter((m) => m.kind === 'message')).toHaveLength(2)
    expect((await events()).map((e) => e.state)).toEqual(['done', 'done'])
  })
})
