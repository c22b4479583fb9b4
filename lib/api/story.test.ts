import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeChannel, makeScene } from '@/db/factories'
import { pumpWebhooks } from '@/lib/jobs/webhooks'
import { program } from './testing/program'
import { startServer } from './testing/server'
import { formats } from './webhook-formats'

let server: Awaited<ReturnType<typeof startServer>>
let receiver: Server
const got: { path: string; headers: IncomingHttpHeaders; raw: string; body: Record<string, any> }[] = []
let receiverUrl = ''

beforeAll(async () => {
  process.env.WEBHOOKS_ALLOW_PRIVATE = '1'
  server = await startServer()
  receiver = createServer((req, res) => {
    let raw = ''
    req.on('data', (c) => (raw += c))
    req.on('end', () => {
      const body = JSON.parse(raw)
      if (body.challenge) return res.end(JSON.stringify({ challenge: body.challenge }))
      if (body.operation !== 'test') got.push({ path: req.url ?? '', headers: req.headers, raw, body })
      res.end('{}')
    })
  })
  await new Promise<void>((ok) => receiver.listen(0, '127.0.0.1', ok))
  receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
})
afterAll(async () => {
  delete process.env.WEBHOOKS_ALLOW_PRIVATE
  receiver.close()
  await server.close()
})

describe('one conversation through three programs and the inbox', () => {
  it('is the same for all of them, and each hears of it', async () => {
    const s = await makeScene()
    await makeChannel(s.workspace.id, 'whatsapp')
    const bearer = (t: string) => ({ authorization: `Bearer ${t}` })
    const pact = await program(`${server.url}/p1`, s.ana, (t) => ({ 'x-private-api-token': t }))
    const seven = await program(`${server.url}/api/v1`, s.ana, bearer)
    const twist = await program(`${server.url}/api/v3`, s.ben, bearer)
    const twistAdmin = await program(`${server.url}/api/v3`, s.ana, bearer)
    const browser = await server.as({ id: s.users.ben.id, sessionVersion: 1 })

    const hook = await seven.call('POST', '/webhook-endpoints', { url: `${receiverUrl}/seven`, name: 'All' })
    expect(hook.status).toBe(201)
    expect((await pact.call('PUT', `/companies/${s.workspace.id}`, { webhook_url: `${receiverUrl}/pact` })).body.status).toBe('updated')
    expect((await twistAdmin.call('POST', '/hooks/subscribe', { target_url: `${receiverUrl}/twist`, event_type: 'message_added' })).status).toBe(201)

    const id: number = (await pact.call('POST', `/companies/${s.workspace.id}/conversations`, { provider: 'whatsapp', phone: '79250000001' })).body.data.conversation
      .external_id
    expect((await seven.call('PUT', `/conversations/conv_${id}`, { assigned_to: `user_${s.users.ben.id}` })).body).toMatchObject({
      id: `conv_${id}`,
      channel: 'whatsapp',
      assigned_to: `user_${s.users.ben.id}`,
    })
    expect((await twist.call('GET', `/conversations/getone?id=${id}`)).body).toMatchObject({ id, user_ids: expect.arrayContaining([s.users.ben.id]) })
    expect((await twist.call('POST', '/conversations/mute', { id, minutes: 30 })).body.muted_until_ts).toBeGreaterThan(Date.now() / 1000)
    expect((await pact.call('POST', `/companies/${s.workspace.id}/conversations/${id}/messages`, { message: 'Здравствуйте ✓' })).body.status).toBe('ok')
    expect((await twist.call('POST', '/conversations/mark_read', { id })).body).toEqual({ status: 'ok' })

    const seen = (await browser.get(`/api/ui/conversations/${id}`)).body
    expect(seen.row).toMatchObject({ id, assigneeId: s.users.ben.id, status: 'open', snippet: 'Здравствуйте ✓' })
    expect(seen.row.me.mutedUntil).toBeGreaterThan(Date.now())
    expect(seen.row.me.lastReadIndex).toBeGreaterThanOrEqual(seen.row.lastContentIndex)
    const sent = await browser.send('POST', `/api/ui/conversations/${id}/messages`, { kind: 'reply', body: 'From the browser', clientKey: crypto.randomUUID() })
    expect(sent.status).toBe(200)
    expect((await seven.call('POST', `/conversations/conv_${id}/close`)).body.status).toBe('closed')
    expect((await browser.get(`/api/ui/conversations/${id}`)).body.row.status).toBe('closed')
    const texts = (await twist.call('GET', `/conversation_messages/get?conversation_id=${id}&from_obj_index=0`)).body.map((m: { content: string }) => m.content)
    expect(texts).toEqual(['Здравствуйте ✓', 'From the browser'])

    await pumpWebhooks({ formats, allowInside: true })
    const heard = (path: string) => got.filter((g) => g.path === path)
    const types = heard('/seven').map((g) => g.body.type)
    expect(types.filter((t) => t.startsWith('conversation.'))).toEqual(['conversation.created', 'conversation.assigned', 'conversation.closed'])
    for (const g of heard('/seven')) {
      const expected = createHmac('sha256', hook.body.secret_key)
        .update(`${String(g.headers['x-sendseven-timestamp'])}.${g.raw}`)
        .digest('hex')
      expect(g.headers['x-sendseven-signature']).toBe(`sha256=${expected}`)
      expect(/^[\x20-\x7e]*$/.test(g.raw)).toBe(true)
    }
    expect(heard('/pact').map((g) => `${g.body.type}.${g.body.event}`)).toEqual(expect.arrayContaining(['conversation.new', 'conversation.update', 'message.new']))
    expect(heard('/twist').map((g) => g.body.content)).toEqual(['Здравствуйте ✓', 'From the browser'])
  })
})
