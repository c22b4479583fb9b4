import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeScene } from '@/db/factories'
import { revokeToken } from '@/lib/domain/tokens/revoke'
import { listTokens } from '@/lib/domain/tokens/list'
import { ask } from '../testing/program'
import { errorShape } from './errors'
import { caller, close, open, scene, url } from './testing/scene'

beforeAll(open)
afterAll(close)

/** Every call of the document, with what it must be given. */
const CALLS: Record<string, (x: { workspace_id: number; id: number; message: number; user: number }) => Record<string, unknown>> = {
  'conversations/getone': (x) => ({ id: x.id }),
  'conversations/get': (x) => ({ workspace_id: x.workspace_id }),
  'conversations/get_or_create': (x) => ({ workspace_id: x.workspace_id, user_ids: [x.user] }),
  'conversations/update': (x) => ({ id: x.id, title: 'T' }),
  'conversations/add_user': (x) => ({ id: x.id, user_id: x.user }),
  'conversations/add_users': (x) => ({ id: x.id, user_ids: [x.user] }),
  'conversations/remove_user': (x) => ({ id: x.id, user_id: x.user }),
  'conversations/remove_users': (x) => ({ id: x.id, user_ids: [x.user] }),
  'conversations/archive': (x) => ({ id: x.id }),
  'conversations/unarchive': (x) => ({ id: x.id }),
  'conversations/get_unread': (x) => ({ workspace_id: x.workspace_id }),
  'conversations/mark_read': (x) => ({ conversation_id: x.id, message_id: x.message }),
  'conversations/mark_unread': (x) => ({ conversation_id: x.id, message_id: x.message }),
  'conversations/mute': (x) => ({ id: x.id, minutes: 30 }),
  'conversations/unmute': (x) => ({ id: x.id }),
  'conversation_messages/getone': (x) => ({ id: x.message }),
  'conversation_messages/get': (x) => ({ conversation_id: x.id }),
  'conversation_messages/add': (x) => ({ conversation_id: x.id, content: 'Hello' }),
  'conversation_messages/update': (x) => ({ id: x.message, content: 'Hello' }),
  'conversation_messages/remove': (x) => ({ id: x.message }),
}
const each = Object.entries(CALLS)
const isId = (field: string) => field === 'id' || /_ids?$/.test(field)

/** A refusal in Twist's form with this status and code. */
function refusedWith(r: { status: number; body: unknown; headers: Headers }, status: number, code: number, at: string) {
  expect([r.status, (r.body as { error_code?: number } | null)?.error_code], at).toEqual([status, code])
  errorShape.strict().parse(r.body)
  expect(r.headers.get('content-type'), at).toBe('application/json')
}

async function place() {
  const s = await scene()
  const id = await s.talk()
  const message = (await s.a.say(id, 'Hi')).body.id
  return { ...s, x: { workspace_id: s.workspace.id, id, message, user: s.users.ben.id } }
}

