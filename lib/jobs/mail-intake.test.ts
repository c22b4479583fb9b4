import '@/lib/api/testing/data-dir'
import { and, asc, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeChannel, makeScene } from '@/db/factories'
import { conversations } from '@/db/schema/conversations'
import { messageRefs } from '@/db/schema/mail'
import { attachments, messageParts, messages } from '@/db/schema/messages'
import { emailSettings } from '@/lib/channels/email/settings'
import { close } from '@/lib/domain/conversations/close'
import { list } from '@/lib/domain/conversations/list'
import { answerTo } from '@/lib/domain/mail/answer-to'
import { replyAddress } from '@/lib/domain/mail/token'
import { createReset, resetOf } from '@/lib/domain/users/reset-password'
import { kindsOf } from '@/lib/domain/testing/expect'
import { env } from '@/lib/env'
import { takeIn } from './mail-intake'

let s: Awaited<ReturnType<typeof makeScene>>
let channelId: number
const settings = emailSettings.parse({ address: 'support@us.test', aliases: ['help@us.test'] })
let n = 0

beforeEach(async () => {
  s = await makeScene()
  channelId = (await makeChannel(s.workspace.id, 'email', { settings })).id
})

type Said = Record<string, string | undefined>
const raw = (headers: Said, body = 'Hello') =>
  Buffer.from(
    Object.entries({ From: 'Ann <ann@customer.test>', To: 'support@us.test', Subject: 'Printer', 'Message-ID': `<m${++n}@customer.test>`, ...headers })
      .filter(([, v]) => v !== '')
      .map(([k, v]) => `${k}: ${v}`)
      .join('\r\n') + `\r\n\r\n${body}`,
  )
const come = (headers: Said = {}, body?: string, more: { direction?: 'sent'; envelopeTo?: string[] } = {}) =>
  takeIn(s.workspace.id, channelId, settings, { raw: raw(headers, body), ...more })
const all = async () => (await reader()).select().from(conversations).where(eq(conversations.channelId, channelId)).orderBy(asc(conversations.id))
const said = async (conversationId: number) =>
  (await reader())
    .select()
    .from(messages)
    .where(and(eq(messages.conversationId, conversationId), eq(messages.kind, 'message')))
    .orderBy(asc(messages.index))

/** Something of ours that left as a mail with this id. */
async function weSent(conversationId: number, messageId: string) {
  await transaction(async (db) => {
    const index = (await db.$count(messages, eq(messages.conversationId, conversationId))) + 100
    const [m] = await db
      .insert(messages)
      .values({
        workspaceId: s.workspace.id,
        conversationId,
        index,
        kind: 'message',
        userId: s.ana.userId,
        body: 'Ours',
        delivery: 'sent',
        meta: { mail: { subject: 'Re: Printer', messageId, to: [{ address: 'ann@customer.test', name: '' }], cc: [{ address: 'boss@customer.test', name: '' }] } },
      })
      .returning()
    await db.insert(messageParts).values({ messageId: m!.id, conversationId, channelId, idx: 0, content: { text: 'Ours' }, state: 'sent', clientRef: `ref-${messageId}` })
    await db.insert(messageRefs).values([messageId, `part:ref-${messageId}`].map((ref) => ({ channelId, ref, conversationId, messageId: m!.id })))
    await db.update(conversations).set({ lastIndex: index, lastContentIndex: index }).where(eq(conversations.id, conversationId))
  })
}

