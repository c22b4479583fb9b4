import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { makeUser } from '@/db/factories'
import { conversationShape } from './shapes'
import { close, open, scene } from './testing/scene'

beforeAll(open)
afterAll(close)

describe('the document’s conversation calls, on v1', () => {
  it('getone answers a whole conversation, empty or not', async () => {
    const { a, workspace, users, talk } = await scene()
    const id = await talk()
    const got = await a.get(`/conversations/getone?id=${id}`)
    expect(got.status).toBe(200)
    expect(got.headers.get('content-type')).toBe('application/json')
    conversationShape.strict().parse(got.body)
    expect(got.body).toMatchObject({
      id,
      workspace_id: workspace.id,
      title: null,
      private: true,
      user_ids: [users.ana.id, users.ben.id],
      creator: users.ana.id,
      archived: false,
      last_obj_index: -1,
      message_count: 0,
      snippet: '',
      snippet_creators: [],
      muted_until_ts: null,
      name: 'Ben',
      is_private: true,
      muted_until: null,
    })
    expect(got.body.last_active_ts).toBeGreaterThan(1_700_000_000)
    expect((await a.post('/conversations/getone', { id })).body.id).toBe(id)
    expect((await a.form('/conversations/getone', `id=${id}`)).body.id).toBe(id)
  })

  it('get answers the caller’s own by last activity, within limit and times', async () => {
    const { a, workspace, talk } = await scene()
    const [first, second, third] = [await talk(), await talk(), await talk()]
    await a.say(first, 'now the newest')
    const q = `/conversations/get?workspace_id=${workspace.id}`
    const ids = async (more = '') => (await a.get(q + more)).body.map((c: { id: number }) => c.id)
    z.array(conversationShape.strict()).parse((await a.get(q)).body)
    expect(await ids()).toEqual([first, third, second])
    expect(await ids('&order_by=ASC')).toEqual([second, third, first])
    expect(await ids('&order_by=desc&limit=2')).toEqual([first, third])
    expect(await ids('&limit=0')).toEqual([])
    expect(await ids('&limit=1000000000')).toHaveLength(3)
    expect(await ids('&newer_than_ts=99999999999')).toEqual([])
    expect(await ids('&older_than_ts=99999999999')).toHaveLength(3)
    expect(await ids('&older_than_ts=1000')).toEqual([])
    expect(await ids('&newer_than_ts=1000.5&unknown=[]')).toHaveLength(3)
    expect(await ids('&newer_than_ts=&limit=')).toHaveLength(3)
    expect((await a.post('/conversations/get', { workspace_id: workspace.id, limit: 1, archived: null })).body).toHaveLength(1)
  })

  it('get tells archived ones apart, for the caller only', async () => {
    const { a, b, workspace, talk } = await scene()
    const [kept, gone] = [await talk(), await talk()]
    expect((await a.post('/conversations/archive', { id: gone })).body).toEqual({ status: 'ok' })
    const ids = async (who: typeof a, more = '') => (await who.get(`/conversations/get?workspace_id=${workspace.id}${more}`)).body.map((c: { id: number }) => c.id).sort()
    expect(await ids(a)).toEqual([kept])
    for (const yes of ['true', '1', 'yes']) expect(await ids(a, `&archived=${yes}`)).toEqual([gone])
    for (const no of ['false', '0', 'no']) expect(await ids(a, `&archived=${no}`)).toEqual([kept])
    expect(await ids(b)).toEqual([kept, gone])
    expect((await a.get(`/conversations/getone?id=${gone}`)).body.archived).toBe(true)
    expect((await a.post('/conversations/unarchive', { id: gone })).body).toEqual({ status: 'ok' })
    expect(await ids(a)).toEqual([kept, gone])
    await a.post('/conversations/archive', { id: gone })
    await b.say(gone, 'back again')
    expect(await ids(a)).toEqual([kept, gone])
  })

  it('get_or_create finds the same conversation for the same people, however they are listed', async () => {
    const { a, b, workspace, users } = await scene()
    const carl = await makeUser(workspace.id, { name: 'Carl' })
    const [ana, ben] = [users.ana.id, users.ben.id]
    const made = await a.post('/conversations/get_or_create', { workspace_id: workspace.id, user_ids: [ben, carl.id] })
    expect(made.status).toBe(200)
    conversationShape.strict().parse(made.body)
    expect(made.body.user_ids).toEqual([ana, ben, carl.id])
    const w = workspace.id
    const again = [
      await a.form('/conversations/get_or_create', `workspace_id=${w}&user_ids=[${carl.id},${ben},${ben}]`),
      await a.form('/conversations/get_or_create', `workspace_id=${w}&user_ids=${ben},${carl.id},${ana}`),
      await a.form('/conversations/get_or_create', `workspace_id=${w}&user_ids=${ben}&user_ids=${carl.id}`),
      await a.form('/conversations/get_or_create', `workspace_id=${w}&user_ids[]=${ben}&user_ids[]=${carl.id}`),
      await a.get(`/conversations/get_or_create?workspace_id=${w}&user_ids=${ben},${carl.id}`),
      await b.post('/conversations/get_or_create', { workspace_id: String(w), user_ids: [String(ana), carl.id] }),
    ]
    expect(again.map((r) => r.body.id)).toEqual(Array(6).fill(made.body.id))
    const two = await a.post('/conversations/get_or_create', { workspace_id: w, user_ids: [ben] })
    expect(two.body.id).not.toBe(made.body.id)
    const many = await Promise.all(Array.from({ length: 8 }, () => b.post('/conversations/get_or_create', { workspace_id: w, user_ids: [carl.id] })))
    expect(new Set(many.map((r) => r.body.id)).size).toBe(1)
    expect((await a.post('/conversations/get_or_create', { workspace_id: w, user_ids: [ana] })).body.user_ids).toEqual([ana])
  })

  it('update names it and may archive it, and leaves the numbering of messages alone', async () => {
    const { a, b, talk } = await scene()
    const id = await talk()
    const named = await a.post('/conversations/update', { id, title: 'Launch' })
    conversationShape.strict().parse(named.body)
    expect(named.body).toMatchObject({ id, title: 'Launch', name: 'Launch', archived: false, last_obj_index: -1, message_count: 0 })
    expect((await a.say(id, 'first')).body.obj_index).toBe(0)
    expect((await a.post('/conversations/update', { id, title: 'Launch 2', archived: 'true' })).body).toMatchObject({ title: 'Launch 2', archived: true })
    expect((await b.get(`/conversations/getone?id=${id}`)).body).toMatchObject({ title: 'Launch 2', archived: false })
    expect((await a.post('/conversations/update', { id, title: '', archived: 0 })).body).toMatchObject({ title: null, archived: false })
  })

  it('add_user, add_users, remove_user and remove_users change who takes part, by GET and POST', async () => {
    const { a, b, workspace, users, talk } = await scene()
    const [carl, dora] = [await makeUser(workspace.id, { name: 'Carl' }), await makeUser(workspace.id, { name: 'Dora' })]
    const id = await talk()
    await a.say(id, 'before they came')
    const people = async () => (await a.get(`/conversations/getone?id=${id}`)).body.user_ids
    expect((await a.post('/conversations/add_user', { id, user_id: carl.id })).body).toEqual({ status: 'ok' })
    expect((await a.post('/conversations/add_user', { id, user_id: carl.id })).status).toBe(200)
    expect(await people()).toEqual([users.ana.id, users.ben.id, carl.id])
    expect((await a.get(`/conversations/remove_user?id=${id}&user_id=${carl.id}`)).body).toEqual({ status: 'ok' })
    await a.form('/conversations/add_users', `id=${id}&user_ids=[${carl.id},${dora.id}]`)
    expect(await people()).toEqual([users.ana.id, users.ben.id, carl.id, dora.id])
    // The set of people finds it now.
    expect((await b.post('/conversations/get_or_create', { workspace_id: workspace.id, user_ids: [users.ana.id, carl.id, dora.id] })).body.id).toBe(id)
    await a.get(`/conversations/remove_users?id=${id}&user_ids=${carl.id},${dora.id}`)
    expect(await people()).toEqual([users.ana.id, users.ben.id])
    await a.post('/conversations/remove_user', { id, user_id: users.ben.id })
    expect((await b.get(`/conversations/getone?id=${id}`)).body).toMatchObject({ error_code: 124 })
    expect((await a.get(`/conversation_messages/get?conversation_id=${id}`)).body.map((m: { obj_index: number }) => m.obj_index)).toEqual([0])
  })

  it('get_unread, mark_read and mark_unread move the caller’s own position', async () => {
    const { a, b, b3, workspace, talk } = await scene()
    const id = await talk()
    const m = [await a.say(id, 'one'), await a.say(id, 'two'), await a.say(id, 'three')].map((r) => r.body.id)
    const unread = async (who = b) => (await who.get(`/conversations/get_unread?workspace_id=${workspace.id}`)).body
    expect(await unread(a)).toEqual([])
    expect(await unread()).toEqual([[id, 2]])
    expect(await unread(b3)).toEqual([{ conversation_id: id, obj_index: 2, direct_mention: false }])
    expect(await b.post('/conversations/mark_read', { conversation_id: id, message_id: m[1] })).toMatchObject({ status: 400, body: { error_code: 20 } })
    expect(await b.post('/conversations/mark_read', { conversation_id: id })).toMatchObject({ status: 400, body: { error_code: 19 } })
    expect((await b.post('/conversations/mark_read', { conversation_id: id, message_id: m[2] })).body).toEqual({ status: 'ok' })
    expect(await unread()).toEqual([])
    expect((await b.form('/conversations/mark_unread', `conversation_id=${id}&message_id=${m[1]}`)).body).toEqual({ status: 'ok' })
    expect(await unread()).toEqual([[id, 2]])
    // What clients of v3 send: `id`, a position, or nothing but the conversation.
    expect((await b3.post('/conversations/mark_read', { id, obj_index: 1 })).body).toEqual({ status: 'ok' })
    expect(await unread()).toEqual([[id, 2]])
    await b3.post('/conversations/mark_read', { id })
    expect(await unread()).toEqual([])
    await b3.post('/conversations/mark_unread', { id })
    expect(await unread(b3)).toEqual([{ conversation_id: id, obj_index: 2, direct_mention: false }])
    await b3.get(`/conversations/mark_read?id=${id}&message_id=${m[2]}`)
    await a.say(id, 'Hey [Ben](twist-mention://' + (await b.get('/users/get_session_user')).body.id + ')')
    expect(await unread(b3)).toEqual([{ conversation_id: id, obj_index: 3, direct_mention: true }])
  })

  it('mute and unmute answer the conversation and leave unread alone', async () => {
    const { a, b, b3, workspace, talk } = await scene()
    const id = await talk()
    await a.say(id, 'psst')
    const before = Math.floor(Date.now() / 1000)
    const muted = await b.post('/conversations/mute', { id, minutes: '30' })
    conversationShape.strict().parse(muted.body)
    expect(muted.body.muted_until_ts).toBeGreaterThanOrEqual(before + 1800)
    expect(muted.body.muted_until_ts).toBeLessThanOrEqual(before + 1810)
    expect(muted.body.muted_until).toBe(muted.body.muted_until_ts)
    const three = (await b3.get(`/conversations/getone?id=${id}`)).body
    expect(three).not.toHaveProperty('muted_until')
    expect(three.muted_until_ts).toBe(muted.body.muted_until_ts)
    expect((await a.get(`/conversations/getone?id=${id}`)).body.muted_until_ts).toBeNull()
    expect((await b.get(`/conversations/get_unread?workspace_id=${workspace.id}`)).body).toEqual([[id, 0]])
    expect((await b.post('/conversations/unmute', { id })).body).toMatchObject({ id, muted_until_ts: null, muted_until: null })
    for (const minutes of [0, -1, 1e9, 'soon', [1]])
      expect(await b.post('/conversations/mute', { id, minutes }), String(minutes)).toMatchObject({ status: 400, body: { error_code: 20 } })
    expect(await b.post('/conversations/mute', { id })).toMatchObject({ status: 400, body: { error_code: 19, error_extra: { argument: 'minutes' } } })
  })
})

