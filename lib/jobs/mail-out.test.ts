import '@/lib/api/testing/data-dir'
import { and, asc, eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { reader } from '@/db/client'
import { makeChannel, makeScene } from '@/db/factories'
import { conversations } from '@/db/schema/conversations'
import { messages } from '@/db/schema/messages'
import type { Mail } from '@/lib/channels/email/mail'
import { parseMail } from '@/lib/channels/email/parse'
import { emailSettings } from '@/lib/channels/email/settings'
import { shownOf } from '@/lib/channels/email/shown'
import { startSmtp } from '@/lib/channels/email/testing/smtp'
import { answerTo } from '@/lib/domain/mail/answer-to'
import { reply } from '@/lib/domain/messages/reply'
import { thread } from '@/lib/domain/messages/thread'
import { key, refused } from '@/lib/domain/testing/expect'
import { deliver } from './deliver'
import { takeIn } from './mail-intake'
import { startWorker, type Worker } from './worker'

let s: Awaited<ReturnType<typeof makeScene>>
let smtp: Awaited<ReturnType<typeof startSmtp>>
let worker: Worker
let channelId: number
let settings: ReturnType<typeof emailSettings.parse>
let n = 0

beforeEach(async () => {
  s = await makeScene()
  smtp = await startSmtp()
  settings = emailSettings.parse({ address: 'support@us.test', smtpHost: '127.0.0.1', smtpPort: smtp.port, smtpSecurity: 'none', fromName: 'Us' })
  channelId = (await makeChannel(s.workspace.id, 'email', { settings })).id
  worker = startWorker({ handlers: { deliver }, pollMs: 50 })
})
afterEach(async () => {
  await worker.stop()
  await smtp.stop()
})

/** A mail of a customer's; answers its conversation. */
async function come(headers: Record<string, string>, body: string, html?: string): Promise<number> {
  const all = { From: 'Ann <ann@customer.test>', To: 'support@us.test', Subject: 'Printer', 'Message-ID': `<in${++n}@x.test>`, 'MIME-Version': '1.0', ...headers }
  const head = Object.entries(all).map(([k, v]) => `${k}: ${v}\r\n`)
  const content = html
    ? `Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body}\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n--b--\r\n--m\r\nContent-Type: image/png; name=dot.png\r\nContent-Disposition: inline; filename=dot.png\r\nContent-ID: <dot>\r\nContent-Transfer-Encoding: base64\r\n\r\n${PNG}\r\n--m\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="bill.txt"\r\n\r\nForty-two\r\n--m--`
    : `Content-Type: text/plain; charset=utf-8\r\n\r\n${body}`
  const taken = await takeIn(s.workspace.id, channelId, settings, { raw: Buffer.from(head.join('') + content), at: headers.Date ? Date.parse(headers.Date) : undefined })
  expect(taken.done).toBe('taken')
  return taken.conversationId!
}
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='

const say = (conversationId: number, body: string, more: Partial<Parameters<typeof reply>[1]> = {}) => reply(s.ana, { conversationId, body, clientKey: key(), ...more })
/** The n-th mail that left. */
async function left(nth: number): Promise<Mail & { to_: string[]; raw: string }> {
  await vi.waitFor(() => expect(smtp.got.length).toBeGreaterThan(nth), { timeout: 15_000 })
  const { raw, to } = smtp.got[nth]!
  return { ...(await parseMail(Buffer.from(raw))), to_: to, raw }
}
const row = async (id: number) => (await (await reader()).select().from(conversations).where(eq(conversations.id, id)))[0]!
const said = async (id: number) =>
  (await reader())
    .select()
    .from(messages)
    .where(and(eq(messages.conversationId, id), eq(messages.kind, 'message')))
    .orderBy(asc(messages.index))

describe('an answer by mail', () => {
  it('carries its looks, and the mail it answers quoted below, which our own thread does not double', async () => {
    const id = await come({ Date: 'Fri, 20 Nov 2026 09:30:00 +0000' }, 'It smokes\n\nA lot', '<p>It <b>smokes</b> <img src="cid:dot"></p><p>A lot</p>')
    const m = await say(id, 'Switch it off\n• now', { html: '<p>Switch it <b>off</b></p><ul><li><p>now</p></li></ul><script>x</script>' })
    expect(m).toMatchObject({ body: 'Switch it off\n• now', html: '<p>Switch it <strong>off</strong></p><ul><li><p>now</p></li></ul>' })
    const mail = await left(0)
    expect(mail.text).toBe('Switch it off\n• now\n\nOn Fri, 20 Nov 2026, 09:30 UTC, Ann <ann@customer.test> wrote:\n\n> It smokes\n>\n> A lot')
    expect(mail.html).toContain('<strong>off</strong>')
    expect(mail.html).toMatch(/<blockquote class="gmail_quote" type="cite"[^>]*><p>It <b>smokes<\/b> <\/p><p>A lot<\/p>\s*<\/blockquote>/)
    expect(mail.html).not.toMatch(/script|cid:/)
    expect(mail.files).toEqual([])
    // What our own reader makes of it is what was written now.
    expect(shownOf(mail)).toMatchObject({ said: 'Switch it off\n• now' })
    expect(shownOf({ ...mail, isHtmlOnly: true })).toMatchObject({ said: 'Switch it off\n\n• now' })
    expect((await thread(s.ana, { conversationId: id })).messages.at(-1)).toMatchObject({ body: 'Switch it off\n• now', mail: { quotes: expect.any(Number) } })
  })

  it('quotes nothing when told so, and has no looks where there are none', async () => {
    const id = await come({}, 'It smokes')
    expect(await say(id, 'Plain', { html: '<p>Plain</p>', mail: { quote: false } })).not.toHaveProperty('html')
    expect((await left(0)).text).toBe('Plain')
  })

  it('goes to all by default, under the subject that was last, also after one of us changed it', async () => {
    const id = await come({ To: 'support@us.test, Bo <bo@customer.test>', Cc: 'cy@customer.test' }, 'Hi')
    expect(await answerTo(s.ana, { conversationId: id })).toMatchObject({
      to: [{ address: 'ann@customer.test' }],
      cc: [{ address: 'bo@customer.test' }, { address: 'cy@customer.test' }],
      subject: 'Re: Printer',
    })
    await say(id, 'One', { mail: { subject: 'Smoke', cc: [], bcc: ['dee@customer.test'] } })
    const one = await left(0)
    expect(one).toMatchObject({ subject: 'Smoke', cc: [], to_: ['ann@customer.test', 'dee@customer.test'] })
    expect((await answerTo(s.ana, { conversationId: id })).subject).toBe('Re: Smoke')
    await say(id, 'Two')
    expect(await left(1)).toMatchObject({ subject: 'Re: Smoke', inReplyTo: ['in' + n + '@x.test'], references: [`in${n}@x.test`] })
  })

  it('names the mails before it as the mail it answers does, and that mail at last', async () => {
    const id = await come({ 'In-Reply-To': '<c@far.test>', References: '<a@far.test>\r\n <B@far.test> <c@far.test>' }, 'First')
    await say(id, 'One')
    const one = await left(0)
    expect(one).toMatchObject({ inReplyTo: [`in${n}@x.test`], references: ['a@far.test', 'B@far.test', 'c@far.test', `in${n}@x.test`] })
    const before = n
    // One who names only what they answer.
    await come({ 'In-Reply-To': `<${one.messageId}>`, Subject: 'Re: Printer' }, 'Second')
    await say(id, 'Two')
    expect(await left(1)).toMatchObject({ references: [one.messageId, `in${n}@x.test`] })
    await come({ 'In-Reply-To': `<${one.messageId}>`, References: Array.from({ length: 80 }, (_, i) => `<r${i}@far.test>`).join(' '), Subject: 'Re: Printer' }, 'Third')
    await say(id, 'Three')
    const { references } = await left(2)
    expect([references.length, references[0], references.at(-2), references.at(-1)]).toEqual([60, 'r0@far.test', 'r79@far.test', `in${n}@x.test`])
    expect(n).toBe(before + 2)
  })

  it('answers the message that was chosen, whoever wrote it', async () => {
    const id = await come({}, 'First')
    const [first] = await said(id)
    await come({ 'In-Reply-To': `<in${n}@x.test>`, From: 'ann@customer.test', To: 'support@us.test, bo@customer.test' }, 'Second')
    await say(id, 'To the first', { replyTo: first!.id })
    expect(await left(0)).toMatchObject({ to_: ['ann@customer.test'], inReplyTo: [`in${n - 1}@x.test`], text: expect.stringContaining('> First') })
    await refused('not_found', [say(id, 'x', { replyTo: 999_999 })])
  })

  it('is written the same way each time: the copy we keep is what left', async () => {
    const id = await come({}, 'Hi')
    const m = await say(id, 'Yes')
    expect((await left(0)).at).toBe(Math.floor(m.createdAt / 1000) * 1000)
  })
})

describe('a mail that is handed on', () => {
  const html = '<p>It <b>smokes</b> <img src="cid:dot"></p>'

  it('says whose it was, carries its files and pictures, and changes nothing of what the customer is owed', async () => {
    const id = await come({ Cc: 'cy@customer.test' }, 'It smokes', html)
    const [first] = await said(id)
    await refused('no_recipient', [say(id, 'Please look', { mail: { forward: first!.id } })])
    await refused('not_found', [say(id, '', { mail: { forward: first!.id + 99, to: ['bob@maker.test'] } })])
    expect(await answerTo(s.ana, { conversationId: id, forward: first!.id })).toMatchObject({ to: [], cc: [], subject: 'Fwd: Printer', isAside: true })
    const m = await say(id, '', { mail: { forward: first!.id, to: ['bob@maker.test'] } })
    expect(m).toMatchObject({ mail: { to: [{ address: 'bob@maker.test' }], cc: [], isAside: true, forwards: { id: first!.id } } })
    expect(await row(id)).toMatchObject({ needsReply: true, snippet: 'Fwd: Printer', lastReplyAt: null })
    const mail = await left(0)
    expect(mail).toMatchObject({ subject: 'Fwd: Printer', to_: ['bob@maker.test'], inReplyTo: [], references: [`in${n}@x.test`] })
    expect(mail.text).toMatch(
      /^-{10} Forwarded message -{9}\nFrom: Ann <ann@customer.test>\nDate: .+\nSubject: Printer\nTo: <support@us.test>\nCc: <cy@customer.test>\n\nIt smokes$/,
    )
    expect(mail.html).toContain('<b>smokes</b> <img src="cid:dot"')
    expect(mail.files.map((f) => [f.name, f.isInline]).toSorted()).toEqual([
      ['bill.txt', false],
      ['dot.png', true],
    ])
    // Handed on it is the message: nothing of it is folded away.
    expect(shownOf(mail).said).toContain('It smokes')
  })

  it('takes only the files that were chosen, and only its own', async () => {
    const id = await come({}, 'It smokes', html)
    const [first] = await said(id)
    await refused('not_found', [say(id, 'x', { mail: { forward: first!.id, to: ['bob@maker.test'], files: [424_242] } })])
    await say(id, 'x', { mail: { forward: first!.id, to: ['bob@maker.test'], files: [] } })
    expect((await left(0)).files).toEqual([])
  })

  it('brings its answers into the conversation, aside from the customer, who gets none of it', async () => {
    const id = await come({}, 'It smokes')
    const [first] = await said(id)
    await say(id, 'We look into it')
    expect(await row(id)).toMatchObject({ needsReply: false })
    await say(id, 'Yours?', { mail: { forward: first!.id, to: ['bob@maker.test'] } })
    const forwarded = await left(1)
    const { lastCustomerAt } = await row(id)
    expect(
      await come(
        { From: 'Bob <bob@maker.test>', To: forwarded.replyTo[0]!.address, Subject: 'Re: Fwd: Printer', 'In-Reply-To': `<${forwarded.messageId}>` },
        'Ours. Do not tell them.',
      ),
    ).toBe(id)
    const bobs = (await said(id)).at(-1)!
    expect(bobs.meta.mail).toMatchObject({ isAside: true })
    expect(bobs.meta.mail).not.toHaveProperty('isNewSender')
    // Somebody must act on it; the customer said nothing.
    expect(await row(id)).toMatchObject({ needsReply: true, lastCustomerAt })
    expect(await answerTo(s.ana, { conversationId: id })).toMatchObject({ to: [{ address: 'ann@customer.test' }], cc: [], subject: 'Re: Printer', isAside: false })
    await say(id, 'Thanks, Bob', { replyTo: bobs.id })
    expect(await left(2)).toMatchObject({ to_: ['bob@maker.test'], subject: 'Re: Printer', references: [forwarded.messageId, `in${n}@x.test`] })
    expect(await row(id)).toMatchObject({ needsReply: true })
    await say(id, 'It is a known fault')
    const last = await left(3)
    expect(last).toMatchObject({ to_: ['ann@customer.test'], text: expect.stringContaining('> It smokes') })
    expect(last.raw).not.toMatch(/bob|maker|tell them/i)
    expect(await row(id)).toMatchObject({ needsReply: false })
  })

  it('is one of ours as well', async () => {
    const id = await come({}, 'It smokes')
    const ours = await say(id, 'Off!', { html: '<p><strong>Off!</strong></p>' })
    await left(0)
    await say(id, 'See what we wrote', { mail: { forward: ours.id, to: ['bob@maker.test'] } })
    const mail = await left(1)
    expect(mail.text).toContain('From: Us <support@us.test>')
    expect(mail.html).toContain('<strong>Off!</strong>')
  })
})
