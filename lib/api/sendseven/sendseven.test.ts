import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeChannel, makeContact, makeScene } from '@/db/factories'
import type { Actor } from '@/lib/domain/actor'
import { mergeContacts } from '@/lib/domain/contacts/merge'
import { unmergeContacts } from '@/lib/domain/contacts/unmerge'
import { receive } from '@/lib/domain/messages/receive'
import { eventsOf } from '@/lib/domain/testing/expect'
import { newestSeq } from '@/lib/domain/workspaces/seq'
import { revokeToken } from '@/lib/domain/tokens/revoke'
import { listTokens } from '@/lib/domain/tokens/list'
import { ask, program } from '../testing/program'
import { startServer } from '../testing/server'
import { dialect } from './routes'
import { contactShape, conversationShape, listOf, messageShape } from './shapes'
import { sendsevenFormat } from './webhook'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => void (server = await startServer()))
afterAll(() => server.close())

const bearer = (t: string) => ({ authorization: `Bearer ${t}` })
const api = (actor: Actor, scopes?: Parameters<typeof program>[3]) => program(`${server.url}/api/v1`, actor, bearer, scopes)

async function scene() {
  const s = await makeScene()
  const whatsapp = await makeChannel(s.workspace.id, 'whatsapp')
  const contact = await makeContact(s.workspace.id, { name: 'John Doe', phone: '+1234567890' })
  const m = await receive({ kind: 'channel', workspaceId: s.workspace.id, channelId: whatsapp.id }, { channelId: whatsapp.id, contactId: contact.id, body: 'Hello' })
  return { ...s, whatsapp, john: contact, id: `conv_${m.conversationId}`, p: await api(s.ana) }
}

