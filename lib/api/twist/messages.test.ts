import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { makeUser } from '@/db/factories'
import { ask } from '../testing/program'
import { attachmentShape, messageShape } from './shapes'
import { close, open, scene, url } from './testing/scene'

beforeAll(open)
afterAll(close)

type Shown = { id: number; obj_index: number; content: string }

describe('the document’s message calls', () => {
  it('add answers the message, numbered from 0', async () => {
    const { a, a3, workspace, users, talk } = await scene()
    const id = await talk()
    const first = await a.form('/conversation_messages/add', `conversation_id=${id}&content=${encodeURIComponent('Héllo 👋 **world**')}`)
    expect(first.status).toBe(200)
    messageShape.strict().parse(first.body)
    expect(first.body).toMatchObject({
      conversation_id: id,
      workspace_id: workspace.id,
      content: 'Héllo 👋 **world**',
      creator: users.ana.id,
      obj_index: 0,
      attachments: [],
      reactions: {},
      is_deleted: false,
      last_edited_ts: null,
      system_message: null,
    })
    expect(first.body).not.toHaveProperty('posted')
    expect((await a3.post('/conversation_messages/add', { conversation_id: id, content: 'two' })).body.obj_index).toBe(1)
    expect((await a.get(`/conversation_messages/add?conversation_id=${id}&content=three`)).body.obj_index).toBe(2)
    expect((await a.get(`/conversations/getone?id=${id}`)).body).toMatchObject({
      last_obj_index: 2,
      message_count: 3,
      snippet: 'three',
      snippet_creators: [users.ana.id],
      snippet_creator: users.ana.id,
    })
    for (const bad of ['', '   '])
      expect(await a.post('/conversation_messages/add', { conversation_id: id, content: bad })).toMatchObject({ status: 400, body: { error_code: 20 } })
    expect(await a.post('/conversation_messages/add', { conversation_id: id })).toMatchObject({
      status: 400,
      body: { error_code: 19, error_extra: { argument: 'content' } },
    })
  })

  it('getone answers one', async () => {
    const { a, b3, talk } = await scene()
    const id = await talk()
    const m = (await a.say(id, 'hi')).body
    expect((await a.get(`/conversation_messages/getone?id=${m.id}`)).body).toEqual(m)
    expect((await b3.post('/conversation_messages/getone', { id: String(m.id) })).body).toEqual(m)
  })

  it('get: newest first, rising from from_obj_index, ends included, then cut to the limit', async () => {
    const { a, talk } = await scene()
    const id = await talk()
    const sent: Shown[] = []
    for (let i = 0; i < 7; i++) {
      sent.push((await a.say(id, `m${i}`)).body)
      // System lines between do not count.
      if (i === 3) await a.post('/conversations/update', { id, title: 'Renamed' })
    }
    const get = async (more: string) => (await a.get(`/conversation_messages/get?conversation_id=${id}${more}`)).body
    const indexes = async (more: string) => (await get(more)).map((m: Shown) => m.obj_index)
    z.array(messageShape.strict()).parse(await get(''))
    expect(await indexes('')).toEqual([6, 5, 4, 3, 2, 1, 0])
    expect(await indexes('&order_by=ASC')).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(await indexes('&limit=2')).toEqual([6, 5])
    expect(await indexes('&limit=2&order_by=asc')).toEqual([0, 1])
    expect(await indexes('&from_obj_index=2')).toEqual([2, 3, 4, 5, 6])
    expect(await indexes('&from_obj_index=3&to_obj_index=5')).toEqual([3, 4, 5])
    expect(await indexes('&from_obj_index=3&to_obj_index=5&limit=2')).toEqual([3, 4])
    expect(await indexes('&from_obj_index=3&to_obj_index=5&order_by=DESC')).toEqual([5, 4, 3])
    expect(await indexes('&to_obj_index=1')).toEqual([1, 0])
    expect(await indexes('&from_obj_index=0&to_obj_index=499&limit=500')).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(await indexes('&from_obj_index=7')).toEqual([])
    expect(await indexes('&from_obj_index=5&to_obj_index=2')).toEqual([])
    expect(await indexes('&from_obj_index=9007199254740990')).toEqual([])
    expect(await indexes('&limit=0')).toEqual([])
    expect(await indexes('&limit=1000000000')).toHaveLength(7)
    expect(await indexes('&newer_than_ts=1000')).toHaveLength(7)
    expect(await indexes('&newer_than_ts=99999999999')).toEqual([])
    expect(await indexes('&older_than_ts=1000')).toEqual([])
    expect(await get('&as_ids=1')).toEqual(sent.map((m) => m.id).toReversed())
    expect(await get('&as_ids=true&from_obj_index=5')).toEqual(sent.slice(5).map((m) => m.id))
    expect(await a.form('/conversation_messages/get', `conversation_id=${id}&limit=1`)).toMatchObject({ body: [{ obj_index: 6 }] })
  })

  it('update changes one’s own words only', async () => {
    const { a, b, talk } = await scene()
    const id = await talk()
    const m = (await a.say(id, 'draft')).body
    const edited = await a.post('/conversation_messages/update', { id: m.id, content: 'final' })
    messageShape.strict().parse(edited.body)
    expect(edited.body).toMatchObject({ id: m.id, content: 'final', obj_index: 0 })
    expect(edited.body.last_edited_ts).toBeGreaterThanOrEqual(m.posted_ts)
    expect((await a.get(`/conversations/getone?id=${id}`)).body.snippet).toBe('final')
    expect(await b.post('/conversation_messages/update', { id: m.id, content: 'mine now' })).toMatchObject({ status: 403, body: { error_code: 109 } })
    expect((await a.form('/conversation_messages/update', `id=${m.id}`)).body.content).toBe('final')
  })

  it('remove leaves a tombstone, so that the numbers stay dense', async () => {
    const { a, b, talk } = await scene()
    const id = await talk()
    const [, m] = [
      await a.say(id, 'zero'),
      (await a.say(id, 'one', { attachments: [{ attachment_id: 'x', url: 'https://example.com/a', url_type: 'link' }] })).body,
      await a.say(id, 'two'),
    ]
    expect(await b.post('/conversation_messages/remove', { id: m.id })).toMatchObject({ status: 403, body: { error_code: 109 } })
    expect((await a.post('/conversation_messages/remove', { id: m.id })).body).toEqual({ status: 'ok' })
    expect((await a.post('/conversation_messages/remove', { id: m.id })).body).toEqual({ status: 'ok' })
    expect(await a.post('/conversation_messages/update', { id: m.id, content: 'x' })).toMatchObject({ status: 404, body: { error_code: 125 } })
    const left = (await a.get(`/conversation_messages/get?conversation_id=${id}&from_obj_index=0`)).body
    expect(left.map((x: { obj_index: number; is_deleted: boolean }) => [x.obj_index, x.is_deleted])).toEqual([
      [0, false],
      [1, true],
      [2, false],
    ])
    expect(left[1]).toMatchObject({ id: m.id, content: '', attachments: [], reactions: {} })
    expect((await a.get(`/conversation_messages/getone?id=${m.id}`)).body).toMatchObject({ is_deleted: true, content: '' })
    expect((await a.get(`/conversations/getone?id=${id}`)).body.last_obj_index).toBe(2)
  })
})