describe('customers’ conversations in Twist’s words', () => {
  it('are listed for whoever has them or wrote in them, and written to by replying', async () => {
    const { a, b, workspace, users, customerWrites, assignTo } = await scene()
    const { conversationId: id } = await customerWrites('Where is my lamp?')
    const mine = async (who: typeof a) => (await who.get(`/conversations/get?workspace_id=${workspace.id}`)).body.map((c: { id: number }) => c.id)
    expect(await mine(a)).toEqual([])
    const seen = (await a.get(`/conversations/getone?id=${id}`)).body
    conversationShape.strict().parse(seen)
    expect(seen).toMatchObject({ private: false, user_ids: [], creator: 0, snippet: 'Where is my lamp?', snippet_creators: [], last_obj_index: 0 })
    await assignTo(id, users.ben.id)
    expect(await mine(b)).toEqual([id])
    expect((await b.get(`/conversations/get_unread?workspace_id=${workspace.id}`)).body).toEqual([[id, 0]])
    const reply = await a.say(id, 'On its way')
    expect(reply.body).toMatchObject({ obj_index: 1, creator: users.ana.id })
    expect((await a.get(`/conversations/getone?id=${id}`)).body.user_ids).toEqual([users.ana.id, users.ben.id])
    expect(await mine(a)).toEqual([id])
    const all = (await a.get(`/conversation_messages/get?conversation_id=${id}&from_obj_index=0`)).body
    expect(all.map((m: { obj_index: number; creator: number }) => [m.obj_index, m.creator])).toEqual([
      [0, 0],
      [1, users.ana.id],
    ])
    // Taking the one who has it out takes it from them.
    await a.post('/conversations/remove_user', { id, user_id: users.ben.id })
    expect((await a.get(`/conversations/getone?id=${id}`)).body.user_ids).toEqual([users.ana.id])
    expect(await mine(b)).toEqual([])
    expect(await a.post('/conversation_messages/update', { id: reply.body.id, content: 'other' })).toMatchObject({ status: 403, body: { error_code: 109 } })
  })
})
