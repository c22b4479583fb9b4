import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeChannel, makeScene } from '@/db/factories'
import type { Actor } from '@/lib/domain/actor'
import { receive } from '@/lib/domain/messages/receive'
import { ask, program } from '../testing/program'
import { startServer } from '../testing/server'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => void (server = await startServer()))
afterAll(() => server.close())

const header = (t: string) => ({ 'x-private-api-token': t })
const api = (actor: Actor, scopes?: Parameters<typeof program>[3]) => program(`${server.url}/p1`, actor, header, scopes)

async function scene() {
  const s = await makeScene()
  const whatsapp = await makeChannel(s.workspace.id, 'whatsapp')
  return { ...s, whatsapp, p: await api(s.ana), at: `/companies/${s.workspace.id}` }
}

const REQUIRED = ['external_id', 'name', 'channel_id', 'channel_type', 'created_at', 'created_at_timestamp', 'avatar', 'sender_external_id', 'meta']

describe('Pact’s document', () => {
  it('creates a conversation by provider and phone, the same phone answers the same one', async () => {
    const { p, at, whatsapp } = await scene()
    const made = await p.call('POST', `${at}/conversations`, new URLSearchParams({ provider: 'whatsapp', phone: '79250000001' }))
    expect(made.status).toBe(200)
    expect(made.body).toMatchObject({
      status: 'ok',
      data: {
        conversation: {
          name: '79250000001',
          channel_id: whatsapp.id,
          channel_type: 'whatsapp',
          avatar: '/avatars/original/missing.png',
          sender_external_id: '79250000001',
          meta: {},
        },
      },
    })
    const c = made.body.data.conversation
    for (const field of REQUIRED) expect(c[field], field).not.toBeNull()
    expect(c.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    const again = await Promise.all([1, 2, 3].map(() => p.call('POST', `${at}/conversations`, { provider: 'whatsapp', phone: 79250000001 })))
    expect(new Set(again.map((a) => a.body.data.conversation.external_id))).toEqual(new Set([c.external_id]))
    expect((await p.call('GET', `${at}/conversations/${c.external_id}`)).body.data.conversation).toMatchObject({ external_id: c.external_id, name: '79250000001' })
  })

  it('lists by an opaque marker in both directions; a marker that is not ours is the first page', async () => {
    const { p, at } = await scene()
    const ids: number[] = []
    for (let i = 0; i < 5; i++)
      ids.push((await p.call('POST', `${at}/conversations`, { provider: 'whatsapp', phone: `7925000000${i}` })).body.data.conversation.external_id)
    const walk = async (query: string, marker: string) => {
      const seen: number[] = []
      for (let next = '', n = 0; n < 10; n++) {
        const page = await p.call('GET', `${at}/conversations?per=2&${query}&${marker}=${encodeURIComponent(next)}`)
        seen.push(...page.body.data.conversations.map((c: { external_id: number }) => c.external_id))
        next = page.body.data.next_page
        if (next === null) break
      }
      return seen
    }
    expect(await walk('', 'from')).toEqual(ids)
    expect(await walk('sort_direction=desc', 'from_')).toEqual(ids.toReversed())
    expect(await walk('sort=desc', 'from')).toEqual(ids.toReversed())
    expect((await p.call('GET', `${at}/conversations?from=garbage`)).body.data.conversations).toHaveLength(5)
  })

  it('is reached by doubled and trailing slashes, the token in the query, and forms labelled JSON', async () => {
    const { p, at, users, workspace } = await scene()
    const { external_id } = (await p.call('POST', `${at}/conversations/`, { provider: 'whatsapp', phone: '79250000001' })).body.data.conversation
    expect((await ask(`${server.url}/p1//companies/${workspace.id}/conversations/?private_api_token=${p.token}`, 'GET', undefined, {})).status).toBe(200)
    const done = await p.call('PUT', `${at}/conversations/${external_id}/assign`, `assignee_id=${users.ben.id}`, { 'content-type': 'application/json' })
    expect(done.body).toEqual({ status: 'ok', data: { conversation: { external_id } } })
    expect((await p.call('PUT', `${at}/conversations/${external_id}/note`, { note: 'Call back' })).body).toEqual({ status: 'updated' })
  })

  it('sends messages and files as jobs, and lists what was said', async () => {
    const { p, at, whatsapp, workspace } = await scene()
    const { external_id: id } = (await p.call('POST', `${at}/conversations`, { provider: 'whatsapp', phone: '79250000001' })).body.data.conversation
    const form = new FormData()
    form.append('file', new File(['hello'], 'hello.txt'))
    const file = await p.call('POST', `${at}/conversations/${id}/messages/attachments`, form)
    expect(file.body).toMatchObject({ status: 'created', data: { external_id: expect.any(Number) } })
    const sent = await p.call('POST', `${at}/conversations/${id}/messages`, `message=Hi&attachments_ids[]=${file.body.data.external_id}`, {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(sent.body).toMatchObject({
      status: 'ok',
      data: {
        company_id: workspace.id,
        channel: { id: whatsapp.id, type: 'whatsapp' },
        conversation_id: id,
        state: 'trying_deliver',
        message_id: null,
        details: null,
        created_at: expect.any(Number),
      },
    })
    expect((await p.call('GET', `${at}/channels/${whatsapp.id}/jobs/${sent.body.data.id}`)).body.data).toEqual(sent.body.data)
    const list = await p.call('GET', `${at}/conversations/${id}/messages`)
    expect(list.body.data.messages).toMatchObject([{ message: 'Hi', income: false, channel_type: 'whatsapp', attachments: [{ file_name: 'hello.txt' }] }])
    expect((await ask(list.body.data.messages[0].attachments[0].attachment_url, 'GET', undefined, header(p.token))).text).toBe('hello')
  })

  it('fetches a named file only from where programs may be called', async () => {
    const { p, at } = await scene()
    const { external_id: id } = (await p.call('POST', `${at}/conversations`, { provider: 'whatsapp', phone: '79250000001' })).body.data.conversation
    const files = createServer((_, res) => res.end('from afar'))
    await new Promise<void>((ok) => files.listen(0, '127.0.0.1', ok))
    const url = `http://127.0.0.1:${(files.address() as AddressInfo).port}/a%20b.txt`
    try {
      expect((await p.call('POST', `${at}/conversations/${id}/messages/attachments`, { file_url: url })).status).toBe(400)
      process.env.WEBHOOKS_ALLOW_PRIVATE = '1'
      expect((await p.call('POST', `${at}/conversations/${id}/messages/attachments`, { file_url: url })).body).toMatchObject({ status: 'created' })
    } finally {
      delete process.env.WEBHOOKS_ALLOW_PRIVATE
      files.close()
    }
  })

  it('shows the company and its channels', async () => {
    const { p, at, workspace } = await scene()
    expect((await p.call('GET', '/companies')).body).toMatchObject({
      status: 'ok',
      data: { companies: [{ external_id: workspace.id, phone: null, webhook_url: null }], next_page: null },
    })
    expect((await p.call('PUT', at, { name: 'Renamed', phone: '79250000000' })).body).toEqual({ status: 'updated', data: { external_id: workspace.id } })
    expect((await p.call('GET', '/companies')).body.data.companies[0]).toMatchObject({ name: 'Renamed', phone: '79250000000' })
    const made = await p.call('POST', `${at}/channels`, { provider: 'telegram' })
    expect(made.body.status).toBe('created')
    expect((await p.call('GET', `${at}/channels`)).body.data.channels.map((c: { provider: string }) => c.provider)).toEqual(['whatsapp', 'telegram'])
    expect((await p.call('DELETE', `${at}/channels/${made.body.data.external_id}`)).body).toEqual({ status: 'deleted' })
  })

  it('begins a conversation through a channel', async () => {
    const { p, at, whatsapp } = await scene()
    const sent = await p.call('POST', `${at}/channels/${whatsapp.id}/conversations`, { phone: '79250000009', text: 'Hello there' })
    expect(sent.body.data).toMatchObject({ conversation_id: null, state: 'trying_deliver' })
  })
})

describe('Pact’s refusals', () => {
  it('never tell another company’s from nothing, and never break', async () => {
    const [a, b] = [await scene(), await scene()]
    const theirs = await receive(b.customer, { channelId: b.channel.id, contactId: b.contact.id, body: 'Secret' })
    for (const bad of [String(theirs.conversationId), '0', '-1', '9007199254740992', 'abc', '[1]'])
      for (const [method, path, body] of [
        ['GET', '', undefined],
        ['PUT', '/assign', { assignee_id: a.users.ben.id }],
        ['PUT', '/note', { note: 'x' }],
        ['GET', '/messages', undefined],
        ['POST', '/messages', { message: 'x' }],
      ] as const) {
        const r = await a.p.call(method, `${a.at}/conversations/${bad}${path}`, body)
        expect([method, bad, path, r.status]).toEqual([method, bad, path, 404])
        expect(r.body.status).toBe('error')
      }
    expect((await a.p.call('GET', `${b.at}/conversations`)).status).toBe(404)
    expect(await a.p.call('GET', `${a.at}/nothing/here`)).toMatchObject({ status: 404, body: { status: 'error', errors: [{ code: 'not_found' }] } })
    const deep = '['.repeat(5000) + ']'.repeat(5000)
    for (const body of [
      '',
      'nonsense',
      '{"provider":',
      deep,
      '[]',
      JSON.stringify({ provider: ['whatsapp'], phone: {} }),
      JSON.stringify({ provider: 'viber', phone: '79250000001' }),
      JSON.stringify({ provider: 'whatsapp', phone: '\u0000' }),
      'x'.repeat(6_000_000),
    ]) {
      const r = await a.p.call('POST', `${a.at}/conversations`, body, { 'content-type': 'application/json' })
      expect([body.slice(0, 20), r.status >= 400 && r.status < 500, r.body?.status]).toEqual([body.slice(0, 20), true, 'error'])
    }
  })

  it('have Pact’s body for tokens that are missing, wrong or too narrow', async () => {
    const { ana, at } = await scene()
    const url = `${server.url}/p1${at}/conversations`
    expect(await ask(url, 'GET', undefined, {})).toMatchObject({ status: 401, body: { status: 'error', errors: [{ code: 'unauthorized' }] } })
    expect(await ask(url, 'GET', undefined, header('x'.repeat(40)))).toMatchObject({ status: 401 })
    const reading = await api(ana, ['conversations:read'])
    expect(await reading.call('POST', `${at}/conversations`, { provider: 'whatsapp', phone: '79250000001' })).toMatchObject({ status: 403, body: { status: 'error' } })
    expect((await reading.call('PATCH', `${at}/conversations`)).status).toBe(405)
  })
})