describe('attachments', () => {
  const upload = (token: string, fields: Record<string, string>, body = 'hello', version = 3) => {
    const form = new FormData()
    form.append('file', new File([body], 'plan.txt', { type: 'text/plain' }))
    for (const [k, v] of Object.entries(fields)) form.append(k, v)
    return ask(`${url()}/api/v${version}/attachments/upload`, 'POST', form, { authorization: `Bearer ${token}` })
  }

  it('are uploaded under the program’s own id, sent, fetched and replaced', async () => {
    const { a3, b3, talk } = await scene()
    const id = await talk()
    const attachment_id = crypto.randomUUID()
    const up = await upload(a3.token, { attachment_id, file_name: 'the plan.txt', file_size: '5', underlying_type: 'text/plain' })
    expect(up.status).toBe(200)
    attachmentShape.parse(up.body)
    expect(up.body).toMatchObject({ attachment_id, file_name: 'the plan.txt', file_size: 5, upload_state: 'uploaded' })
    // Its answer lost, a client sends it again.
    expect((await upload(a3.token, { attachment_id })).body).toEqual(up.body)
    expect(await upload(b3.token, { attachment_id })).toMatchObject({ status: 409, body: { error_code: 131 } })
    const m = (await a3.say(id, 'see', { attachments: [up.body] })).body
    expect(m.attachments).toMatchObject([{ attachment_id, file_size: 5 }])
    const file = await ask(m.attachments[0].url, 'GET', undefined, { authorization: `Bearer ${b3.token}` })
    expect(file.text).toBe('hello')
    expect((await ask(m.attachments[0].url, 'GET', undefined, { authorization: 'Bearer s7_api_nobody_nobody_nobody' })).status).toBe(401)
    const other = (await upload(a3.token, {})).body
    const both = await a3.form('/conversation_messages/update', `id=${m.id}&attachments=${encodeURIComponent(JSON.stringify([...m.attachments, other]))}`)
    expect(both.body).toMatchObject({ content: 'see', attachments: [{ attachment_id }, { attachment_id: other.attachment_id }] })
    expect((await a3.post('/conversation_messages/update', { id: m.id, attachments: [other] })).body.attachments).toHaveLength(1)
    expect((await a3.post('/conversation_messages/update', { id: m.id, attachments: '[]' })).body.attachments).toEqual([])
  })

  it('elsewhere are kept as they came, with actions; what is neither is refused whole', async () => {
    const { a, b, talk } = await scene()
    const id = await talk()
    const link = { attachment_id: crypto.randomUUID(), url_type: 'link', url: 'https://example.com/doc', title: 'Doc', site_name: 'Example' }
    const actions = [{ action: 'open_url', url: 'https://example.com', type: 'action', button_text: 'Open' }]
    const m = await a.form(
      '/conversation_messages/add',
      `conversation_id=${id}&content=x&attachments=${encodeURIComponent(JSON.stringify([link]))}&actions=${encodeURIComponent(JSON.stringify(actions))}`,
    )
    expect(m.body).toMatchObject({ attachments: [link], actions })
    for (const bad of ['not json', '[1', [{ attachment_id: 'nobody-has-this' }], 7, [[1]]])
      expect(await b.post('/conversation_messages/add', { conversation_id: id, content: 'x', attachments: bad }), JSON.stringify(bad)).toMatchObject({
        status: 400,
        body: { error_code: 118 },
      })
    const files = (await upload(a.token, { attachment_id: 'anas' }, 'secret')).body
    expect(await b.post('/conversation_messages/add', { conversation_id: id, content: 'x', attachments: [files] })).toMatchObject({
      body: { attachments: [{ url: files.url }] },
    })
    expect((await a.get(`/conversations/getone?id=${id}`)).body.message_count).toBe(2)
  })

  it('on v1 answers in both vocabularies of its address', async () => {
    const { a } = await scene()
    const twist = await upload(a.token, { attachment_id: 'mine' }, 'hello', 1)
    expect(twist).toMatchObject({ status: 200, body: { attachment_id: 'mine', url_type: 'file', filename: 'plan.txt', size: 5 } })
    const other = await upload(a.token, {}, 'hello', 1)
    expect(other).toMatchObject({ status: 201, body: { filename: 'plan.txt', size: 5, upload_state: 'uploaded' } })
    expect(other.body.id).toMatch(/^attachment_|^att_/)
    expect(await ask(`${url()}/api/v1/attachments/upload`, 'POST', 'x', { authorization: `Bearer ${a.token}` })).toMatchObject({ status: 400 })
    expect(await ask(`${url()}/api/v3/attachments/upload`, 'POST', new FormData(), { authorization: `Bearer ${a.token}` })).toMatchObject({ status: 400 })
  })
})

