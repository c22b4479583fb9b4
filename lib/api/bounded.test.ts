import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from 'node:net'
import { createHmac } from 'node:crypto'
import { makeScene } from '@/db/factories'
import { samples } from '@/lib/channels/samples'
import { createChannel } from '@/lib/domain/channels/create'
import { ask, program } from './testing/program'
import { startServer } from './testing/server'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => void (server = await startServer()))
afterAll(() => server.close())

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const JSON_TYPE = { 'content-type': 'application/json' }
const PARTS = { 'content-type': 'multipart/form-data; boundary=xx' }
const keys = `{${Array.from({ length: 30_000 }, (_, i) => `"k${i}":1`).join(',')}}`
const parts = '--xx\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'.repeat(1200)
const MANY: [Record<string, string>, string][] = [
  [FORM, 'a=&'.repeat(5000)],
  [FORM, `a=${'&'.repeat(5000)}`],
  [FORM, Array.from({ length: 5000 }, (_, i) => `k${i}[]=`).join('&')],
  [JSON_TYPE, keys],
  [JSON_TYPE, `{"a":[${'{},'.repeat(30_000)}1]}`],
  [PARTS, `${parts}--xx--\r\n`],
]

describe('a request of too many values', () => {
  it('is refused in each dialect, with a token and without', async () => {
    const s = await makeScene()
    const bearer = (t: string) => ({ authorization: `Bearer ${t}` })
    const { token } = await program(server.url, s.ana, bearer)
    for (const [headers, body] of MANY) {
      const about = body.slice(0, 30)
      expect((await ask(`${server.url}/api/v3/conversations/getone`, 'POST', body, { ...headers, ...bearer(token) })).status, about).toBe(413)
      expect((await ask(`${server.url}/api/v1/messages`, 'POST', body, { ...headers, ...bearer(token) })).status, about).toBe(413)
      expect((await ask(`${server.url}/p1/companies/${s.workspace.id}/conversations`, 'POST', body, { ...headers, 'x-private-api-token': token })).status, about).toBe(
        413,
      )
      // Nobody has to be told anything but that they must say who they are.
      expect([401, 413], about).toContain((await ask(`${server.url}/api/v3/users/getone`, 'POST', body, headers)).status)
    }
    expect((await ask(`${server.url}/api/v3/conversations/getone?${'a=&'.repeat(2000)}`, 'GET', undefined, bearer(token))).status).toBe(413)
    const calls = [{ url: `/api/v3/users/getone?${'a=&'.repeat(300)}` }, { method: 'POST', url: '/api/v3/users/getone', body: keys }]
    const batch = await ask(`${server.url}/api/v3/batch`, 'POST', { requests: calls }, bearer(token))
    expect(batch.body.map((a: { code: number }) => a.code)).toEqual([413, 413])
  })

  it('is refused by what the browser and the chat use', async () => {
    const s = await makeScene()
    const ben = await server.as(s.users.ben)
    const [nobody, deep] = [await server.as(null), `{"a":${'['.repeat(40)}${']'.repeat(40)}}`]
    for (const body of [keys, deep]) {
      expect((await ben.send('POST', '/api/ui/conversations/1/messages', body)).status).toBe(400)
      expect([400, 413]).toContain((await nobody.send('POST', `/api/widget/${s.channel.key}/visitors`, body)).status)
    }
    expect((await nobody.send('POST', `/api/widget/${s.channel.key}/visitors`, JSON.stringify({ said: { name: 'x'.repeat(20_000) } }))).status).toBe(413)
  })

  it('is kept for nobody when a provider’s call has it', async () => {
    const s = await makeScene()
    const open = (type: 'whatsapp' | 'messenger' | 'sms') => createChannel(s.ana, { type, name: type, settings: samples[type].settings })
    const signed = (body: string) => ({ ...JSON_TYPE, 'x-hub-signature-256': `sha256=${createHmac('sha256', 'the-app-secret').update(body).digest('hex')}` })
    const value = `{"metadata":{"phone_number_id":"${String(samples.whatsapp.settings.phoneNumberId)}"},"messages":[${'{},'.repeat(10_000)}{}]}`
    const body = `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":${value}}]}]}`
    expect((await ask(`${server.url}/api/webhooks/whatsapp/${(await open('whatsapp')).key}`, 'POST', body, signed(body))).status).toBe(413)
    const pages = `{"object":"page","entry":[{"id":"${String(samples.messenger.settings.pageId)}","messaging":[${'{},'.repeat(10_000)}{}]}]}`
    expect((await ask(`${server.url}/api/webhooks/messenger/${(await open('messenger')).key}`, 'POST', pages, signed(pages))).status).toBe(413)
    const sms = `${server.url}/api/webhooks/sms/${(await open('sms')).key}`
    expect((await ask(sms, 'POST', 'a=&'.repeat(100_000), FORM)).status).toBe(413)
    expect((await ask(sms, 'POST', 'a=&'.repeat(10_000), FORM)).status).toBe(401)
  })
})

/** Sends the head and this much of the body, and waits: an answer before the rest is one that did not need it. */
function answerToStart(path: string, headers: Record<string, string>, start: string, length: number): Promise<string> {
  const { hostname, port } = new URL(server.url)
  const head = [`POST ${path} HTTP/1.1`, `host: ${hostname}`, `content-length: ${length}`, ...Object.entries(headers).map(([k, v]) => `${k}: ${v}`)]
  return new Promise((done, failed) => {
    const socket = connect(Number(port), hostname, () => socket.write(`${head.join('\r\n')}\r\n\r\n${start}`))
    socket.once('data', (d) => {
      socket.destroy()
      done(d.toString('utf8').split('\r\n')[0] ?? '')
    })
    socket.once('error', failed)
  })
}

describe('before it is known who asks', () => {
  it('little of a body is read', async () => {
    const fill = 'x'.repeat(80_000)
    for (const [headers, start] of [
      [FORM, `content=${fill}`],
      [JSON_TYPE, `{"content":"${fill}`],
      [PARTS, `--xx\r\nContent-Disposition: form-data; name="content"\r\n\r\n${fill}`],
    ] as const)
      expect(await answerToStart('/api/v3/conversation_messages/add', headers, start, 4_000_000), start.slice(0, 20)).toContain('401')
    expect(await answerToStart('/api/v1/messages', JSON_TYPE, '{"text":"', 4_000_000)).toContain('401')
  })

  it('a token at the beginning of a long body is found, and one inside another field is none', async () => {
    const s = await makeScene()
    const { token } = await program(server.url, s.ana, () => ({}))
    const url = `${server.url}/api/v3/workspaces/getone`
    const long = 'x'.repeat(200_000)
    const part = (name: string, value: string) => `--xx\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    for (const [headers, body] of [
      [FORM, `token=${token}&id=${s.workspace.id}&content=${long}`],
      [JSON_TYPE, JSON.stringify({ token, id: s.workspace.id, content: long })],
      [PARTS, `${part('token', token)}${part('id', String(s.workspace.id))}${part('content', long)}--xx--\r\n`],
      [FORM, `id=${s.workspace.id}&token=${token}`],
    ] as const)
      expect((await ask(url, 'POST', body, headers)).status, body.slice(0, 30)).toBe(200)
    expect((await ask(url, 'POST', JSON.stringify({ other: { token }, id: s.workspace.id, content: long }), JSON_TYPE)).status).toBe(403)
    expect((await ask(url, 'POST', `id=${s.workspace.id}&content=${long}&token=${token}`, FORM)).status).toBe(401)
  })
})