describe('SendSeven’s document', () => {
  it('lists conversations with filters and pages', async () => {
    const { p, id, users } = await scene()
    const all = await p.call('GET', '/conversations')
    expect(all.status).toBe(200)
    listOf(conversationShape).strict().parse(all.body)
    expect(all.body.pagination).toMatchObject({ page: 1, page_size: 20, total: 1, total_pages: 1, has_next: false, has_prev: false })
    expect(all.body.items[0]).toMatchObject({ id, channel: 'whatsapp', channel_type: 'whatsapp', status: 'open', needs_reply: true, assigned_to: null })
    const n = async (q: string) => (await p.call('GET', `/conversations?${q}`)).body.items.length
    expect(await n('status=open&needs_reply=true&channel=whatsapp&unknown=1')).toBe(1)
    expect(await n('needs_reply=1&channel_type=whatsapp')).toBe(1)
    expect(await n('needs_reply=false')).toBe(0)
    expect(await n('status=closed')).toBe(0)
    expect(await n('assigned_to=unassigned')).toBe(1)
    expect(await n('assigned_to=me')).toBe(0)
    expect(await n(`assigned_to=user_${users.ben.id}`)).toBe(0)
    expect(await n('assigned_to=nobody-at-all')).toBe(0)
    expect(await n('search=john')).toBe(1)
    expect(await n('page=2&page_size=100')).toBe(0)
    for (const size of ['101', '1000000000', '0', '-1', 'x'])
      expect(await p.call('GET', `/conversations?page_size=${size}`)).toMatchObject({ status: 400, body: { detail: "Invalid value for parameter 'page_size'" } })
    // What is blank is no filter.
    expect(await n('status=&needs_reply=&assigned_to=&channel=&channel_type=&channel_id=&inbox_id=&contact_id=&search=&filter=&page=&page_size=&cursor=')).toBe(1)
  })

  it('gets one with its contact', async () => {
    const { p, id, john } = await scene()
    expect((await p.call('GET', `/conversations/${id}`)).body).toMatchObject({ id, contact: { id: `contact_${john.id}`, name: 'John Doe', phone: '+1234567890' } })
  })

  it('assigns by PUT and PATCH in both generations of names, and answers the conversation', async () => {
    const { p, id, users } = await scene()
    const put = await p.call('PUT', `/conversations/${id}`, { assigned_to: `user_${users.ben.id}` })
    expect(put.body).toMatchObject({ id, assigned_to: `user_${users.ben.id}`, assigned_user_id: `user_${users.ben.id}`, assigned_user: { name: 'Ben' } })
    expect((await p.call('PATCH', `/conversations/${id}`, { assigned_user_id: null, subject: 'Refund', status: 'pending' })).body).toMatchObject({
      assigned_to: null,
      subject: 'Refund',
      status: 'pending',
    })
    const half = await p.call('PATCH', `/conversations/${id}`, { subject: 'Half', assigned_user_id: 'user_999999' })
    expect(half.status).toBe(404)
    expect((await p.call('GET', `/conversations/${id}`)).body.subject).toBe('Refund')
  })

  it('closes with an empty body that says it is JSON, and reopens', async () => {
    const { p, id } = await scene()
    const closed = await p.call('POST', `/conversations/${id}/close`, '', { 'content-type': 'application/json' })
    expect(closed.body).toMatchObject({ id, status: 'closed' })
    expect(Date.parse(closed.body.closed_at)).toBeGreaterThan(0)
    expect((await p.call('POST', `/conversations/${id}/reopen`)).body).toMatchObject({ status: 'open', closed_at: null })
  })

  it('snoozes without changing the status it shows, wakes twice alike, tags and notes', async () => {
    const { p, id } = await scene()
    const until = new Date(Date.now() + 3_600_000).toISOString()
    expect((await p.call('POST', `/conversations/${id}/snooze`, { snoozed_until: until })).body).toMatchObject({ status: 'open', snoozed_until: until })
    expect((await p.call('GET', '/conversations?status=open')).body.items).toHaveLength(0)
    expect((await p.call('GET', '/conversations?status=snoozed')).body.items).toHaveLength(1)
    for (let i = 0; i < 2; i++) expect((await p.call('DELETE', `/conversations/${id}/snooze`)).body).toMatchObject({ snoozed_until: null })
    expect((await p.call('POST', `/conversations/${id}/tags/vip`)).body).toMatchObject({ success: true })
    expect((await p.call('GET', `/conversations/${id}`)).body.tags).toMatchObject([{ name: 'vip' }])
    expect((await p.call('POST', `/conversations/${id}/notes`, { content: 'Call back' })).status).toBe(201)
    expect((await p.call('GET', `/conversations/${id}/notes`)).body.items).toMatchObject([{ content: 'Call back', is_internal: true }])
  })

  it('sends a message once, however often the same key comes', async () => {
    const { p, id } = await scene()
    const key = { 'idempotency-key': crypto.randomUUID() }
    const answers = await Promise.all([1, 2, 3].map(() => p.call('POST', '/messages', { conversation_id: id, text: 'Hi' }, key)))
    expect(answers.map((a) => a.status)).toEqual([201, 201, 201])
    expect(new Set(answers.map((a) => a.text)).size).toBe(1)
    messageShape.strict().parse(answers[0]?.body)
    expect(answers[0]?.body).toMatchObject({ direction: 'outbound', status: 'pending', text: 'Hi' })
    expect((await p.call('POST', '/messages', { conversation_id: id, text: 'Other' }, key)).status).toBe(409)
    const list = await p.call('GET', `/messages?conversation_id=${id}`)
    expect(list.body.items.map((m: { text: string }) => m.text)).toEqual(['Hi', 'Hello'])
  })

  it('reaches a contact by channel and address, and uploads what it attaches', async () => {
    const { p, whatsapp } = await scene()
    const form = new FormData()
    form.append('file', new File(['hello'], 'hello.txt', { type: 'text/plain' }))
    const file = await p.call('POST', '/attachments', form)
    expect(file.body).toMatchObject({ filename: 'hello.txt', size: 5 })
    const sent = await p.call('POST', '/messages', { channel_id: `channel_${whatsapp.id}`, to: '+34600111222', text: 'See this', attachments: [file.body.id] })
    expect(sent.status).toBe(201)
    expect(sent.body.attachments).toMatchObject([{ filename: 'hello.txt' }])
    const download = await ask(sent.body.attachments[0].download_url, 'GET', undefined, bearer(p.token))
    expect(download.text).toBe('hello')
  })

  it('keeps contacts, channels and users', async () => {
    const { p, ana } = await scene()
    const made = await p.call('POST', '/contacts', { name: 'Zoë', phone: '+34600000001', email: 'zoe@shop.example' })
    expect(made.status).toBe(201)
    expect((await p.call('PATCH', `/contacts/${made.body.id}`, { name: 'Zoë Q' })).body).toMatchObject({ name: 'Zoë Q', phone: '+34600000001' })
    expect((await p.call('GET', '/contacts?search=zo%C3%AB')).body.items).toHaveLength(1)
    expect((await p.call('DELETE', `/contacts/${made.body.id}`)).body).toEqual({ success: true, id: made.body.id })
    expect((await p.call('GET', `/contacts/${made.body.id}`)).status).toBe(404)
    expect((await p.call('GET', '/channels')).body.items).toHaveLength(2)
    expect((await p.call('GET', '/users/me')).body).toMatchObject({ id: `user_${ana.userId}`, role: 'admin' })
  })
})