describe('every call of the document refuses', () => {
  it('no token, a wrong, a revoked one, and one without the scope', async () => {
    const { a, ana, x } = await place()
    const [poor, gone] = [await caller(ana, 1, ['contacts:read']), await caller(ana)]
    const [newest] = await listTokens(ana, {})
    await revokeToken(ana, { tokenId: newest?.id ?? 0 })
    for (const [path, params] of each) {
      const body = params(x)
      const at = `${url()}/api/v1/${path}`
      refusedWith(await ask(at, 'POST', body, {}), 401, 120, path)
      refusedWith(await ask(`${at}?id=1`, 'GET', undefined, {}), 401, 120, path)
      refusedWith(await ask(at, 'POST', body, { authorization: 'Bearer nonsense-nonsense-nonsense' }), 403, 200, path)
      refusedWith(await gone.post(`/${path}`, body), 403, 200, path)
      refusedWith(await poor.post(`/${path}`, body), 403, 109, path)
      refusedWith(await a.call('DELETE', `/${path}`), 405, 114, path)
      refusedWith(await a.call('PUT', `/${path}`, body), 405, 114, path)
    }
  })

  it('what is unknown or another workspace’s, alike', async () => {
    const { a, x } = await place()
    const other = await makeScene()
    const theirs = await caller(other.ana)
    const foreign = await theirs.post('/conversations/get_or_create', { workspace_id: other.workspace.id, user_ids: [other.users.ben.id] })
    const said = await theirs.say(foreign.body.id, 'not yours')
    const CODE: Record<string, number> = { workspace_id: 105, id: 124, conversation_id: 124, message_id: 125, user_id: 106, user_ids: 106 }
    for (const [path, params] of each)
      for (const field of Object.keys(params(x)).filter(isId)) {
        const isMessage = field === 'message_id' || (field === 'id' && path.startsWith('conversation_messages/'))
        const wrong = field === 'workspace_id' ? other.workspace.id : isMessage ? said.body.id : field.startsWith('user') ? other.users.ana.id : foreign.body.id
        const code = isMessage ? 125 : CODE[field]
        for (const value of [wrong, 987_654_321]) {
          const r = await a.post(`/${path}`, { ...params(x), [field]: field === 'user_ids' ? [value] : value })
          refusedWith(r, 404, code ?? 0, `${path} ${field}=${value}`)
        }
      }
    expect((await theirs.get(`/conversations/getone?id=${foreign.body.id}`)).body).toMatchObject({ archived: false, title: null, message_count: 1 })
  })

  it('missing and bad values, by name', async () => {
    const { a, x } = await place()
    for (const [path, params] of each)
      for (const field of Object.keys(params(x))) {
        const { [field]: _, ...rest } = params(x)
        const optional = (path === 'conversation_messages/update' && field === 'content') || (path.endsWith('mark_unread') && false)
        if (!optional) {
          refusedWith(await a.post(`/${path}`, rest), 400, 19, `${path} without ${field}`)
          refusedWith(await a.post(`/${path}`, { ...rest, [field]: null }), 400, 19, `${path} with null ${field}`)
        }
        if (!isId(field)) continue
        for (const bad of [0, -1, 2 ** 53, 'abc', '1; drop table', 1.5, [[1]], {}, true])
          refusedWith(await a.post(`/${path}`, { ...rest, [field]: bad }), 400, 20, `${path} ${field}=${JSON.stringify(bad)}`)
        if (field !== 'user_ids') refusedWith(await a.post(`/${path}`, { ...rest, [field]: [1, 2] }), 400, 20, `${path} ${field}=[1,2]`)
      }
    const talk = { conversation_id: x.id }
    for (const bad of [
      { limit: -1 },
      { limit: 'x' },
      { order_by: 'UP' },
      { from_obj_index: -1 },
      { to_obj_index: 'x' },
      { as_ids: 'maybe' },
      { newer_than_ts: 'soon' },
      { older_than_ts: [1] },
    ])
      refusedWith(await a.post('/conversation_messages/get', { ...talk, ...bad }), 400, 20, JSON.stringify(bad))
    for (const bad of [{ limit: -1 }, { archived: 'maybe' }, { order_by: 5 }, { newer_than_ts: {} }])
      refusedWith(await a.post('/conversations/get', { workspace_id: x.workspace_id, ...bad }), 400, 20, JSON.stringify(bad))
  })

  it('bodies that cannot be read or are too large', async () => {
    const { a } = await place()
    const json = { 'content-type': 'application/json' }
    for (const path of ['/conversations/getone', '/conversations/update', '/conversation_messages/add', '/batch']) {
      refusedWith(await a.call('POST', path, ''), 400, 19, `${path} empty`)
      refusedWith(await a.call('POST', path, '{"id":', json), 400, 114, `${path} cut`)
      refusedWith(await a.call('POST', path, '[1,2]', json), 400, 114, `${path} list`)
      refusedWith(await a.call('POST', path, 'null', json), 400, 114, `${path} null`)
      refusedWith(await a.call('POST', path, '\u0000\u0001 garbage', json), 400, 114, `${path} garbage`)
      refusedWith(await a.call('POST', path, '{"a":'.repeat(5000) + '1' + '}'.repeat(5000), json), 400, 114, `${path} deep`)
      refusedWith(await a.call('POST', path, JSON.stringify({ id: 1, content: 'x'.repeat(6 * 1024 * 1024) }), json), 413, 205, `${path} large`)
    }
  })

  it('what is not there at all, beyond v1', async () => {
    const { a, a3, ana } = await place()
    refusedWith(await a3.get('/conversations/nonsense'), 404, 110, 'unknown call')
    refusedWith(await (await caller(ana, 2)).get('/'), 404, 110, 'v2')
    refusedWith(await (await caller(ana, 4)).get('/conversations/get'), 404, 110, 'v4')
    // Below v1 it is another dialect's to say.
    expect((await a.get('/conversations/nonsense')).body).not.toHaveProperty('error_code')
  })

  it('no characters, whatever a database thinks of them', async () => {
    const { a3, x } = await place()
    for (const odd of ['\u0000', 'a\u0000b', '\ud800', '\udc00x', '\u202e', '\ufeff', '%', "'; --"]) {
      const calls = [
        a3.post('/conversation_messages/add', {
          conversation_id: x.id,
          content: `x${odd}`,
          actions: [{ [odd]: odd }],
          attachments: [{ url: `https://example.com/${odd}`, attachment_id: odd, title: odd }],
        }),
        a3.post('/conversation_messages/update', { id: x.message, content: `y${odd}`, actions: [odd] }),
        a3.post('/conversation_messages/add', { conversation_id: x.id, content: 'x', attachments: [odd] }),
        a3.post('/conversations/update', { id: x.id, title: odd }),
        a3.post('/reactions/add', { message_id: x.message, reaction: odd }),
        a3.post('/search', { workspace_id: x.workspace_id, query: odd, cursor: odd }),
        a3.post('/search/conversation', { conversation_id: x.id, query: `hi ${odd}` }),
        a3.post('/hooks/subscribe', { target_url: `https://example.com/${odd}`, event_type: 'message_added' }),
        a3.post('/hooks/unsubscribe', { target_url: odd }),
        a3.post('/users/getone', { id: odd }),
        a3.post('/workspace_users/get_by_email', { id: x.workspace_id, email: odd }),
        a3.post('/batch', { requests: [{ method: odd, url: odd, body: odd }] }),
      ]
      for (const [i, r] of (await Promise.all(calls)).entries()) expect(r.status, `${i} ${JSON.stringify(odd)} ${r.text}`).toBeLessThan(500)
    }
  })

  it('too many requests, and says when to come back', async () => {
    const { refused } = await import('./errors')
    expect(refused({ why: 'limited', retryAfter: 7 }, '/conversations/get')).toMatchObject({ status: 429, headers: { 'retry-after': '7' } })
  })

  it('halves: what fails changes nothing', async () => {
    const { a, x } = await place()
    const other = await makeScene()
    refusedWith(await a.post('/conversations/add_users', { id: x.id, user_ids: [x.user, other.users.ana.id] }), 404, 106, 'one foreign')
    refusedWith(await a.post('/conversations/get_or_create', { workspace_id: x.workspace_id, user_ids: [x.user, 987_654_321] }), 404, 106, 'one unknown')
    refusedWith(await a.post('/conversations/update', { id: x.id, title: 'x'.repeat(1000), archived: true }), 400, 20, 'long title')
    const now = (await a.get(`/conversations/getone?id=${x.id}`)).body
    expect(now).toMatchObject({ title: null, archived: false })
    const same = await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 ? a.say(x.id, `at once ${i}`) : a.post('/conversations/mute', { id: x.id, minutes: 5 }))))
    expect(same.every((r) => r.status === 200)).toBe(true)
    expect((await a.get(`/conversation_messages/get?conversation_id=${x.id}&from_obj_index=0`)).body.map((m: { obj_index: number }) => m.obj_index)).toEqual([
      0, 1, 2, 3, 4, 5,
    ])
  })
})

describe('a token', () => {
  it('may stand in the header, bare or as a bearer, in the address or in the form', async () => {
    const { a, x } = await place()
    const at = `${url()}/api/v1/conversations/getone`
    const is = async (r: Promise<{ body: { id?: number } }>) => expect((await r).body.id).toBe(x.id)
    await is(ask(`${at}?id=${x.id}`, 'GET', undefined, { authorization: `bearer ${a.token}` }))
    await is(ask(`${at}?id=${x.id}`, 'GET', undefined, { authorization: a.token }))
    await is(ask(`${at}?id=${x.id}&token=${a.token}`, 'GET', undefined, {}))
    await is(ask(at, 'POST', new URLSearchParams({ id: String(x.id), token: a.token }), {}))
    const form = new FormData()
    form.append('id', String(x.id))
    form.append('token', a.token)
    await is(ask(at, 'POST', form, {}))
    await is(ask(at, 'POST', JSON.stringify({ id: x.id }), { authorization: `Bearer ${a.token}`, 'content-type': 'application/x-www-form-urlencoded' }))
    await is(ask(at, 'POST', `id=${x.id}`, { authorization: `Bearer ${a.token}`, 'content-type': 'application/json' }))
  })
})
