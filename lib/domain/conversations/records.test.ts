import { describe, expect, it } from 'vitest'
import { makeChannel, makeContact, makeScene } from '@/db/factories'
import { receive } from '../messages/receive'
import { reply } from '../messages/reply'
import { archive } from './archive'
import { assign } from './assign'
import { close } from './close'
import { list } from './list'
import { record, recordsById, recordsPage } from './records'

async function scene() {
  const s = await makeScene()
  const sms = await makeChannel(s.workspace.id, 'sms')
  const ids: number[] = []
  for (let i = 0; i < 7; i++) {
    const contact = await makeContact(s.workspace.id, { name: `Customer number ${i}` })
    const channelId = i % 2 ? sms.id : s.channel.id
    ids.push((await receive({ ...s.customer, channelId }, { channelId, contactId: contact.id, body: `Where is parcel ${i}?` })).conversationId)
  }
  await assign(s.ana, { conversationId: ids[0]!, assigneeId: s.users.ana.id })
  await assign(s.ana, { conversationId: ids[1]!, assigneeId: s.users.ben.id })
  await reply(s.ana, { conversationId: ids[0]!, body: 'On its way', clientKey: crypto.randomUUID() })
  await close(s.ana, { conversationId: ids[6]! })
  await archive(s.ana, { conversationId: ids[5]! })
  return { s, ids, sms }
}

describe('records', () => {
  it('page through everything by number with a true total, whatever anybody archived', async () => {
    const { s, ids } = await scene()
    const seen: number[] = []
    for (let page = 1; page <= 4; page++) {
      const got = await recordsPage(s.ana, { page, size: 2 })
      expect(got.total).toBe(7)
      seen.push(...got.records.map((r) => r.c.id))
    }
    expect(seen.toSorted()).toEqual(ids)
  })

  it('count alike from the kept counts and from the rows', async () => {
    const { s, ids, sms } = await scene()
    const total = async (filter: Parameters<typeof recordsPage>[1]['filter']) => (await recordsPage(s.ana, { filter, size: 1 })).total
    expect(await total({ statuses: ['open'] })).toBe(6)
    expect(await total({ statuses: ['open'], assignee: 'me' })).toBe(1)
    expect(await total({ assignee: 'me_and_none' })).toBe(6)
    expect(await total({ statuses: ['open'], needsReply: true })).toBe(5)
    // The one that was answered, and the closed one: nobody waits there.
    expect(await total({ needsReply: false })).toBe(2)
    expect(await total({ channelType: 'sms' })).toBe(3)
    expect(await total({ statuses: ['open'], channelId: sms.id })).toBe(3)
    expect(await total({ statuses: ['pending', 'snoozed'] })).toBe(0)
    const found = await recordsPage(s.ana, { filter: { text: 'parcel 3' } })
    expect(found.records.map((r) => r.c.id)).toEqual([ids[3]])
  })

  it('go by id, and hold what a program shows', async () => {
    const { s, ids } = await scene()
    const first = await recordsById(s.ana, { limit: 3 })
    expect(first.map((r) => r.c.id)).toEqual(ids.slice(0, 3))
    expect((await recordsById(s.ana, { limit: 3, after: ids[2] })).map((r) => r.c.id)).toEqual(ids.slice(3, 6))
    expect(await record(s.ana, { conversationId: ids[0]! })).toMatchObject({
      contact: { name: 'Customer number 0' },
      assignee: { name: 'Ana' },
      last: { body: 'On its way', userId: s.users.ana.id },
    })
    const other = await makeScene()
    await expect(record(other.ana, { conversationId: ids[0]! })).rejects.toMatchObject({ reason: 'not_found' })
  })

  it('of the inbox are found by the words in them', async () => {
    const { s, ids } = await scene()
    expect((await list(s.ana, { text: 'parcel 3' })).rows.map((r) => r.id)).toEqual([ids[3]])
    expect((await list(s.ana, { text: 'number 2' })).rows.map((r) => r.id)).toEqual([ids[2]])
  })
})