describe('a contact that was merged into another', () => {
  it('answers as that other under its old id, is told of, and is its own again after', async () => {
    const { p, john, whatsapp, workspace, ana, id } = await scene()
    const jane = await makeContact(workspace.id, { name: 'Jane Doe', email: 'jane@x.example' })
    const before = await newestSeq(ana, {})
    const { mergeId } = await mergeContacts(ana, { into: jane.id, from: john.id })
    const was = await p.call('GET', `/contacts/contact_${john.id}`)
    contactShape.strict().parse(was.body)
    expect(was.body).toMatchObject({ id: `contact_${jane.id}`, name: 'Jane Doe', email: 'jane@x.example', phone: '+1234567890' })
    expect((await p.call('GET', '/contacts?search=doe')).body).toMatchObject({ items: [{ id: `contact_${jane.id}` }], pagination: { total: 1 } })
    expect((await p.call('GET', `/conversations?contact_id=contact_${john.id}`)).body.items).toMatchObject([
      { id, contact_id: `contact_${jane.id}`, contact: { name: 'Jane Doe' } },
    ])
    expect((await p.call('PATCH', `/contacts/contact_${john.id}`, { name: 'Jane' })).body).toMatchObject({ id: `contact_${jane.id}`, name: 'Jane' })
    // What is sent to it goes into the conversation with its own address.
    const sent = await p.call('POST', '/messages', { contact_id: `contact_${john.id}`, channel_id: `channel_${whatsapp.id}`, text: 'Hi' })
    expect(sent.body).toMatchObject({ conversation_id: id, contact_id: `contact_${jane.id}` })
    const told = async (kind: string) => {
      const log = (await eventsOf(workspace.id)).filter((e) => e.seq > before && e.kind === kind && e.conversationId === null)
      return Promise.all(log.map(async (e) => (await sendsevenFormat.tell({} as never, e, () => true))[0]?.body)).then((all) => all.map((b) => JSON.parse(b ?? 'null')))
    }
    expect(await told('contact.merged')).toMatchObject([{ type: 'contact.updated', data: { contact: { id: `contact_${jane.id}` } } }])
    await unmergeContacts(ana, { mergeId: mergeId ?? 0 })
    expect((await p.call('GET', `/contacts/contact_${john.id}`)).body).toMatchObject({ id: `contact_${john.id}`, name: 'John Doe' })
    expect((await p.call('GET', `/conversations/${id}`)).body).toMatchObject({ contact_id: `contact_${john.id}` })
    await p.call('DELETE', `/contacts/contact_${john.id}`)
    expect(await told('contact.removed')).toMatchObject([{ type: 'contact.deleted', data: { contact: { id: `contact_${john.id}` } } }])
  })
})

