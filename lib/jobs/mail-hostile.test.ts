import '@/lib/api/testing/data-dir'
import { deflateRawSync } from 'node:zlib'
import { and, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { reader } from '@/db/client'
import { makeChannel, makeScene } from '@/db/factories'
import { conversations } from '@/db/schema/conversations'
import { attachments, messages } from '@/db/schema/messages'
import { emailSettings } from '@/lib/channels/email/settings'
import { takeIn } from './mail-intake'

let s: Awaited<ReturnType<typeof makeScene>>
let channelId: number
const settings = emailSettings.parse({ address: 'support@us.test' })

beforeEach(async () => {
  s = await makeScene()
  channelId = (await makeChannel(s.workspace.id, 'email', { settings })).id
})

const lines = (...l: string[]) => l.join('\r\n')
const from = lines('From: Ann <ann@x.test>', 'To: support@us.test', 'Subject: Printer', 'Message-ID: <m1@x.test>', 'Date: Fri, 20 Nov 2026 10:15:00 +0000')
const mixed = (...parts: string[]) => lines(from, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', ...parts.flatMap((p) => ['--b', p]), '--b--', '')
const part = (type: string, body: string, more = '') => lines(`Content-Type: ${type}`, ...(more ? [more] : []), '', body)
const file = (name: string, type: string, bytes: Uint8Array | string) =>
  lines(`Content-Type: ${type}`, 'Content-Transfer-Encoding: base64', `Content-Disposition: attachment; filename="${name}"`, '', Buffer.from(bytes).toString('base64'))
const words = part('text/plain', 'It smokes')
const nested = (n: number, inner: string): string =>
  n === 0 ? inner : lines(`Content-Type: multipart/mixed; boundary=b${n}`, '', `--b${n}`, nested(n - 1, inner), `--b${n}--`)
const pkcs = Buffer.concat([Buffer.from([0x30, 0x80, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x03]), Buffer.alloc(200, 7)])

/** What comes: its bytes, the words that must be seen, and the files that must be there. */
const hostile: Record<
  string,
  {
    raw: string | Buffer
    said?: string | RegExp
    files?: (string | RegExp)[]
    subject?: string | RegExp
    from?: string | RegExp
    leftOut?: number
    emptyFiles?: string[]
  }
> = {
  'a thousand parts': {
    raw: mixed(words, ...Array.from({ length: 1000 }, (_, i) => part(`text/plain; name="f${i}.txt"`, `${i}`, 'Content-Disposition: attachment'))),
    files: Array(100).fill(/^f\d+\.txt$/),
    leftOut: 900,
  },
  'a file of 0 bytes': { raw: mixed(words, file('log.txt', 'text/plain', ''), file('a.pdf', 'application/pdf', 'x')), files: ['a.pdf'], emptyFiles: ['log.txt'] },
  'a hundred levels': { raw: `${from}\r\n${nested(100, words)}\r\n`, said: 'It smokes' },
  'a thousand levels': { raw: `${from}\r\n${nested(1000, words)}\r\n`, said: /It smokes|could not/ },
  'a file of zeros that unpacks to 1 GB': {
    raw: mixed(words, file('bomb.zip', 'application/zip', Buffer.concat([Buffer.from('PK\x03\x04'), deflateRawSync(Buffer.alloc(50_000_000))]))),
    files: ['bomb.zip'],
  },
  'a charset that does not exist': { raw: lines(from, 'Content-Type: text/plain; charset=klingon-8', '', 'It smokes'), said: 'It smokes' },
  'no Message-ID, no Date, no From': { raw: lines('Subject: Printer', '', 'It smokes'), from: /^unknown-sender-[0-9a-f]{16}@invalid$/ },
  'nothing but a newline': { raw: '\r\n', subject: '(no subject)', said: '(no text)', from: /^unknown-sender-[0-9a-f]{16}@invalid$/ },
  'no headers at all': { raw: 'It smokes', subject: '(no subject)', said: 'It smokes', from: /^unknown-sender-[0-9a-f]{16}@invalid$/ },
  'an empty line before its headers': { raw: `\r\n\r\n${from}\r\n\r\nIt smokes` },
  "a mailbox's own first line": { raw: `From ann@x.test Fri Nov 20 10:15:00 2026\r\n${from}\r\n\r\nIt smokes` },
  'newlines smuggled into its subject and name': {
    raw: lines(
      'From: =?utf-8?Q?Ann=0D=0ABcc=3A_all=40x.test?= <ann@x.test>',
      'Subject: =?utf-8?B?' + Buffer.from('Printer\r\nBcc: all@x.test').toString('base64') + '?=',
      '',
      'It smokes',
    ),
    subject: /^Printer Bcc: all@x\.test$/,
  },
  'a null byte in everything': { raw: lines('From: Ann\0 <ann@x.test>', 'Subject: Prin\0ter', '', 'It\0 smokes'), subject: /^Prin ?ter$/, said: /^It ?smokes$/ },
  'names of files in every way there is': {
    raw: mixed(
      words,
      lines('Content-Type: application/pdf; name="=?utf-8?B?' + Buffer.from('Überweisung.pdf').toString('base64') + '?="', 'Content-Disposition: attachment', '', 'x'),
      lines('Content-Type: application/pdf', "Content-Disposition: attachment; filename*0*=utf-8''R%C3%A9su; filename*1*=m%C3%A9.pdf", '', 'x'),
      lines('Content-Type: application/pdf', "Content-Disposition: attachment; filename*=iso-8859-1'en'na%EFve.pdf", '', 'x'),
      lines('Content-Type: application/pdf', 'Content-Disposition: attachment; filename="../../etc/passwd"', '', 'x'),
      lines('Content-Type: application/pdf; name=plain name.pdf', 'Content-Disposition: attachment', '', 'x'),
    ),
    files: ['Überweisung.pdf', 'Résumé.pdf', 'naïve.pdf', /^[^/\\]*passwd$/, /^plain/],
  },
  'raw 8-bit headers in Latin-1': {
    raw: Buffer.from(lines('From: Jürg Müller <ann@x.test>', 'Subject: Schöne Grüße', 'Content-Type: text/plain; charset=iso-8859-1', '', 'It smokes'), 'latin1'),
    subject: 'Schöne Grüße',
  },
  'raw UTF-8 headers': { raw: lines('From: Jürg <ann@x.test>', 'Subject: 打印机 🖨', '', 'It smokes'), subject: '打印机 🖨' },
  'bare line feeds': { raw: mixed(words).replaceAll('\r\n', '\n') },
  'bare carriage returns': { raw: lines(from, '', 'It smokes').replaceAll('\r\n', '\r'), said: /It smokes/ },
  'line endings of both kinds': { raw: `${from.replaceAll('\r\n', '\n')}\r\n\nIt smokes\r\n`, said: /It smokes/ },
  "Outlook's winmail.dat": { raw: mixed(words, file('winmail.dat', 'application/ms-tnef', Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0, 6]))), files: ['winmail.dat'] },
  'an invitation': {
    raw: lines(
      from,
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      words,
      '--b',
      part('text/calendar; method=REQUEST; charset=utf-8', 'BEGIN:VCALENDAR\r\nSUMMARY:Visit\r\nEND:VCALENDAR'),
      '--b--',
      '',
    ),
    files: [/\.ics$/],
  },
  'an encrypted mail (S/MIME)': {
    raw: lines(
      from,
      'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename=smime.p7m',
      '',
      pkcs.toString('base64'),
    ),
    said: /.+/,
    files: ['smime.p7m'],
  },
  'a signed mail (S/MIME)': {
    raw: lines(
      from,
      'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=b',
      '',
      '--b',
      words,
      '--b',
      file('smime.p7s', 'application/pkcs7-signature', pkcs),
      '--b--',
      '',
    ),
    files: ['smime.p7s'],
  },
  'an encrypted mail (PGP)': {
    raw: lines(
      from,
      'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b',
      '',
      '--b',
      part('application/pgp-encrypted', 'Version: 1'),
      '--b',
      lines('Content-Type: application/octet-stream; name="encrypted.asc"', '', '-----BEGIN PGP MESSAGE-----\r\nxyz\r\n-----END PGP MESSAGE-----'),
      '--b--',
      '',
    ),
    said: /.+/,
    files: [/./, 'encrypted.asc'],
  },
  'a mail in a mail': { raw: mixed(words, part('message/rfc822', 'From: Bob <bob@x.test>\r\nSubject: Inner\r\n\r\nInner words')), files: [/\.eml$/] },
  'a mail in a mail in a mail, fifty times': {
    raw: mixed(
      words,
      Array.from({ length: 50 }).reduce<string>(
        (inner, _, i) => lines('Content-Type: message/rfc822', '', `From: a${i}@x.test`, 'Subject: Inner', inner.startsWith('Content') ? inner : lines('', inner)),
        'end',
      ),
    ),
    files: [/./],
  },
  'a picture that is a program': {
    raw: mixed(words, file('a.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')),
    files: ['a.svg'],
  },
  'headers without end': {
    raw: lines(from, ...Array.from({ length: 20_000 }, (_, i) => `X-${i}: ${'y'.repeat(50)}`), '', 'It smokes'),
    said: /It smokes|could not be read/,
  },
  'one header of 2 MB': { raw: lines(from, `X-Long: ${'y'.repeat(2 ** 21)}`, '', 'It smokes'), said: /It smokes|could not be read|no text/ },
  'base64 that is none': { raw: lines(from, 'Content-Transfer-Encoding: base64', '', '!!!! not base64 at all ????'), said: /.+/ },
  'an end that never comes': { raw: lines(from, 'Content-Type: multipart/mixed; boundary=b', '', '--b', words), said: 'It smokes' },
  'tags nested ten thousand deep': { raw: lines(from, 'Content-Type: text/html', '', `${'<div>'.repeat(10_000)}It smokes`), said: /It smokes/ },
  'a page that would do something': {
    raw: lines(
      from,
      'Content-Type: text/html',
      '',
      '<style>*{position:fixed}</style><script>alert(1)</script><form action="http://x"><input></form><p onclick="x()">It smokes</p><a href="javascript:x()">go</a><img src=x onerror=x()>',
    ),
    said: /It smokes/,
  },
  'a sender with a hundred names': {
    raw: lines(`From: ${Array.from({ length: 100 }, (_, i) => `P${i} <p${i}@x.test>`).join(', ')}`, 'Subject: Printer', '', 'It smokes'),
    from: 'p0@x.test',
  },
}

