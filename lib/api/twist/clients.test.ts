/** What published clients demand of the answers, beyond the document: written down from how they behave. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openApi } from '../programs/openapi'
import { ask } from '../testing/program'
import { errorShape } from './errors'
import { documented } from './routes'
import { caller, close, open, scene, url } from './testing/scene'

beforeAll(open)
afterAll(close)

/** As the TypeScript client does before it validates: keys in camel case, `…Ts` numbers as dates without the ending. */
function camel(v: unknown): unknown {
  if (Array.isArray(v)) return v.map(camel)
  if (v === null || typeof v !== 'object') return v
  const entries = Object.entries(v).map(([k, x]): [string, unknown] => [k.replace(/_(\w)/g, (_, c: string) => c.toUpperCase()), camel(x)])
  const names = new Set(entries.map(([k]) => k))
  return Object.fromEntries(
    entries.map(([k, x]) =>
      k.endsWith('Ts') && typeof x === 'number' ? [names.has(k.slice(0, -2)) ? `${k.slice(0, -2)}Date` : k.slice(0, -2), new Date(x * 1000)] : [k, x],
    ),
  )
}

const n = z.number()
const maybe = <S extends z.ZodType>(s: S) => s.nullable().optional()
const conversation = z.object({
  id: n,
  workspaceId: n,
  userIds: z.array(n),
  messageCount: maybe(n),
  lastObjIndex: n,
  snippet: z.string(),
  snippetCreators: z.array(n),
  lastActive: z.date(),
  mutedUntil: maybe(z.date()),
  archived: z.boolean(),
  created: z.date(),
  creator: n,
  title: maybe(z.string()),
  private: maybe(z.boolean()),
})
const message = z.object({
  id: n,
  content: z.string(),
  creator: n,
  conversationId: n,
  posted: z.date(),
  workspaceId: n,
  attachments: maybe(z.array(z.unknown())),
  reactions: maybe(z.record(z.string(), z.array(n))),
  actions: maybe(z.array(z.unknown())),
  objIndex: maybe(n),
  lastEdited: maybe(z.date()),
  isDeleted: maybe(z.boolean()),
  directMentions: maybe(z.array(n)),
  directGroupMentions: maybe(z.array(n)),
})
const person = { id: n, name: z.string(), shortName: z.string(), bot: z.boolean(), timezone: z.string(), removed: z.boolean() }
const user = z.object({ ...person, email: z.email(), lang: z.string() })
const workspaceUser = z.object({ ...person, userType: z.enum(['USER', 'GUEST', 'ADMIN']), version: n })
const workspace = z.object({ id: n, name: z.string(), creator: n, created: z.date(), plan: maybe(z.enum(['free', 'unlimited'])), defaultChannel: maybe(n) })

