import '../testing/data-dir'
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { and, asc, eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { jobs } from '@/db/schema/events'
import { inboundEvents } from '@/db/schema/inbound'
import { attachments, messages } from '@/db/schema/messages'
import { createChannel } from '@/lib/domain/channels/create'
import { arriveAfter } from '@/lib/jobs/arrive'
import { mail } from '@/lib/jobs/mail'
import { startWorker, type Worker } from '@/lib/jobs/worker'
import { app } from '../app'

let s: Awaited<ReturnType<typeof makeScene>>
let worker: Worker | undefined
let far: Server | undefined
beforeEach(async () => {
  s = await makeScene()
  await transaction((db) => db.delete(jobs).returning())
})
afterEach(async () => {
  await worker?.stop()
  await new Promise<void>((ok) => (far ? far.close(() => ok()) : ok()))
  worker = far = undefined
})

async function channel(receive: string, webhookSecret: string, more: object = {}) {
  const made = await createChannel(s.ana, { type: 'email', name: 'Mail', settings: { address: 'support@us.test', receive, webhookSecret, ...more } })
  expect(JSON.stringify(made)).not.toContain(webhookSecret)
  return `http://localhost/api/webhooks/email/${made.key}`
}
const post = async (url: string, body: BodyInit, headers: Record<string, string> = {}) => (await app.fetch(new Request(url, { method: 'POST', body, headers }))).status

async function arrives(body: string) {
  worker ??= startWorker({ handlers: { arrive: arriveAfter(10), mail }, pollMs: 20 })
  return vi.waitFor(
    async () => {
      const found = await (
        await reader()
      )
        .select()
        .from(messages)
        .where(and(eq(messages.workspaceId, s.workspace.id), eq(messages.kind, 'message')))
        .orderBy(asc(messages.id))
      expect(found.map((m) => m.body)).toEqual([body])
      return found[0]!
    },
    { timeout: 10_000 },
  )
}
const events = async () =>
  (await (await reader()).select({ state: inboundEvents.state }).from(inboundEvents).where(eq(inboundEvents.workspaceId, s.workspace.id))).map((e) => e.state)
const filesOf = async (id: number) =>
  (await (await reader()).select({ name: attachments.name }).from(attachments).where(eq(attachments.messageId, id))).map((f) => f.name)
const raw = 'From: Ann <ann@x.test>\r\nTo: support@us.test\r\nSubject: Printer\r\nMessage-ID: <m1@x.test>\r\n\r\nIt smokes'
const now = () => String(Math.floor(Date.now() / 1000))

describe('mail that a provider brings', () => {
  it('is of the day it says, and two of the same words are two where nothing in them names them', async () => {
    const url = await channel('postmark', 'us:secret-word')
    const auth = { authorization: `Basic ${Buffer.from('us:secret-word').toString('base64')}` }
    const call = (id: string, more: object = {}) =>
      post(url, JSON.stringify({ MessageID: id, From: 'door@x.test', To: 'support@us.test', Subject: 'Alarm', TextBody: 'Door open', ...more }), auth)
    // Twice the same call, which is one mail; another with the same words; and one that says when it was written.
    expect([await call('p1'), await call('p1'), await call('p2'), await call('p3', { Date: 'Fri, 20 Nov 2026 10:15:00 +0200' })]).toEqual([200, 200, 200, 200])
    worker ??= startWorker({ handlers: { arrive: arriveAfter(10), mail }, pollMs: 20 })
    const begun = Date.now()
    const dates = await vi.waitFor(
      async () => {
        const found = await (
          await reader()
        )
          .select({ at: messages.createdAt })
          .from(messages)
          .where(and(eq(messages.workspaceId, s.workspace.id), eq(messages.kind, 'message')))
        expect(found).toHaveLength(3)
        return found.map((m) => m.at.getTime())
      },
      { timeout: 10_000 },
    )
    expect(dates.filter((at) => at === Date.UTC(2026, 10, 20, 8, 15))).toHaveLength(1)
    expect(dates.filter((at) => at > begun - 60_000)).toHaveLength(2)
    expect(await events()).toEqual(['done', 'done', 'done'])
  })

  it('from Postmark, by user and password, whole or in pieces', async () => {
    const url = await channel('postmark', 'us:secret-word')
    const auth = { authorization: `Basic ${Buffer.from('us:secret-word').toString('base64')}` }
    const body = JSON.stringify({
      From: 'ann@x.test',
      FromFull: { Email: 'ann@x.test' },
      To: 'support@us.test',
      Subject: 'Printer',
      OriginalRecipient: 'support@us.test',
      MessageID: 'theirs',
      TextBody: 'It smokes',
      HtmlBody: '<p>It smokes <b>a lot</b></p>',
      Headers: [
        { Name: 'Message-ID', Value: '<m1@x.test>' },
        { Name: 'In-Reply-To', Value: '<x@y>\r\nBcc: z@z' },
      ],
      Attachments: [{ Name: 'a.txt', Content: Buffer.from('abc').toString('base64'), ContentType: 'text/plain' }],
    })
    expect(await post(url, body)).toBe(401)
    expect(await post(url, body, { authorization: 'Basic eDp5' })).toBe(401)
    expect(await events()).toEqual([])
    // Three times: once.
    for (let i = 0; i < 3; i++) expect(await post(url, body, auth)).toBe(200)
    const m = await arrives('It smokes')
    expect(m.meta.mail).toMatchObject({ subject: 'Printer', messageId: 'm1@x.test', from: { address: 'ann@x.test' }, hasHtml: true })
    expect(await filesOf(m.id)).toEqual(['a.txt'])
    // The same mail another way is the same mail.
    expect(await post(url, JSON.stringify({ RawEmail: raw }), auth)).toBe(200)
  })

  it('from Mailgun, signed with the time', async () => {
    const url = await channel('mailgun', 'signing-key')
    const form = (at = now(), key = 'signing-key') => {
      const f = new FormData()
      for (const [k, v] of Object.entries({
        timestamp: at,
        token: 'tok',
        signature: createHmac('sha256', key).update(`${at}tok`).digest('hex'),
        recipient: 'support@us.test',
        'body-mime': raw,
      }))
        f.set(k, v)
      return f
    }
    expect(await post(url, form(now(), 'other'))).toBe(401)
    expect(await post(url, form(String(Number(now()) - 3600)))).toBe(401)
    expect(await post(url, form())).toBe(200)
    expect((await arrives('It smokes')).meta.mail?.subject).toBe('Printer')
  })

  it('from SendGrid, signed with its key, in pieces', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    const url = await channel('sendgrid', publicKey.export({ format: 'der', type: 'spki' }).toString('base64'))
    const f = new FormData()
    for (const [k, v] of Object.entries({
      headers: 'From: Ann <ann@x.test>\nSubject: Printer\nMessage-ID: <m1@x.test>',
      text: 'It smokes',
      envelope: '{"to":["support@us.test"],"from":"ann@x.test"}',
      SPF: 'fail',
      dkim: '{@x.test : fail}',
    }))
      f.set(k, v)
    f.set('attachment1', new File(['abc'], 'a.txt', { type: 'text/plain' }))
    const request = new Request(url, { method: 'POST', body: f })
    const body = Buffer.from(await request.arrayBuffer())
    const headers = (at: string) => ({
      'content-type': request.headers.get('content-type') ?? '',
      'x-twilio-email-event-webhook-timestamp': at,
      'x-twilio-email-event-webhook-signature': sign('sha256', Buffer.concat([Buffer.from(at), body]), privateKey).toString('base64'),
    })
    expect(await post(url, body, { ...headers(now()), 'x-twilio-email-event-webhook-signature': 'AAAA' })).toBe(401)
    expect(await post(url, body, headers(now()))).toBe(200)
    const m = await arrives('It smokes')
    expect(m.meta.mail).toMatchObject({ messageId: 'm1@x.test', isDoubtful: true })
    expect(await filesOf(m.id)).toEqual(['a.txt'])
  })

  it('from Resend, which only names it: fetched, also when it is away at first', async () => {
    let calls = 0
    far = createServer((req, res) => {
      calls++
      if (calls === 1) return void res.writeHead(503).end()
      if (req.url === '/file') return void res.end('abc')
      const base = `http://${req.headers.host}`
      const answer = req.url?.endsWith('/attachments')
        ? { data: [{ id: 'a', filename: 'a.txt', content_type: 'text/plain', download_url: `${base}/file` }] }
        : {
            from: 'Ann <ann@x.test>',
            to: ['support@us.test'],
            subject: 'Printer',
            message_id: '<m1@x.test>',
            text: 'It smokes',
            html: null,
            headers: { 'In-Reply-To': '<a@b>' },
            attachments: [{ id: 'a' }],
          }
      res.writeHead(req.url === '/file' || req.headers.authorization === 'Bearer re_key' ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
    await new Promise<void>((ok) => far?.listen(0, '127.0.0.1', ok))
    const at = far.address()
    const key = Buffer.from('a secret of 24 bytes ...')
    const url = await channel('resend', `whsec_${key.toString('base64')}`, { apiKey: 're_key', apiUrl: `http://127.0.0.1:${at && typeof at === 'object' ? at.port : 0}` })
    const body = JSON.stringify({ type: 'email.received', data: { email_id: 'e1', to: ['support@us.test'] } })
    const headers = (t: string) => ({
      'svix-id': 'msg_1',
      'svix-timestamp': t,
      'svix-signature': `v1,AAAA v1,${createHmac('sha256', key).update(`msg_1.${t}.${body}`).digest('base64')}`,
    })
    expect(await post(url, `${body} `, headers(now()))).toBe(401)
    expect(await post(url, body, headers(now()))).toBe(200)
    const m = await arrives('It smokes')
    expect(m.meta.mail?.messageId).toBe('m1@x.test')
    expect(await filesOf(m.id)).toEqual(['a.txt'])
  })

  it('is not read when its head tells that it is nobody’s, nor when it is too large; of the second an admin hears', async () => {
    const url = await channel('postmark', 'us:secret-word')
    const auth = { authorization: `Basic ${Buffer.from('us:secret-word').toString('base64')}` }
    let read = 0
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull(c) {
          read += 2 ** 20
          c.enqueue(new Uint8Array(2 ** 20))
        },
      })
    const send = async (headers: Record<string, string>) =>
      (await app.fetch(new Request(url, { method: 'POST', body: endless(), headers, duplex: 'half' } as RequestInit))).status
    const before = read
    expect(await send({ authorization: 'Basic eDp5' })).toBe(401)
    expect(await send({ ...auth, 'content-length': '62914560' })).toBe(413)
    // A stream is asked for its first piece when it is made.
    expect(read - before).toBeLessThanOrEqual(4 * 2 ** 20)
    expect(await events()).toEqual(['failed'])
    // One that says nothing of its length is read up to the bound.
    expect(await send(auth)).toBe(413)
    expect(read).toBeLessThan(60 * 2 ** 20)
    expect(await send({ ...auth, 'content-length': '62914560' })).toBe(413)
    expect(await events()).toEqual(['failed', 'failed'])
  })

  it('that is none is kept for an admin to see, and a mailbox that we fetch ourselves takes no calls', async () => {
    const auth = { authorization: `Basic ${Buffer.from('us:secret-word').toString('base64')}` }
    expect(await post(await channel('postmark', 'us:secret-word'), '{"x":1}', auth)).toBe(200)
    expect(await events()).toEqual(['failed'])
    expect(await post(await channel('imap', 'us:secret-word'), '{"x":1}', auth)).toBe(401)
  })
})