describe('whatever comes as a mail is a safe, visible conversation:', () => {
  it.each(Object.entries(hostile))(
    '%s',
    async (_, { raw, said = 'It smokes', files = [], subject = 'Printer', from: sender = 'ann@x.test', leftOut = 0, emptyFiles }) => {
      const taken = await takeIn(s.workspace.id, channelId, settings, { raw: Buffer.from(raw) })
      expect(taken.done).toBe('taken')
      const db = await reader()
      const [m] = await db
        .select()
        .from(messages)
        .where(and(eq(messages.conversationId, taken.conversationId!), eq(messages.kind, 'message')))
      const mail = m!.meta.mail!
      expect(m!.body).toMatch(typeof said === 'string' ? new RegExp(`^${said.replace(/[()]/g, '\\$&')}$`) : said)
      expect(mail.subject).toMatch(typeof subject === 'string' ? new RegExp(`^${subject.replace(/[()]/g, '\\$&')}$`) : subject)
      expect(mail.from?.address).toMatch(sender)
      const kept = await db.select().from(attachments).where(eq(attachments.messageId, m!.id))
      expect(kept.map((f) => f.name)).toEqual(files.map((f) => (typeof f === 'string' ? f : expect.stringMatching(f))))
      // Nothing of it is shown as a picture or a page unless it is one we know.
      expect(kept.every((f) => !/svg|html|xml/.test(f.type))).toBe(true)
      expect(mail.leftOutCount ?? mail.leftOut?.length ?? 0).toBe(leftOut)
      expect(mail.emptyFiles).toEqual(emptyFiles)
      expect(JSON.stringify([mail.subject, mail.from, mail.to, kept.map((f) => f.name)])).not.toMatch(/\\[rn]|\\u0000/)
      const [c] = await db.select().from(conversations).where(eq(conversations.id, taken.conversationId!))
      expect(c).toMatchObject({ status: 'open', title: mail.subject })
    },
    60_000,
  )
})