describe('a mail that comes in', () => {
  it('begins a conversation with its subject, sender, words and files, once', async () => {
    const mail = raw(
      { 'Content-Type': 'multipart/mixed; boundary=b' },
      '--b\r\nContent-Type: text/html\r\n\r\n<p>Look: <img src="cid:pic"></p><script>x</script>\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="a.txt"\r\nContent-ID: <pic>\r\n\r\nabc\r\n--b--',
    )
    const first = await takeIn(s.workspace.id, channelId, settings, { raw: mail })
    // Also when it comes another way, with another relay's headers.
    const again = await Promise.all(
      [mail, Buffer.concat([Buffer.from('Received: by relay\r\n'), mail])].map((r) => takeIn(s.workspace.id, channelId, settings, { raw: r })),
    )
    expect(again.map((a) => a.done)).toEqual(['repeated', 'repeated'])
    expect(await all()).toMatchObject([{ title: 'Printer', status: 'open', needsReply: true, lastIndex: 0 }])
    const [m] = await said(first.conversationId!)
    expect(m).toMatchObject({
      body: 'Look:',
      meta: {
        mail: {
          subject: 'Printer',
          from: { address: 'ann@customer.test', name: 'Ann' },
          hasHtml: true,
          to: [{ address: 'support@us.test', name: '' }],
          cids: { pic: expect.any(Number) },
        },
      },
    })
    expect(await (await reader()).select({ name: attachments.name }).from(attachments).where(eq(attachments.messageId, m!.id))).toEqual([{ name: 'a.txt' }])
    expect((await kindsOf(s.workspace.id)).filter((k) => k === 'message.added')).toHaveLength(1)
  })

  it('is taken in once by ten at once', async () => {
    const mail = raw({})
    const done = await Promise.all(Array.from({ length: 10 }, () => takeIn(s.workspace.id, channelId, settings, { raw: mail })))
    expect(done.filter((d) => d.done === 'taken')).toHaveLength(1)
    expect(await all()).toHaveLength(1)
  })

  it('needs neither Message-ID nor Date, subject or sender', async () => {
    for (const headers of [{ 'Message-ID': '' }, { 'Message-ID': '', Subject: '' }, { From: '' }] satisfies Said[]) expect((await come(headers)).done).toBe('taken')
    expect((await all()).map((c) => c.title)).toEqual(['Printer', '(no subject)', 'Printer'])
  })
})

describe('who wrote', () => {
  it('is each their own, also of those without an address and of those with a comma in their name', async () => {
    for (const From of ['Ann', 'Ann', '', 'Moss, Anna <anna@x.test>', '=?utf-8?Q?Moss,_Bo?= <bo@x.test>', 'Moss, Anna <anna@x.test>'])
      await come({ From }, `from ${From}`)
    const ids = (await all()).map((c) => c.contactId)
    expect([new Set(ids.slice(0, 3)).size, ids[3] === ids[5], ids[3] !== ids[4], new Set(ids).size]).toEqual([3, true, true, 5])
  })
})

