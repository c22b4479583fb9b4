import '@/lib/api/testing/data-dir'
import { and, eq } from 'drizzle-orm'
import nodemailer from 'nodemailer'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeChannel, makeScene } from '@/db/factories'
import { channels } from '@/db/schema/channels'
import { mailboxes, mailboxLeases } from '@/db/schema/mail'
import { conversations } from '@/db/schema/conversations'
import { jobs } from '@/db/schema/events'
import { messages } from '@/db/schema/messages'
import { type MailServer, mailServerMissing, startMailServer } from '@/lib/channels/email/testing/mail-server'
import { tryImap } from '@/lib/channels/email/watch'
import { emailSettings } from '@/lib/channels/email/settings'
import { onCommitted } from '@/lib/domain/announce'
import { takeLeases } from '@/lib/domain/mail/lease'
import { reply } from '@/lib/domain/messages/reply'
import { key } from '@/lib/domain/testing/expect'
import { mailsIn, newestOf, putIn } from '@/lib/channels/email/testing/mailbox'
import { deliver } from './deliver'
import { type Mailboxes, startMailboxes } from './mailboxes'
import { sent } from './sent'
import { startWorker } from './worker'

const missing = mailServerMissing()
if (missing) console.warn(`The tests against a real mail server are skipped: ${missing}.`)