describe('the vendor’s TypeScript client', () => {
  it('takes every answer about conversations and messages, empty and full', async () => {
    const { a3, b3, workspace: w, users, talk } = await scene()
    const id = await talk()
    const takes = (schema: z.ZodType, v: unknown) => void schema.parse(camel(v))
    takes(conversation, (await a3.get(`/conversations/getone?id=${id}`)).body)
    const m = (await a3.say(id, 'hello')).body
    takes(message, m)
    takes(z.array(conversation), (await b3.get(`/conversations/get?workspace_id=${w.id}&archived=false`)).body)
    takes(conversation, (await b3.post('/conversations/mute', { id, minutes: 5 })).body)
    takes(conversation, (await b3.post('/conversations/unmute', { id })).body)
    takes(conversation, (await b3.post('/conversations/update', { id, title: 'T', archived: false })).body)
    takes(
      z.array(z.object({ conversationId: n, objIndex: n, directMention: z.boolean() })).length(1),
      (await b3.get(`/conversations/get_unread?workspace_id=${w.id}`)).body,
    )
    takes(z.array(message), (await b3.get(`/conversation_messages/get?conversation_id=${id}&newer_than_ts=1&limit=10`)).body)
    takes(message, (await a3.post('/conversation_messages/update', { id: m.id, content: 'edited', attachments: [] })).body)
    for (const verb of ['remove_user', 'remove_users'])
      expect((await a3.post(`/conversations/${verb}`, { id, user_id: users.ben.id, user_ids: [users.ben.id] })).status).toBe(200)
  })

  it('takes users, workspaces and workspace users', async () => {
    const { a3, ana, users, workspace: w } = await scene()
    const v4 = await caller(ana, 4)
    const me = (await a3.get('/users/get_session_user')).body
    user.parse(camel(me))
    expect(me).toMatchObject({ id: users.ana.id, email: users.ana.email, default_workspace: w.id })
    user.parse(camel((await a3.get(`/users/getone?id=${users.ben.id}`)).body))
    expect(await a3.get('/users/getone?id=987654321')).toMatchObject({ status: 404, body: { error_code: 106 } })
    z.array(workspace)
      .length(1)
      .parse(camel((await a3.get('/workspaces/get')).body))
    workspace.parse(camel((await a3.get(`/workspaces/getone?id=${w.id}`)).body))
    expect((await a3.get('/workspaces/get_default')).body).toMatchObject({ id: w.id, creator: users.ana.id })
    expect(await a3.get('/workspaces/getone?id=987654321')).toMatchObject({ status: 404, body: { error_code: 105 } })
    const all = (await v4.get(`/workspace_users/get?id=${w.id}`)).body
    z.array(workspaceUser).length(2).parse(camel(all))
    expect(all.map((u: { user_type: string }) => u.user_type)).toEqual(['ADMIN', 'USER'])
    expect((await v4.get(`/workspace_users/get?id=${w.id}&archived=true`)).body).toEqual([])
    workspaceUser.parse(camel((await v4.get(`/workspace_users/getone?id=${w.id}&user_id=${users.ben.id}`)).body))
    expect((await v4.get(`/workspace_users/get_by_email?id=${w.id}&email=${users.ben.email}`)).body.id).toBe(users.ben.id)
    expect(await v4.get('/workspace_users/get?id=987654321')).toMatchObject({ status: 404, body: { error_code: 105 } })
    const narrow = await caller(ana, 3, ['messages:read'])
    expect((await narrow.get('/users/get_session_user')).status).toBe(200)
    expect((await narrow.get('/workspaces/get')).status).toBe(200)
    expect(await narrow.get('/users/getone')).toMatchObject({ status: 403, body: { error_code: 109 } })
  })
})

describe('clients that walk through threads and the inbox', () => {
  it('find them empty', async () => {
    const { a3, workspace: w } = await scene()
    for (const path of ['inbox/get', 'threads/get', 'threads/get_unread', 'channels/get', 'groups/get'])
      expect((await a3.get(`/${path}?workspace_id=${w.id}`)).body, path).toEqual([])
    expect((await a3.post('/threads/get', { workspace_id: w.id })).body).toEqual([])
    expect((await a3.get(`/inbox/get_count?workspace_id=${w.id}`)).body).toMatchObject({ data: 0 })
    expect(await a3.get('/threads/getone?id=5')).toMatchObject({ status: 404, body: { error_code: 110 } })
    expect(await a3.get('/channels/get?workspace_id=987654321')).toMatchObject({ status: 404, body: { error_code: 105 } })
  })
})