describe('where a mail belongs', () => {
  it('is told by the signed address, then by what it answers, even through a name a relay gave', async () => {
    const { conversationId } = await come()
    const c = { conversationId: conversationId! }
    const signed = replyAddress('support@us.test', { channelId, ...c }, env.authSecret)
    expect(await come({ Subject: 'Something else' }, 'a', { envelopeTo: [signed] })).toMatchObject(c)
    expect(await come({ To: signed.toUpperCase(), Subject: 'Else' }, 'b')).toMatchObject(c)
    expect((await come({ To: signed.replace(/_.{6}@/, '_aaaaaa@'), Subject: 'Forged' }, 'c')).conversationId).not.toBe(c.conversationId)
    await weSent(c.conversationId, 'out1@us.test')
    expect(await come({ 'In-Reply-To': '<unknown@x> <out1@us.test>', Subject: 'Re: Printer' }, 'd')).toMatchObject(c)
    expect(await come({ References: '<out1@us.test> <lost@x>', Subject: 'Re: Printer' }, 'e')).toMatchObject(c)
    // Our own copy in the folder of sent mail tells how a relay renamed it.
    expect(
      await come({ From: 'support@us.test', To: 'ann@customer.test', 'Message-ID': '<renamed@relay.test>', 'X-Parley-Part': 'ref-out1@us.test' }, 'Ours', {
        direction: 'sent',
      }),
    ).toMatchObject({ done: 'ours' })
    expect(await come({ 'In-Reply-To': '<renamed@relay.test>' }, 'f')).toMatchObject(c)
    expect((await said(c.conversationId)).map((m) => m.body)).toEqual(['Hello', 'a', 'b', 'Ours', 'd', 'e', 'f'])
  })

  it('is told by what it answers in whatever case and as encoded words', async () => {
    const { conversationId } = await come({ 'Message-ID': '<CAx+Yz@Mail.Customer.Test>' })
    await weSent(conversationId!, 'out1c@us.test')
    for (const answer of [
      { 'In-Reply-To': '<OUT1C@US.TEST>' },
      { 'In-Reply-To': '=?utf-8?Q?=3Cout1c=40us.test=3E?=' },
      { References: '=?us-ascii?B?PG91dDFjQHVzLnRlc3Q+?=\r\n <other@x>' },
      { References: '<lost@x> <cax+yz@mail.customer.test>' },
      { 'In-Reply-To': '<CAX+YZ@MAIL.CUSTOMER.TEST>' },
    ] satisfies Said[])
      expect(await come({ ...answer, Subject: 'Else' }, JSON.stringify(answer)), JSON.stringify(answer)).toMatchObject({ conversationId })
    expect(await all()).toHaveLength(1)
  })

  it('is one of two with the same words, where neither has a name nor a date', async () => {
    const bare = { 'Message-ID': '', Subject: 'Alarm' }
    const take = (more: { at?: number; heardAt?: number }, headers: Said = {}) =>
      takeIn(s.workspace.id, channelId, settings, { raw: raw({ ...bare, ...headers }, 'Door open'), ...more })
    expect([(await take({ at: 1_000 })).done, (await take({ at: 61_000 })).done, (await take({ at: 61_000 })).done]).toEqual(['taken', 'taken', 'repeated'])
    expect([(await take({ heardAt: 5 })).done, (await take({ heardAt: 6 })).done]).toEqual(['taken', 'taken'])
    expect((await take({ at: 61_000 }, { Received: 'from x by y; Fri, 20 Nov 2026 10:15:00 +0000' })).done).toBe('taken')
    // With a name or a date it is one, whenever it comes.
    for (const one of [{ 'Message-ID': '<one@x.test>' }, { Date: 'Fri, 20 Nov 2026 10:15:00 +0000' }] satisfies Said[])
      expect([(await take({ at: 1 }, one)).done, (await take({ at: 2 }, one)).done]).toEqual(['taken', 'repeated'])
  })

  it('is of when its own date says, where nobody else tells when it came', async () => {
    const Date_ = 'Fri, 20 Nov 2026 10:15:00 +0200'
    const heard = Date.UTC(2026, 10, 21)
    const taken = async (headers: Said, more: { at?: number; heardAt?: number }) =>
      (await said((await takeIn(s.workspace.id, channelId, settings, { raw: raw(headers), ...more })).conversationId!)).at(-1)?.createdAt.getTime()
    expect(await taken({ Date: Date_ }, { heardAt: heard })).toBe(Date.UTC(2026, 10, 20, 8, 15))
    expect(await taken({ Date: Date_ }, { at: heard })).toBe(heard)
    expect(await taken({}, { heardAt: heard })).toBe(heard)
  })

  it('is told by its subject only when the same person answers within two weeks', async () => {
    const { conversationId } = await come()
    expect((await come({ Subject: 'AW: Re: printer' }, 'a')).conversationId).toBe(conversationId)
    expect((await come({ Subject: 'Printer' }, 'b')).conversationId).not.toBe(conversationId)
    expect((await come({ Subject: 'Re: Printer', From: 'bob@other.test' }, 'c')).conversationId).not.toBe(conversationId)
    await transaction((db) =>
      db
        .update(conversations)
        .set({ lastActivityAt: new Date(Date.now() - 15 * 86_400_000) })
        .returning(),
    )
    const before = (await all()).length
    await come({ Subject: 'Re: Printer' }, 'd')
    expect(await all()).toHaveLength(before + 1)
  })

  it('attaches a stranger who answers and says so, but not a mail to many', async () => {
    const { conversationId } = await come()
    await weSent(conversationId!, 'out2@us.test')
    const answer = { 'In-Reply-To': '<out2@us.test>', Subject: 'Re: Printer' }
    expect(await come({ ...answer, From: 'boss@customer.test' }, 'known')).toMatchObject({ conversationId })
    for (const who of ['x@a.test', 'y@b.test', 'z@c.test']) expect(await come({ ...answer, From: who }, who)).toMatchObject({ conversationId })
    expect((await said(conversationId!)).slice(2).map((m) => m.meta.mail?.isNewSender ?? false)).toEqual([false, true, true, true])
    expect((await come({ ...answer, From: 'news@d.test', To: Array.from({ length: 40 }, (_, i) => `p${i}@x.test`).join(', ') })).conversationId).not.toBe(conversationId)
  })

  it('is its own matter when a newsletter borrows the header of one of ours, and the customer’s list mail is not', async () => {
    const { conversationId } = await come()
    await weSent(conversationId!, 'out2b@us.test')
    const answer = { 'In-Reply-To': '<out2b@us.test>', 'List-Id': '<news.d.test>', Subject: 'Re: Printer' }
    expect((await come({ ...answer, From: 'news@d.test' }, 'Buy')).conversationId).not.toBe(conversationId)
    expect(await come({ ...answer }, 'Through a list')).toMatchObject({ conversationId })
  })

  it('is where the mail lies that a complaint is about', async () => {
    const { conversationId } = await come()
    await weSent(conversationId!, 'out2c@us.test')
    const arf = {
      From: 'abuse@isp.test',
      Subject: 'complaint about message from 192.0.2.1',
      'Content-Type': 'multipart/report; report-type=feedback-report; boundary=b',
    }
    const body =
      '--b\r\n\r\nThis is a complaint\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: support@us.test\r\nMessage-ID: <out2c@us.test>\r\n\r\nOurs\r\n--b--'
    expect(await come(arf, body)).toMatchObject({ done: 'taken', conversationId })
    expect((await said(conversationId!)).at(-1)?.meta.mail).toMatchObject({ machine: 'report', isNewSender: true })
    expect((await said(conversationId!))[1]).toMatchObject({ delivery: 'sent' })
  })

  it('opens a closed conversation again, and keeps the thread when the subject changes', async () => {
    const { conversationId } = await come()
    await weSent(conversationId!, 'out3@us.test')
    await close(s.ana, { conversationId: conversationId! })
    expect(await come({ 'In-Reply-To': '<out3@us.test>', Subject: 'New topic' })).toMatchObject({ conversationId })
    expect(await all()).toMatchObject([{ status: 'open', needsReply: true, title: 'Printer' }])
    expect((await said(conversationId!)).at(-1)?.meta.mail?.subject).toBe('New topic')
  })
})