describe('SendSeven’s refusals', () => {
  it('have its bodies', async () => {
    const { p, id, ana, workspace } = await scene()
    const url = `${server.url}/api/v1/conversations`
    expect(await ask(url, 'GET', undefined, {})).toMatchObject({ status: 401, body: { detail: 'Not authenticated' } })
    expect(await ask(url, 'GET', undefined, bearer('msgapi_wrong_wrong_wrong'))).toMatchObject({ status: 401 })
    expect(await ask(url, 'GET', undefined, { 'x-api-key': p.token })).toMatchObject({ status: 200 })
    expect(await p.call('GET', '/conversations', undefined, { 'x-tenant-id': `tenant_${workspace.id}` })).toMatchObject({ status: 200 })
    expect(await p.call('GET', '/conversations', undefined, { 'x-tenant-id': 'tenant_999999' })).toMatchObject({ status: 403 })
    const reading = await api(ana, ['conversations:read'])
    expect(await reading.call('POST', `/conversations/${id}/close`)).toMatchObject({ status: 403, body: { detail: 'Missing required scope: conversations:update' } })
    const [own] = await listTokens(ana, { limit: 1 })
    await revokeToken(ana, { tokenId: own!.id })
    expect(await reading.call('GET', '/conversations')).toMatchObject({ status: 401 })
    expect(await p.call('GET', '/conversations?status=weird')).toMatchObject({ status: 400, body: { detail: "Invalid value for parameter 'status'" } })
    expect(await p.call('POST', '/messages', { text: 'x' })).toMatchObject({ status: 422, body: { detail: [{ loc: ['body', 'conversation_id'], type: 'missing' }] } })
  })

  it('never tell another workspace’s from nothing, and never break', async () => {
    const [a, b] = [await scene(), await scene()]
    for (const bad of [b.id, '0', '-1', '9007199254740992', 'abc', '[1]', 'conv_x', '%00', `contact_${a.john.id}`])
      for (const [method, path, body] of [
        ['GET', '', undefined],
        ['PUT', '', { subject: 'x' }],
        ['POST', '/close', undefined],
        ['POST', '/tags/x', undefined],
        ['DELETE', '/snooze', undefined],
        ['POST', `/assign/user_${a.users.ben.id}`, undefined],
      ] as const) {
        const r = await a.p.call(method, `/conversations/${bad}${path}`, body)
        expect([method, bad, path, r.status, r.body]).toEqual([method, bad, path, 404, { detail: 'Conversation not found' }])
      }
    const deep = '['.repeat(5000) + ']'.repeat(5000)
    for (const body of [
      '',
      'not json',
      '{"a":',
      deep,
      `{"text":${deep}}`,
      '[]',
      'null',
      '"x"',
      JSON.stringify({ assigned_to: ['x'] }),
      JSON.stringify({ subject: 'x'.repeat(1000) }),
      '{"subject":"\\u0000\\ud800"}',
      'x'.repeat(6_000_000),
    ]) {
      const r = await a.p.call('PUT', `/conversations/${a.id}`, body, { 'content-type': 'application/json' })
      expect(r.status).toBeLessThan(500)
      expect(r.body).not.toBeNull()
    }
    expect((await a.p.call('POST', `/conversations/${a.id}/snooze`, { snoozed_until: '9999-12-31T00:00:00Z' })).status).toBe(400)
    expect((await a.p.call('PATCH', `/conversations`)).status).toBe(405)
    expect(await a.p.call('GET', '/nothing/here')).toMatchObject({ status: 404, body: { detail: 'Not Found' } })
  })

  it('are documented: every route has its schemas', () => {
    for (const r of dialect.routes) expect([r.path, !!r.output, r.summary.length > 0]).toEqual([r.path, true, true])
  })
})