describe('batch', () => {
  type Made = { code: number; headers: string; body: string }
  const batch = async (token: string, requests: unknown, parallel = true): Promise<Made[]> => {
    const r = await ask(`${url()}/api/v3/batch`, 'POST', new URLSearchParams({ requests: JSON.stringify(requests), ...(parallel ? { parallel: 'true' } : {}) }), {
      authorization: `Bearer ${token}`,
    })
    expect(r.status).toBe(200)
    return r.body
  }

  it('answers each call in order, whatever host its address names', async () => {
    const { a3, users, workspace: w, talk } = await scene()
    const id = await talk()
    const made = await batch(a3.token, [
      { method: 'GET', url: `https://api.twist.com/api/v3/conversations/getone?id=${id}` },
      { method: 'GET', url: `http://127.0.0.1:9/api/v4/workspace_users/getone?id=${w.id}&user_id=${users.ben.id}` },
      { method: 'GET', url: 'https://api.twist.com/api/v3/conversations/getone?id=987654321' },
      { method: 'GET', url: 'https://api.twist.com/api/v3/nothing/here' },
      { method: 'GET', url: 'https://api.twist.com/api/v3/conversations/getone' },
      { method: 'PATCH', url: '/api/v3/conversations/getone' },
      { method: 'POST', url: 'https://api.twist.com/api/v3/batch', body: 'requests=[]' },
      { method: 'GET', url: 'file:///etc/passwd' },
      { method: 'GET', url: 'http://[bad' },
    ])
    expect(made.map((m) => m.code)).toEqual([200, 200, 404, 404, 400, 405, 404, 404, 404])
    expect(JSON.parse(made[0]?.body ?? '').id).toBe(id)
    expect(JSON.parse(made[1]?.body ?? '').name).toBe('Ben')
    expect(made[0]?.headers).toMatch(/^Content-Type: application\/json\n/)
    for (const m of made.filter((x) => x.code >= 400)) errorShape.strict().parse(JSON.parse(m.body))
  })

  it('writes in the order it was written down', async () => {
    const { a3, talk } = await scene()
    const id = await talk()
    const says = Array.from({ length: 6 }, (_, i) => ({
      method: 'POST',
      url: 'https://api.twist.com/api/v3/conversation_messages/add',
      body: new URLSearchParams({ conversation_id: String(id), content: `m${i}` }).toString(),
    }))
    const made = await batch(a3.token, says, false)
    expect(made.map((m) => JSON.parse(m.body).obj_index)).toEqual([0, 1, 2, 3, 4, 5])
    const people = await batch(a3.token, [{ method: 'POST', url: '/api/v3/conversations/mark_read', body: { id } }])
    expect(people[0]).toMatchObject({ code: 200, body: '{"status":"ok"}' })
  })

  it('is bounded, and never more than its token', async () => {
    const { a3, ana, x } = { ...(await scene()), x: 0 }
    expect(x).toBe(0)
    const one = { method: 'GET', url: '/api/v3/users/getone' }
    expect(await a3.post('/batch', { requests: Array.from({ length: 51 }, () => one) })).toMatchObject({ status: 400, body: { error_code: 20 } })
    expect((await a3.post('/batch', { requests: Array.from({ length: 50 }, () => one), parallel: true })).body).toHaveLength(50)
    expect(await a3.form('/batch', 'requests=nonsense')).toMatchObject({ status: 400, body: { error_code: 20 } })
    expect(await a3.post('/batch', {})).toMatchObject({ status: 400, body: { error_code: 19 } })
    expect((await a3.post('/batch', { requests: [] })).body).toEqual([])
    const narrow = await caller(ana, 3, ['conversations:read'])
    expect((await batch(narrow.token, [one])).map((m) => [m.code, JSON.parse(m.body).error_code])).toEqual([[403, 109]])
    expect(await ask(`${url()}/api/v3/batch`, 'POST', { requests: [one] }, {})).toMatchObject({ status: 401, body: { error_code: 120 } })
  })
})

describe('hooks', () => {
  it('are subscribed and ended by address', async () => {
    const { a3, ana, talk } = await scene()
    const id = await talk()
    const target_url = 'https://example.com/hook'
    expect(await a3.form('/hooks/subscribe', `target_url=${encodeURIComponent(target_url)}&event=message_added&conversation_id=${id}`)).toMatchObject({
      status: 201,
      body: { status: 'ok' },
    })
    expect((await a3.post('/hooks/subscribe', { target_url, event_type: 'message_updated' })).status).toBe(201)
    expect(await a3.post('/hooks/subscribe', { target_url, event_type: 'nonsense' })).toMatchObject({ status: 400, body: { error_code: 20 } })
    expect(await a3.post('/hooks/subscribe', { target_url })).toMatchObject({ status: 400, body: { error_code: 19 } })
    expect(await a3.post('/hooks/subscribe', { target_url: 'ftp://example.com', event_type: 'message_added' })).toMatchObject({ status: 400, body: { error_code: 20 } })
    expect(await a3.post('/hooks/subscribe', { target_url, event_type: 'message_added', conversation_id: 987_654_321 })).toMatchObject({
      status: 404,
      body: { error_code: 124 },
    })
    expect(await (await caller(ana, 3, ['messages:read'])).post('/hooks/subscribe', { target_url, event_type: 'message_added' })).toMatchObject({
      status: 403,
      body: { error_code: 109 },
    })
    expect((await a3.post('/hooks/unsubscribe', { target_url })).body).toEqual({ status: 'ok' })
  })
})

describe('the reference', () => {
  it('is made from every route', () => {
    const doc = openApi({ title: 'Twist', description: '', version: '3' }, documented)
    const paths = doc.paths as Record<string, { get?: { parameters: { name: string; required: boolean }[] } }>
    expect(Object.keys(paths).filter((p) => p.startsWith('/api/v1/conversation'))).toHaveLength(20)
    expect(paths['/api/v1/conversations/mute']?.get?.parameters).toMatchObject([
      { name: 'id', required: true },
      { name: 'minutes', required: true },
    ])
    expect(JSON.stringify(paths['/api/v3/conversations/getone'])).toContain('"last_obj_index"')
  })
})