describe('reactions and search', () => {
  it('react by either name, once each, and are shown on the message', async () => {
    const { a3, b3, users, talk } = await scene()
    const id = await talk()
    const m = (await a3.say(id, 'Ship it?')).body
    expect((await b3.post('/reactions/add', { message_id: m.id, reaction: '👍' })).body).toEqual({ status: 'ok' })
    await b3.post('/reactions/add', { conversation_message_id: m.id, emoji: '👍' })
    await a3.form('/reactions/add', `message_id=${m.id}&reaction=${encodeURIComponent('👍')}`)
    const both = { '👍': [users.ana.id, users.ben.id] }
    expect((await a3.get(`/reactions/get?message_id=${m.id}`)).body).toEqual(both)
    expect((await a3.get(`/conversation_messages/getone?id=${m.id}`)).body.reactions).toEqual(both)
    await a3.post('/reactions/remove', { message_id: m.id, reaction: '👍' })
    expect((await b3.get(`/conversation_messages/get?conversation_id=${id}`)).body[0].reactions).toEqual({ '👍': [users.ben.id] })
    expect(await a3.post('/reactions/add', { message_id: m.id })).toMatchObject({ status: 400, body: { error_code: 19 } })
    expect(await a3.post('/reactions/add', { reaction: '👍' })).toMatchObject({ status: 400, body: { error_code: 19 } })
    expect(await a3.post('/reactions/add', { message_id: 999_999_999, reaction: '👍' })).toMatchObject({ status: 404, body: { error_code: 125 } })
    expect(await a3.post('/reactions/add', { thread_id: 5, reaction: '👍' })).toMatchObject({ status: 404, body: { error_code: 110 } })
  })

  it('search finds words where the caller may look', async () => {
    const { a3, b3, ana, workspace, users, talk } = await scene()
    const carl = await makeUser(workspace.id)
    const id = await talk()
    const hidden = (await a3.post('/conversations/get_or_create', { workspace_id: workspace.id, user_ids: [carl.id] })).body.id
    const m = [(await a3.say(id, 'the budget for spring')).body.id, (await b3.say(id, 'budget again')).body.id]
    await a3.say(hidden, 'secret budget')
    const found = await b3.get(`/search?workspace_id=${workspace.id}&query=budget`)
    expect(found.body).toMatchObject({ has_more: false, is_plan_restricted: false })
    expect(found.body.items.map((i: { id: string }) => i.id)).toEqual([`message-${m[1]}`, `message-${m[0]}`])
    expect(found.body.items[1]).toMatchObject({ type: 'message', conversation_id: id, snippet_creator_id: ana.userId, snippet: 'the budget for spring' })
    expect(found.body.results).toEqual(found.body.items)
    const page = (await b3.get(`/search?workspace_id=${workspace.id}&query=budget&limit=1`)).body
    expect(page).toMatchObject({ has_more: true, items: [{ id: `message-${m[1]}` }] })
    expect((await b3.get(`/search?workspace_id=${workspace.id}&query=budget&limit=1&cursor=${page.next_cursor_mark}`)).body.items[0].id).toBe(`message-${m[0]}`)
    expect((await b3.get(`/search?workspace_id=${workspace.id}&query=budget&author_ids=${users.ben.id}`)).body.items).toHaveLength(1)
    expect((await b3.get(`/search/conversation?conversation_id=${id}&query=spring`)).body).toMatchObject({ message_ids: [m[0]] })
    expect(await b3.get(`/search/conversation?conversation_id=${hidden}&query=budget`)).toMatchObject({ status: 404, body: { error_code: 124 } })
    expect((await b3.get(`/search?workspace_id=${workspace.id}&query=${encodeURIComponent('"\'*)(')}`)).body.items).toEqual([])
    expect(await b3.get(`/search?workspace_id=${workspace.id}&query=budget&cursor=garbage`)).toMatchObject({ status: 400, body: { error_code: 20 } })
  })
})