describe.skipIf(missing)('a real mailbox', () => {
  let server: MailServer
  let s: Awaited<ReturnType<typeof makeScene>>
  let channelId: number
  let mail: Mailboxes | undefined
  const settings = (over = {}) =>
    emailSettings.parse({
      address: 'inbox@support.test',
      imapHost: '127.0.0.1',
      imapPort: server.imapPort,
      imapSecurity: 'none',
      imapUser: 'inbox@support.test',
      imapPassword: 'pw',
      ...over,
    })

  beforeAll(async () => {
    server = await startMailServer()
  }, 400_000)
  afterAll(() => server?.stop())

  beforeEach(async () => {
    s = await makeScene()
    channelId = (await makeChannel(s.workspace.id, 'email', { settings: settings() })).id
  })
  afterEach(async () => {
    await mail?.stop()
    mail = undefined
    // The next test's channel follows the same mailbox.
    await transaction((db) => db.delete(channels).where(eq(channels.type, 'email')).returning())
  })

  const follows = () =>
    vi.waitFor(async () => expect(await (await reader()).select().from(mailboxes).where(eq(mailboxes.channelId, channelId))).toHaveLength(2), { timeout: 15_000 })
  const taken = async () =>
    (
      await (
        await reader()
      )
        .select({ body: messages.body })
        .from(messages)
        .where(and(eq(messages.workspaceId, s.workspace.id), eq(messages.kind, 'message')))
    ).map((m) => m.body)
  const transport = () => nodemailer.createTransport({ host: '127.0.0.1', port: server.smtpPort, ignoreTLS: true, pool: true, maxConnections: 4 })

  it('is heard at once', async () => {
    mail = startMailboxes({ firstWaitMs: 50 })
    await follows()
    const smtp = transport()
    const times: number[] = []
    for (let i = 0; i < 10; i++) {
      const begun = performance.now()
      const shown = new Promise<void>((ok) => {
        const quiet = onCommitted((workspaceId) => workspaceId === s.workspace.id && (quiet(), ok()))
      })
      await smtp.sendMail({ from: 'ann@customer.test', to: 'inbox@support.test', subject: `Mail ${i}`, text: `Mail ${i}` })
      await shown
      times.push(performance.now() - begun)
    }
    smtp.close()
    const worst = times.toSorted((a, b) => a - b)[9] ?? 0
    console.log(`sent to shown: ${times.map((t) => Math.round(t)).join(' ')} ms`)
    expect(await taken()).toHaveLength(10)
    // On a busy machine; 2 s is the promise.
    expect(worst).toBeLessThan(8_000)
  }, 60_000)

  it('gives each mail once, through a burst, a server that goes away, and our own restart', async () => {
    const count = Number(process.env.MAIL_BURST ?? 60)
    mail = startMailboxes({ firstWaitMs: 50, pollMs: 2_000 })
    await follows()
    const smtp = transport()
    const send = (i: number) => smtp.sendMail({ from: 'ann@customer.test', to: 'inbox@support.test', subject: `Burst ${i}`, text: `Burst ${i}` })
    const begun = performance.now()
    const half = Math.floor(count / 2)
    await Promise.all(Array.from({ length: half }, (_, i) => send(i)))
    await vi.waitFor(async () => expect((await taken()).length).toBeGreaterThan(half / 4), { timeout: 60_000 })
    server.stopImap()
    await server.startImap()
    await mail.stop()
    mail = startMailboxes({ firstWaitMs: 50, pollMs: 2_000 })
    await Promise.all(Array.from({ length: count - half }, (_, i) => send(half + i)))
    smtp.close()
    await vi.waitFor(async () => expect(new Set(await taken()).size).toBe(count), { timeout: 150_000, interval: 200 })
    console.log(`${count} mails through a restart in ${Math.round(performance.now() - begun)} ms`)
    expect((await taken()).toSorted()).toEqual(Array.from({ length: count }, (_, i) => `Burst ${i}`).toSorted())
  }, 240_000)

  it('is read again without doubling anything when the server numbers its mails anew', async () => {
    mail = startMailboxes({ firstWaitMs: 50, pollMs: 300 })
    await follows()
    const smtp = transport()
    await smtp.sendMail({ from: 'ann@customer.test', to: 'inbox@support.test', subject: 'A', text: 'A' })
    await vi.waitFor(async () => expect(await taken()).toEqual(['A']), { timeout: 20_000 })
    await mail.stop()
    await transaction((db) =>
      db
        .update(mailboxes)
        .set({ uidValidity: '1', lastUid: 99_999, updatedAt: new Date() })
        .where(and(eq(mailboxes.channelId, channelId), eq(mailboxes.folder, 'inbox')))
        .returning(),
    )
    await smtp.sendMail({ from: 'ann@customer.test', to: 'inbox@support.test', subject: 'B', text: 'B' })
    smtp.close()
    mail = startMailboxes({ firstWaitMs: 50 })
    await vi.waitFor(async () => expect(await taken()).toContain('B'), { timeout: 20_000 })
    expect((await taken()).filter((b) => b === 'A' || b === 'B').toSorted()).toEqual(['A', 'B'])
  }, 60_000)

  it('carries a talk there and back: our answer finds their thread, theirs finds ours, and what comes back says so', async () => {
    server.vacation()
    await transaction((db) =>
      db
        .update(channels)
        .set({ settings: settings({ smtpHost: '127.0.0.1', smtpPort: server.smtpPort, smtpSecurity: 'none', fromName: 'Support' }) })
        .where(eq(channels.id, channelId))
        .returning(),
    )
    mail = startMailboxes({ firstWaitMs: 50 })
    await follows()
    const worker = startWorker({ handlers: { deliver }, pollMs: 50 })
    const smtp = transport()
    try {
      await smtp.sendMail({
        from: 'Ann <ann@customer.test>',
        to: 'inbox@support.test',
        cc: 'away@customer.test, ghost@customer.test',
        subject: 'Printer',
        text: 'It smokes',
        messageId: '<first@customer.test>',
      })
      await vi.waitFor(async () => expect(await taken()).toContain('It smokes'), { timeout: 20_000 })
      const [c] = await (await reader()).select().from(conversations).where(eq(conversations.channelId, channelId))
      const m = await reply(s.ana, { conversationId: c!.id, body: 'Switch it off', clientKey: key() })
      // One of three does not exist: its bounce, made by the server itself, marks the answer.
      const now = async () => (await (await reader()).select().from(messages).where(eq(messages.id, m.id)))[0]
      await vi.waitFor(async () => expect(await now()).toMatchObject({ delivery: 'failed', deliveryError: expect.stringContaining('ghost@customer.test') }), {
        timeout: 30_000,
      })
      const got = await newestOf(server.imapPort, 'ann@customer.test', 'inbox@support.test')
      expect(got).toMatchObject({
        subject: 'Re: Printer',
        from: { address: 'inbox@support.test', name: 'Support' },
        text: expect.stringMatching(/^Switch it off\n\nOn .* Ann <ann@customer.test> wrote:\n\n> It smokes$/),
        inReplyTo: ['first@customer.test'],
        references: ['first@customer.test'],
        cc: [{ address: 'away@customer.test' }, { address: 'ghost@customer.test' }],
      })
      // Whoever is away says so: it stands in the thread and asks for nothing.
      await vi.waitFor(async () => expect(await taken()).toContain('I am away until Monday.'), { timeout: 30_000 })
      await smtp.sendMail({ from: 'ann@customer.test', to: got.replyTo[0]!.address, subject: 'something else', text: 'By address' })
      await smtp.sendMail({ from: 'ann@customer.test', to: 'inbox@support.test', subject: 'AW: Printer', text: 'By header', inReplyTo: `<${got.messageId}>` })
      await vi.waitFor(async () => expect(await taken()).toEqual(expect.arrayContaining(['By address', 'By header'])), { timeout: 20_000 })
      expect(await (await reader()).select().from(conversations).where(eq(conversations.channelId, channelId))).toHaveLength(1)
    } finally {
      smtp.close()
      await worker.stop()
    }
  }, 120_000)

  it('is followed by one process of several, and by another when that one ends or falls silent', async () => {
    const holder = async () => (await (await reader()).select().from(mailboxLeases).where(eq(mailboxLeases.channelId, channelId)))[0]?.holder
    // One that was killed: its lease runs on for a while.
    await takeLeases([channelId], 'killed', 1_500)
    const both = [1, 2].map(() => startMailboxes({ firstWaitMs: 50, shared: true, lookMs: 100, leaseMs: 1_000 }))
    const smtp = transport()
    try {
      await Promise.all(both.map((b) => b.look()))
      expect(await holder()).toBe('killed')
      expect(await (await reader()).select().from(mailboxes).where(eq(mailboxes.channelId, channelId))).toEqual([])
      await follows()
      const first = await holder()
      await smtp.sendMail({ from: 'ann@customer.test', to: 'inbox@support.test', subject: 'One', text: 'One' })
      await vi.waitFor(async () => expect(await taken()).toEqual(['One']), { timeout: 20_000 })
      expect(await holder()).toBe(first)
      await both[0]?.stop()
      await vi.waitFor(async () => expect(await holder()).toBeDefined(), { timeout: 10_000 })
      await smtp.sendMail({ from: 'ann@customer.test', to: 'inbox@support.test', subject: 'Two', text: 'Two' })
      await vi.waitFor(async () => expect(await taken()).toEqual(['One', 'Two']), { timeout: 20_000 })
    } finally {
      smtp.close()
      await Promise.all(both.map((b) => b.stop()))
    }
    expect(await holder()).toBeUndefined()
  }, 60_000)

  it('shows a mail whose file is too large, says so, and lets others go on meanwhile', async () => {
    mail = startMailboxes({ firstWaitMs: 50 })
    await follows()
    const smtp = transport()
    const file = Buffer.alloc(60 * 2 ** 20, 'much of the same ')
    await smtp.sendMail({
      from: 'ann@customer.test',
      to: 'inbox@support.test',
      subject: 'Huge',
      text: 'See the film',
      attachments: [{ filename: 'film.mov', content: file }],
    })
    smtp.close()
    let longest = 0
    let last = performance.now()
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 1)
    await vi.waitFor(async () => expect(await taken()).toEqual(['See the film']), { timeout: 60_000, interval: 100 })
    clearInterval(beat)
    const [m] = await (
      await reader()
    )
      .select({ meta: messages.meta })
      .from(messages)
      .where(and(eq(messages.workspaceId, s.workspace.id), eq(messages.kind, 'message')))
    expect(m?.meta.mail?.leftOut).toEqual(['film.mov'])
    console.log(`60 MB over IMAP: nobody waited longer than ${Math.round(longest)} ms`)
    // On a busy machine; 200 ms is the aim.
    expect(longest).toBeLessThan(1_500)
  }, 120_000)

  it('shows what a colleague answers from another program, by the folder of sent mail', async () => {
    mail = startMailboxes({ firstWaitMs: 50 })
    await follows()
    const smtp = transport()
    await smtp.sendMail({ from: 'ann@customer.test', to: 'inbox@support.test', subject: 'Printer', text: 'It smokes', messageId: '<outlook1@customer.test>' })
    smtp.close()
    await vi.waitFor(async () => expect(await taken()).toEqual(['It smokes']), { timeout: 20_000 })
    const append = (words: string, answers: string) =>
      putIn(
        server.imapPort,
        'inbox@support.test',
        'Sent',
        `From: inbox@support.test\r\nTo: ann@customer.test\r\nSubject: RE: Printer\r\nMessage-ID: <${words.replaceAll(' ', '.')}@support.test>\r\n${answers}\r\n${words}`,
      )
    await append('Private matter', '')
    await append('From Outlook', 'In-Reply-To: <outlook1@customer.test>\r\n')
    await vi.waitFor(async () => expect(await taken()).toEqual(['It smokes', 'From Outlook']), { timeout: 20_000 })
    const [c] = await (await reader()).select().from(conversations).where(eq(conversations.channelId, channelId))
    expect(c).toMatchObject({ needsReply: false })
  }, 60_000)

  it('keeps one copy of what we send in the folder of sent mail, and takes none of them for news', async () => {
    await transaction((db) =>
      db
        .update(channels)
        .set({ settings: settings({ smtpHost: '127.0.0.1', smtpPort: server.smtpPort, smtpSecurity: 'none' }) })
        .where(eq(channels.id, channelId))
        .returning(),
    )
    mail = startMailboxes({ firstWaitMs: 50, pollMs: 300 })
    await follows()
    const worker = startWorker({ handlers: { deliver }, pollMs: 50 })
    const smtp = transport()
    const stop = new AbortController().signal
    const folder = () => mailsIn(server.imapPort, 'inbox@support.test', 'Sent')
    try {
      const before = (await folder()).length
      await smtp.sendMail({ from: 'ann@customer.test', to: 'inbox@support.test', subject: 'Kept', text: 'Hi' })
      await vi.waitFor(async () => expect(await taken()).toContain('Hi'), { timeout: 20_000 })
      const [c] = await (await reader()).select().from(conversations).where(eq(conversations.channelId, channelId))
      const m = await reply(s.ana, { conversationId: c!.id, body: 'Answer', clientKey: key(), mail: { bcc: ['away@customer.test'] } })
      const state = async () => (await (await reader()).select().from(messages).where(eq(messages.id, m.id)))[0]?.delivery
      await vi.waitFor(async () => expect(await state()).toBe('sent'), { timeout: 20_000 })
      // Asked for as soon as it left; done more than once it is kept once.
      const [job] = await (
        await reader()
      )
        .select()
        .from(jobs)
        .where(eq(jobs.key, `sent:${m.id}`))
      expect(job?.runAt.getTime()).toBeGreaterThan(Date.now())
      for (let i = 0; i < 2; i++) await sent.run({ job: { ...job!, leaseUntil: new Date() }, stop })
      const kept = (await folder()).slice(before)
      expect(kept).toHaveLength(1)
      const got = await newestOf(server.imapPort, 'ann@customer.test', 'inbox@support.test')
      expect(kept[0]).toMatchObject({ messageId: got.messageId, text: got.text, at: got.at, to: [{ address: 'ann@customer.test' }] })
      expect(kept[0]?.header('bcc')).toEqual(['away@customer.test'])
      expect(got.header('bcc')).toEqual([])
      // Our own copy is met by our own watch, and a later mail shows that it was passed.
      await smtp.sendMail({ from: 'ann@customer.test', to: 'inbox@support.test', subject: 'Re: Kept', text: 'Later', inReplyTo: `<${got.messageId}>` })
      await vi.waitFor(async () => expect(await taken()).toContain('Later'), { timeout: 20_000 })
      const position = async () =>
        (
          await (
            await reader()
          )
            .select()
            .from(mailboxes)
            .where(and(eq(mailboxes.channelId, channelId), eq(mailboxes.folder, 'sent')))
        )[0]?.lastUid
      await vi.waitFor(async () => expect(await position()).toBeGreaterThan(0), { timeout: 20_000 })
      expect((await taken()).toSorted()).toEqual(['Answer', 'Hi', 'Later'])
    } finally {
      smtp.close()
      await worker.stop()
    }
  }, 120_000)

  it('says what is wrong', async () => {
    expect(await tryImap(settings())).toBeNull()
    expect(await tryImap(settings({ imapPassword: 'no' }))).toMatchObject({ class: 'account', code: 'auth' })
    expect(await tryImap(settings({ imapPort: 1 }))).toMatchObject({ class: 'retry' })
  }, 30_000)
})
