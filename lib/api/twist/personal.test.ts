/** What a person made of a conversation for themselves, wherever they take part and where not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { list } from '@/lib/domain/conversations/list'
import { expectSound } from '@/lib/domain/testing/recount'
import { close, open, scene } from './testing/scene'

beforeAll(open)
afterAll(close)

type Scene = Awaited<ReturnType<typeof scene>>
const unread = async (s: Scene, of: 'a3' | 'b3' = 'a3') =>
  (await s[of].get(`/conversations/get_unread?workspace_id=${s.workspace.id}`)).body.map((u: { conversation_id: number }) => u.conversation_id)
const archived = async (s: Scene, value: boolean) =>
  (await s.a3.get(`/conversations/get?workspace_id=${s.workspace.id}&archived=${value}`)).body.map((c: { id: number }) => c.id)

describe('a conversation one takes no part in', () => {
  it('is among one’s archived ones once archived, as the screen shows it, until something new comes', async () => {
    const s = await scene()
    const { conversationId: id } = await s.customerWrites('Hello')
    expect([await archived(s, true), await archived(s, false)]).toEqual([[], []])
    expect((await s.a3.post('/conversations/archive', { id })).status).toBe(200)
    expect(await archived(s, true)).toEqual([id])
    expect((await list(s.ana, { archived: true })).rows.map((r) => r.id)).toEqual([id])
    expect((await s.a3.get(`/conversations/getone?id=${id}`)).body.archived).toBe(true)
    await s.customerWrites('Are you there?')
    expect(await archived(s, true)).toEqual([])
    await expectSound(s.workspace.id)
  })

  it('is among the unread once marked so, until read, for nobody else', async () => {
    const s = await scene()
    const { conversationId: id } = await s.customerWrites('Hello')
    expect(await unread(s)).toEqual([])
    expect((await s.a3.post('/conversations/mark_unread', { id })).status).toBe(200)
    expect([await unread(s), await unread(s, 'b3')]).toEqual([[id], []])
    await s.customerWrites('Are you there?')
    expect(await unread(s)).toEqual([id])
    await s.a3.post('/conversations/mark_read', { id })
    expect(await unread(s)).toEqual([])
    // Read on, and marked again from a message.
    await s.a3.post('/conversations/mark_unread', { id, obj_index: 0 })
    expect(await unread(s)).toEqual([id])
    await expectSound(s.workspace.id)
  })

  it('of colleagues is neither: who left it sees nothing of it', async () => {
    const s = await scene()
    await s.talk()
    const id = await s.talk()
    await s.b3.post('/conversation_messages/add', { conversation_id: id, content: 'Hi' })
    expect(await unread(s)).toEqual([id])
    await s.a3.post('/conversations/archive', { id })
    await s.a3.post('/conversations/remove_user', { id, user_id: s.users.ana.id })
    expect([await unread(s), await archived(s, true)]).toEqual([[], []])
    await expectSound(s.workspace.id)
  })
})

describe('a message that is taken back', () => {
  it('is no longer unread: with the only one gone all is read', async () => {
    const s = await scene()
    const id = await s.talk()
    const say = async (content: string) => (await s.b3.post('/conversation_messages/add', { conversation_id: id, content })).body.id
    const [first, second] = [await say('one'), await say('two')]
    await s.b3.post('/conversation_messages/remove', { id: second })
    expect(await unread(s)).toEqual([id])
    await s.b3.post('/conversation_messages/remove', { id: first })
    expect(await unread(s)).toEqual([])
    expect((await list(s.ana, { kind: 'team', unread: true })).rows).toEqual([])
    await expectSound(s.workspace.id)
    await say('three')
    expect(await unread(s)).toEqual([id])
    await expectSound(s.workspace.id)
  })
})

describe('somebody who is not of this workspace', () => {
  it('is as unknown when removed as when added', async () => {
    const s = await scene()
    const id = await s.talk()
    for (const verb of ['add_user', 'remove_user'])
      expect(await s.a3.post(`/conversations/${verb}`, { id, user_id: 987_654_321 })).toMatchObject({ status: 404, body: { error_code: 106 } })
    for (const verb of ['add_users', 'remove_users'])
      expect(await s.a3.post(`/conversations/${verb}`, { id, user_ids: [s.users.ben.id, 987_654_321] })).toMatchObject({ status: 404, body: { error_code: 106 } })
    const other = await scene()
    expect(await s.a3.post('/conversations/remove_user', { id, user_id: other.users.ben.id })).toMatchObject({ status: 404, body: { error_code: 106 } })
    // A colleague who is not in it is quiet.
    await s.a3.post('/conversations/remove_user', { id, user_id: s.users.ben.id })
    expect((await s.a3.post('/conversations/remove_user', { id, user_id: s.users.ben.id })).status).toBe(200)
  })
})
