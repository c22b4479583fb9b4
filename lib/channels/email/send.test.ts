import type { SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { emailSettings } from './settings'
import { cleanName } from '@/lib/domain/attachments/name'
import type { OutgoingMail } from '@/lib/domain/mail/outgoing'
import { parseMail } from './parse'
import { sendMail } from './send'
import { startSmtp } from './testing/smtp'

const servers: Awaited<ReturnType<typeof startSmtp>>[] = []
afterEach(async () => {
  for (const s of servers.splice(0)) await s.stop()
})

/** A server on this machine; gives what it got. */
async function server(over: SMTPServerOptions = {}) {
  const smtp = await startSmtp(over)
  servers.push(smtp)
  return { got: smtp.got, settings: emailSettings.parse({ address: 'support@us.test', smtpHost: '127.0.0.1', smtpPort: smtp.port, smtpSecurity: 'none' }) }
}

const box = (address: string, name = '') => ({ address, name })
const mail = (over: Partial<OutgoingMail> = {}): OutgoingMail => ({
  from: box('support@us.test', 'Support, Us'),
  to: [box('ann@x.test', 'Ann')],
  cc: [],
  bcc: [],
  replyTo: 'support+c_x@us.test',
  subject: 'Re: Café',
  messageId: 'fixed-1@us.test',
  inReplyTo: 'm2@x.test',
  references: ['m1@x.test', 'm2@x.test'],
  at: Date.UTC(2026, 10, 20, 9, 30),
  ...over,
})
const file = { name: 'é.txt', type: 'text/plain', size: 3, open: async () => new Response('abc').body as ReadableStream<Uint8Array> }
const send = (settings: ReturnType<typeof emailSettings.parse>, m: OutgoingMail, stop = new AbortController().signal) =>
  sendMail({ clientRef: 'ref-1', text: 'Hello <you>\nhttps://x.test/a.', files: [file], mail: m }, settings, stop)

describe('sending a mail', () => {
  it('says who it is from, to whom, and what it answers, in words and in HTML', async () => {
    const { got, settings } = await server()
    expect(await send(settings, mail({ cc: [box('b@x.test')], bcc: [box('secret@x.test')] }))).toEqual({ externalId: 'fixed-1@us.test' })
    const [first] = got
    expect(first?.to).toEqual(['ann@x.test', 'b@x.test', 'secret@x.test'])
    expect(first?.raw).not.toContain('secret@')
    const m = await parseMail(Buffer.from(first?.raw ?? ''))
    expect(m).toMatchObject({
      from: { address: 'support@us.test', name: 'Support, Us' },
      replyTo: [{ address: 'support+c_x@us.test' }],
      subject: 'Re: Café',
      messageId: 'fixed-1@us.test',
      inReplyTo: ['m2@x.test'],
      references: ['m1@x.test', 'm2@x.test'],
      text: 'Hello <you>\nhttps://x.test/a.',
    })
    expect(m.html).toContain('Hello &#60;you&#62;<br>')
    expect(m.html).toContain('<a href="https://x.test/a">')
    expect(m.files.map((f) => [f.name, Buffer.from(f.bytes).toString()])).toEqual([['é.txt', 'abc']])
  })

  it('lets no header in by a name or a subject', async () => {
    const { got, settings } = await server()
    await send(settings, mail({ subject: 'Hi\r\nBcc: evil@x.test', to: [box('ann@x.test', 'Ann\r\nX-Evil: 1')] }))
    expect(got[0]?.raw).not.toMatch(/^(bcc|x-evil):/im)
    expect(got[0]?.to).toEqual(['ann@x.test'])
  })

  it('carries long headers, names and files of any letters, and files without a word', async () => {
    const { got, settings } = await server()
    const references = Array.from({ length: 11 }, (_, i) => `${'r'.repeat(150)}${i}@x.test`)
    const to = Array.from({ length: 50 }, (_, i) => box(`person${i}@${'long-'.repeat(10)}${i}.test`, `Персона, «${i}» 王`))
    const files = ['Rechnung – März.pdf', '請求書.pdf', 'a"b; c=d, e.txt', '😀 '.repeat(30) + '.txt'].map((name) => ({ ...file, name }))
    const m = mail({ to, references, subject: `Über ${'sehr '.repeat(50)}lang 😀`, from: box('support@us.test', 'Ünser "Team", <GmbH>') })
    expect(await sendMail({ clientRef: 'ref-2', text: '', files, mail: m }, settings, new AbortController().signal)).toEqual({ externalId: m.messageId })
    const raw = got[0]?.raw ?? ''
    const read = await parseMail(Buffer.from(raw))
    expect(read).toMatchObject({ from: m.from, to, references, subject: m.subject })
    expect(read.files.map((f) => f.name)).toEqual(files.map((f) => cleanName(f.name)))
    // RFC 5322: no line longer than 998 octets.
    expect(Math.max(...raw.split('\r\n').map((l) => Buffer.byteLength(l)))).toBeLessThanOrEqual(998)
  })

  it('names a domain of other letters in its ASCII form', async () => {
    const { got, settings } = await server()
    await send(settings, mail({ to: [box('info@xn--mller-kva.test', 'Müller')] }))
    expect(got).toHaveLength(1)
    expect(got[0]?.raw).toMatch(/^To: .*<info@xn--mller-kva\.test>\r$/m)
  })

  it.each([
    [['gone@x.test'], 'permanent'],
    [['grey@x.test'], 'retry'],
    [['ann@x.test', 'gone@x.test'], 'permanent'],
  ] as const)('to %j ends as %s', async (to, fault) => {
    const { settings, got } = await server()
    expect(await send(settings, mail({ to: to.map((a) => box(a)) }))).toMatchObject({ class: fault })
    expect(got).toHaveLength(to.length - 1)
    if (to.length > 1)
      expect(await send(settings, mail({ to: to.map((a) => box(a)) }))).toMatchObject({ code: 'partial', message: expect.stringContaining('gone@x.test') })
  })

  it('is tried again when nobody answers, and an admin is told when the password is wrong', async () => {
    const { settings } = await server({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_a, _s, done) => done(Object.assign(new Error('no'), { responseCode: 535 })),
    })
    expect(await send({ ...settings, smtpUser: 'u', smtpPassword: 'p' }, mail())).toMatchObject({ class: 'account' })
    expect(await send({ ...settings, smtpPort: 1 }, mail())).toMatchObject({ class: 'retry' })
  })

  it('may have arrived when the line breaks after all of it was said, and has not when it broke before', async () => {
    const after = await server({ onData: (stream, _s) => void stream.resume().on('end', () => servers[0]?.server.connections.forEach((c) => c.close())) })
    expect(await send(after.settings, mail())).toMatchObject({ class: 'ambiguous' })
    const before = await server({ onMailFrom: () => servers[1]?.server.connections.forEach((c) => c.close()) })
    expect(await send(before.settings, mail())).toMatchObject({ class: 'retry' })
  })

  it('is refused by the server with its own words', async () => {
    const { settings } = await server({
      onData: (stream, _s, done) => void stream.resume().on('end', () => done(Object.assign(new Error('5.7.1 looks like spam'), { responseCode: 554 }))),
    })
    expect(await send(settings, mail())).toMatchObject({ class: 'permanent', code: '554', message: expect.stringContaining('looks like spam') })
  })
})