describe('machines', () => {
  it('neither open nor ask for anything when somebody is away', async () => {
    const { conversationId } = await come()
    await weSent(conversationId!, 'out4@us.test')
    await transaction((db) => db.update(conversations).set({ needsReply: false, waitingSince: null }).where(eq(conversations.id, conversationId!)).returning())
    await close(s.ana, { conversationId: conversationId! })
    for (let i = 0; i < 3; i++)
      expect(await come({ 'In-Reply-To': '<out4@us.test>', 'Auto-Submitted': 'auto-replied', 'Return-Path': '<>' }, `Away ${i}`)).toMatchObject({ conversationId })
    expect(await all()).toMatchObject([{ status: 'closed', needsReply: false }])
    expect((await said(conversationId!)).at(-1)?.meta.mail?.machine).toBe('auto_reply')
  })

  const bounce = (id: string, action = 'failed') =>
    [
      { From: 'MAILER-DAEMON@mx.test', 'Return-Path': '<>', Subject: 'Undelivered', 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b' },
      `--b\r\n\r\nSorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n${id.startsWith('env:') ? `Original-Envelope-Id: ${id.slice(4)}\r\n` : ''}\r\nFinal-Recipient: rfc822; ann@customer.test\r\nAction: ${action}\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no such user\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <${id}>\r\n--b--`,
    ] as const

  it('that say a mail of ours is late are seen in its conversation, and wake nobody', async () => {
    const { conversationId } = await come()
    await weSent(conversationId!, 'out5d@us.test')
    await transaction((db) => db.update(conversations).set({ needsReply: false, waitingSince: null }).where(eq(conversations.id, conversationId!)).returning())
    expect(await come(...bounce('out5d@us.test', 'delayed'))).toMatchObject({ done: 'bounced', conversationId, kept: true })
    const [, ours, notice] = await said(conversationId!)
    expect(ours).toMatchObject({ delivery: 'sent' })
    expect(notice).toMatchObject({ body: 'Sorry', meta: { mail: { machine: 'bounce', raw: expect.any(String) } } })
    expect(notice?.meta.mail).not.toHaveProperty('isNewSender')
    expect(await all()).toMatchObject([{ needsReply: false, contactReadIndex: -1 }])
    // The answer still goes to the customer.
    expect(await answerTo(s.ana, { conversationId: conversationId! })).toMatchObject({ to: [{ address: 'ann@customer.test' }] })
  })

  it('that write for a person who takes part are that person', async () => {
    const { conversationId } = await come()
    await weSent(conversationId!, 'out5e@us.test')
    await transaction((db) => db.update(conversations).set({ needsReply: false, waitingSince: null }).where(eq(conversations.id, conversationId!)).returning())
    await come({ 'In-Reply-To': '<out5e@us.test>', 'List-Id': '<all.customer.test>', 'List-Unsubscribe': '<mailto:x@y>' }, 'Still smokes')
    expect(await all()).toMatchObject([{ needsReply: true }])
    expect((await said(conversationId!)).at(-1)?.meta.mail?.machine).toBeUndefined()
  })

  it('that bounce mark what came back as failed, in plain words; a delay does not', async () => {
    const { conversationId } = await come()
    await weSent(conversationId!, 'out5@us.test')
    await weSent(conversationId!, 'out6@us.test')
    expect(await come(...bounce('out5@us.test', 'delayed'))).toMatchObject({ done: 'bounced' })
    expect((await said(conversationId!))[1]).toMatchObject({ delivery: 'sent' })
    expect(await come(...bounce('out5@us.test'))).toMatchObject({ done: 'bounced', conversationId })
    expect(await come(...bounce('env:ref-out6@us.test'))).toMatchObject({ done: 'bounced', conversationId })
    expect((await said(conversationId!)).slice(1, 3)).toMatchObject([
      { delivery: 'failed', deliveryError: 'ann@customer.test: 550 no such user' },
      { delivery: 'failed' },
    ])
    expect(await all()).toHaveLength(1)
    // Of a mail that was never ours: visible, but it wakes nobody.
    expect(await come(...bounce('nobody@x.test'))).toMatchObject({ done: 'taken' })
    expect((await all())[1]).toMatchObject({ needsReply: false })
  })
})

describe('two mailboxes of ours', () => {
  const sales = emailSettings.parse({ address: 'sales@us.test', aliases: ['shop@us.test'] })
  let other: number
  beforeEach(async () => {
    other = (await makeChannel(s.workspace.id, 'email', { settings: sales })).id
  })

  it('are left out of the answer to a mail that went to both', async () => {
    const { conversationId } = await come({ To: 'support@us.test, sales@us.test, Bo <bo@customer.test>', Cc: 'shop+web@us.test, cy@customer.test' })
    const usual = await answerTo(s.ana, { conversationId: conversationId! })
    expect([usual.to, usual.cc].map((l) => l.map((p) => p.address))).toEqual([['ann@customer.test'], ['bo@customer.test', 'cy@customer.test']])
    expect(usual.people.map((p) => p.address)).not.toContain('sales@us.test')
  })

  it('do not take each other’s answers for a customer’s', async () => {
    const { conversationId } = await come()
    await weSent(conversationId!, 'out9@us.test')
    const copy = raw({ From: 'Support <support@us.test>', To: 'ann@customer.test', Cc: 'sales@us.test', 'Message-ID': '<OUT9@us.test>' }, 'Ours')
    expect(await takeIn(s.workspace.id, other, sales, { raw: copy })).toMatchObject({ done: 'ours', conversationId: null })
    expect(await takeIn(s.workspace.id, other, sales, { raw: copy })).toMatchObject({ done: expect.stringMatching(/ours|repeated/) })
    // Also under the name that a relay gave it.
    const renamed = raw({ From: 'support@us.test', Cc: 'sales@us.test', 'Message-ID': '<relay@ses.test>', 'X-Parley-Part': 'ref-out9@us.test' }, 'Ours')
    expect(await takeIn(s.workspace.id, other, sales, { raw: renamed })).toMatchObject({ done: 'ours' })
    // What a stranger writes under our name is seen.
    const forged = await takeIn(s.workspace.id, other, sales, { raw: raw({ From: 'support@us.test', To: 'sales@us.test' }, 'Pay now') })
    expect(await said(forged.conversationId!)).toMatchObject([{ meta: { mail: { looksLikeUs: true } } }])
  })

  it('and a form that sends under our name brings each customer as themselves, who get the answer', async () => {
    const form = (who: string) => come({ From: 'Shop <sales@us.test>', 'Reply-To': who, Subject: 'Contact form' }, `from ${who}`)
    const [ann, bo, again] = [await form('Ann <ann@customer.test>'), await form('bo@customer.test'), await form('Ann <ann@customer.test>')]
    const rows = await all()
    expect(rows.map((c) => c.contactId)).toEqual([rows[0]?.contactId, rows[1]?.contactId, rows[0]?.contactId])
    expect(rows[0]?.contactId).not.toBe(rows[1]?.contactId)
    for (const [c, address] of [
      [ann, 'ann@customer.test'],
      [bo, 'bo@customer.test'],
      [again, 'ann@customer.test'],
    ] as const)
      expect((await answerTo(s.ana, { conversationId: c.conversationId! })).to.map((p) => p.address)).toEqual([address])
    expect((await said(bo.conversationId!))[0]?.meta.mail).not.toHaveProperty('looksLikeUs')
  })
})

describe('our own mail', () => {
  it('that comes back is not a customer’s, and what a colleague wrote elsewhere joins the thread', async () => {
    const { conversationId } = await come()
    await weSent(conversationId!, 'out7@us.test')
    expect(await come({ From: 'support@us.test', 'Message-ID': '<out7@us.test>' }, 'Ours')).toMatchObject({ done: 'ours' })
    expect(await come({ From: 'support@us.test', To: 'ann@customer.test', 'In-Reply-To': '<out7@us.test>' }, 'From Outlook', { direction: 'sent' })).toMatchObject({
      done: 'taken',
      conversationId,
    })
    expect(await come({ From: 'support@us.test', To: 'friend@x.test', Subject: 'Private' }, 'Lunch?', { direction: 'sent' })).toMatchObject({ done: 'passed' })
    expect((await said(conversationId!)).at(-1)).toMatchObject({ body: 'From Outlook', contactId: null, delivery: 'sent' })
    expect(await all()).toMatchObject([{ needsReply: false }])
  })

  it('is doubted when the server that took it doubts it, whatever it brought along itself', async () => {
    const theirs = 'Authentication-Results: mx.evil.test; dmarc=pass'
    const taken = async (results: string) =>
      takeIn(s.workspace.id, channelId, settings, { raw: Buffer.concat([Buffer.from(`${results}\r\n${theirs}\r\n`), raw({}, results)]) })
    const doubtful = await taken('Authentication-Results: mx.us.test; spf=pass; dmarc=fail')
    const fine = await taken('Authentication-Results: mx.us.test; spf=pass; dmarc=pass')
    expect((await said(doubtful.conversationId!))[0]?.meta.mail?.isDoubtful).toBe(true)
    expect((await said(fine.conversationId!))[0]?.meta.mail?.isDoubtful).toBeUndefined()
  })

  it('is never believed by its name alone', async () => {
    for (const From of ['support+x@us.test', s.users.ben.email]) {
      const { conversationId } = await come({ From }, From)
      expect(await said(conversationId!)).toMatchObject([{ userId: null, contactId: expect.any(Number), meta: { mail: { looksLikeUs: true } } }])
    }
  })
})

it('a sender known without a name on other channels gets the name everywhere, and the mail is taken in', async () => {
  const other = await makeChannel(s.workspace.id, 'email', { settings })
  await takeIn(s.workspace.id, other.id, settings, { raw: raw({ From: 'nina@cust.test' }) })
  await takeIn(s.workspace.id, other.id, settings, { raw: raw({ From: 'nina@cust.test', Subject: 'Another matter' }) })
  await come({ From: 'Nina Moss <nina@cust.test>' })
  const [c] = await all()
  expect(await said(c!.id)).toHaveLength(1)
  const { rows } = await list(s.ana, {})
  expect(rows.filter((r) => r.contactName === 'Nina Moss')).toHaveLength(3)
})

it('ends a password link that comes into the mailbox, however it is wrapped, and no other', async () => {
  const link = async () => (await createReset(s.ana, { userId: s.ben.userId })).token
  const address = (token: string) => `https://inbox.example/reset/${token}`
  const returned = (body: string, encoding = '7bit') =>
    `--b\r\n\r\nuser unknown\r\n--b\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n--b--`
  const mixed = { 'MIME-Version': '1.0', 'Content-Type': 'multipart/mixed; boundary=b' }
  const ways: [Said, (token: string) => string][] = [
    [{}, (t) => `I am away. > ${address(t)}`],
    [{ 'Content-Type': 'text/html' }, (t) => `<a href="${address(t)}">here</a>`],
    [{ 'Content-Transfer-Encoding': 'base64' }, (t) => Buffer.from(address(t)).toString('base64')],
    [
      { From: 'MAILER-DAEMON@relay.test', Subject: 'Undeliverable', ...mixed },
      (t) => returned(`Subject: x\r\n\r\n${address(t).slice(0, 50)}=\r\n${address(t).slice(50)}`),
    ],
    [mixed, (t) => returned(Buffer.from(`Subject: x\r\n\r\n${address(t)}`).toString('base64'), 'base64')],
  ]
  const untouched = await link()
  for (const [headers, body] of ways) {
    const token = await link()
    await come(headers, body(token))
    await expect(resetOf(token), body(token)).rejects.toMatchObject({ reason: 'reset_over' })
  }
  // The mailbox's own folder of sent mail holds every link that left, and shows it to nobody.
  await come({ From: 'support@us.test', To: 'ben@home.test', Subject: 'Your password' }, address(untouched), { direction: 'sent' })
  await come({}, `${address('x'.repeat(43))} ${address(untouched).slice(0, -1)}`)
  expect(await resetOf(untouched)).toMatchObject({ userId: s.ben.userId })
})
