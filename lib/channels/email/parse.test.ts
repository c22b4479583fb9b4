import { describe, expect, it } from 'vitest'
import { bounceOf } from './bounce'
import { machineOf } from './machine'
import { parseMail } from './parse'
import { shownOf } from './shown'

const mail = (...lines: string[]) => parseMail(Buffer.from(lines.join('\r\n')))
const from = ['From: "Doe, Ann" <Ann@Customer.Test>', 'Subject: =?utf-8?Q?Caf=C3=A9?=', 'Date: Fri, 20 Nov 2026 21:46:34 +0000', 'Message-ID: <m1@customer.test>']

describe('reading a mail', () => {
  it('gives who, what and when', async () => {
    const m = await mail(
      ...from,
      'To: Support <support@us.test>, b@us.test',
      'Cc: c@x.test',
      'Delivered-To: support+abc@us.test',
      'In-Reply-To: <a@us.test> <b@us.test>',
      'References: <root@us.test>\r\n <a@us.test>',
      '',
      'Hello',
    )
    expect(m).toMatchObject({
      from: { address: 'ann@customer.test', name: 'Doe, Ann' },
      subject: 'Café',
      at: Date.UTC(2026, 10, 20, 21, 46, 34),
      messageId: 'm1@customer.test',
      text: 'Hello',
      html: null,
      inReplyTo: ['a@us.test', 'b@us.test'],
      references: ['root@us.test', 'a@us.test'],
      cc: [{ address: 'c@x.test', name: '' }],
    })
    expect(m.deliveredTo).toEqual(['support+abc@us.test', 'support@us.test', 'b@us.test', 'c@x.test'])
  })

  it('always has a subject, a sender and a body', async () => {
    for (const raw of [
      '',
      '\r\n\r\n',
      'nothing like a mail',
      'From:\r\nTo: <\r\nDate: soon\r\n\r\n',
      'Content-Type: multipart/mixed; boundary=\r\n\r\n--x\r\n',
      '\0\0\0',
    ]) {
      const m = await parseMail(Buffer.from(raw))
      expect(
        [m.from.address, m.from.name, m.subject, m.text].every((s) => s.trim() !== ''),
        raw,
      ).toBe(true)
      expect(shownOf(m).said).not.toBe('')
    }
    expect((await mail('Return-Path: <ann@customer.test>', 'From: Ann', '', 'x')).from).toEqual({ address: 'ann@customer.test', name: 'Ann' })
  })

  it.each(['', '\ufeff', '\r\n\r\n', '>From a@b.test Sun May  8 19:07:09 2005\r\n', ' ', '+OK 1234 octets\r\n', '*** forwarded by gate ***\r\n'])(
    'finds the header of a mail behind %j',
    async (junk) => {
      const m = await parseMail(Buffer.from(`${junk}From: Ann <ann@x.test>\r\nSubject: Hi\r\n\r\nHello`))
      expect([m.from.address, m.subject, m.text]).toEqual(['ann@x.test', 'Hi', 'Hello'])
    },
  )

  it.each([
    ['<a@us.test> <b@us.test> (see <c@us.test>)', ['a@us.test', 'b@us.test', 'c@us.test']],
    ['Message of "Fri, 1 Jan" <a@us.test>', ['a@us.test']],
    ['a@us.test', ['a@us.test']],
    ['"a@us.test", (b@us.test)', ['a@us.test', 'b@us.test']],
    ['<a@us.test', ['a@us.test']],
    ['<a@us.test<b@us.test>', ['a@us.test', 'b@us.test']],
    ['<a@us.test, <b@us.test> said', ['a@us.test', 'b@us.test']],
    ['<very-long\r\n -part@us.test>', ['very-long-part@us.test']],
    ['&lt;a@us.test&gt;', ['a@us.test']],
    ['<a@us.test><b@us.test>', ['a@us.test', 'b@us.test']],
    ['your mail of Friday', []],
    ['<>', []],
  ])('a mail answers what it names, however it is written: %s', async (value, found) => {
    const m = await mail(...from, `In-Reply-To: ${value}`, `References: ${value}`, '', 'x')
    expect([m.inReplyTo, m.references]).toEqual([found, found])
  })

  it.each([
    'Abwesenheitsnotiz: Drucker',
    'Réponse automatique : Imprimante',
    'Absence du bureau : Imprimante',
    'Fuera de la oficina: Impresora',
    'Fuori sede: Stampante',
    'Odpowiedź automatyczna: Drukarka',
    'Автоматический ответ: Принтер',
    '自動応答: プリンタ',
    '自动答复：打印机',
    '자동 회신: 프린터',
  ])('a program that answers by itself is told by what it writes before the subject: %s', async (subject) => {
    const word = `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`
    expect(machineOf(await mail('From: ann@x.test', `Subject: ${word}`, '', 'x'))).toBe('auto_reply')
    // Whoever answers such a mail, or asks about it, is a person.
    expect(machineOf(await mail('From: ann@x.test', `Subject: Re: ${word}`, '', 'x'))).toBeNull()
    expect(machineOf(await mail('From: ann@x.test', `Subject: =?utf-8?B?${Buffer.from(subject.replace(/ ?[:：]/, ' fehlt')).toString('base64')}?=`, '', 'x'))).toBeNull()
  })

  it('takes words without a header for words', async () => {
    for (const said of ['Hello\r\nthere', 'Hello\r\nFrom: me\r\nbye', 'Hello\r\n\r\nFrom: me\r\nTo: you'])
      expect((await parseMail(Buffer.from(said))).text).toBe(said.replaceAll('\r', ''))
  })

  it('reads charsets that do not exist or were not named', async () => {
    expect(await parseMail(Buffer.from('From: =?x-nope?Q?J=FCrg?= <j@x.test>\r\nContent-Type: text/plain; charset=klingon\r\n\r\nGr\xfc\xdfe', 'latin1'))).toMatchObject({
      from: { name: 'Jürg' },
      text: 'Grüße',
    })
    expect((await parseMail(Buffer.from('From: j@x.test\r\n\r\nGr\xfc\xdfe', 'latin1'))).text).toBe('Grüße')
  })

  it('lets no header line in by the back door', async () => {
    const m = await mail('From: "Ann\r\n Bcc: x" <a@b.test>', 'Subject: =?utf-8?Q?Hi=0D=0ABcc:_evil@x?=', 'Message-ID: <a\x00b@x>', '', 'x')
    expect(JSON.stringify([m.from, m.subject, m.messageId])).not.toMatch(/\\[rn]|\\u0000/)
  })

  it('bounds parts, depth and size', async () => {
    const many = await mail(
      ...from,
      'Content-Type: multipart/mixed; boundary=b',
      '',
      ...Array.from({ length: 1000 }, (_, i) => `--b\r\nContent-Disposition: attachment; filename="../f${i}.txt"\r\n\r\nfile ${i}`),
      '--b--',
    )
    expect([many.files.length, many.leftOut.length, many.files[0]?.name]).toEqual([100, 900, 'f0.txt'])
    const deep = await mail(...from, ...Array.from({ length: 100 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}x\r\n\r\n--b${i}x`), '', 'inside')
    expect(deep).toMatchObject({ subject: 'Café', text: 'inside' })
    const deeper = await mail(...from, ...Array.from({ length: 400 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}x\r\n\r\n--b${i}x`), '', 'inside')
    expect(deeper).toMatchObject({ subject: 'Café', from: { address: 'ann@customer.test' } })
    const cut = await parseMail(
      Buffer.from(
        [...from, 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'Hi', '--b', 'Content-Type: application/zip; name=z.zip', '', 'half'].join('\r\n'),
      ),
      { cut: true },
    )
    expect(cut).toMatchObject({ text: 'Hi', files: [], leftOut: ['z.zip'] })
    const begun = performance.now()
    shownOf(await mail(...from, 'Content-Type: text/html', '', `${'<div>'.repeat(50_000)}x`))
    await parseMail(Buffer.from(`From: ann@x.test\r\nDate: ${'('.repeat(200_000)}\r\n\r\nHi`))
    expect(performance.now() - begun).toBeLessThan(3000)
  })
})

describe('what a thread shows', () => {
  it('folds quotes and signatures, and keeps the whole', async () => {
    const m = await mail(...from, '', 'Thanks!', '', 'On Fri, Nov 20, 2026 at 9:46 PM Support <s@us.test> wrote:', '> Did it work?', '> --', '> Ana')
    expect(shownOf(m)).toMatchObject({ said: 'Thanks!', whole: expect.stringContaining('Did it work?') })
    const outlook = await mail(
      ...from,
      '',
      'Passt.',
      '',
      '________________________________',
      'Von: Support <s@us.test>',
      'Gesendet: Freitag, 20. November 2026',
      'An: Ann',
      'Betreff: Re: Hallo',
      '',
      'Alt',
    )
    expect(shownOf(outlook).said).toBe('Passt.')
    expect(shownOf(await mail(...from, '', 'Just this')).whole).toBeNull()
    const forward = await mail(...from, '', 'FYI', '', '---------- Forwarded message ---------', 'From: Bob <b@x.test>', 'Subject: Offer', '', 'The offer')
    expect(shownOf(forward).said).toContain('The offer')
  })

  it('reads HTML that has no plain text, without the quote its program marked', async () => {
    const m = await mail(
      ...from,
      'Content-Type: text/html',
      '',
      '<p>It <b>works</b> &amp; <a href="https://x.test/a">this</a></p><ul><li>one</li></ul><div class="gmail_quote">On Friday<blockquote>Old</blockquote></div>',
    )
    expect(shownOf(m)).toMatchObject({ said: 'It works & this (https://x.test/a)\n\n• one', whole: expect.stringContaining('Old'), hasRemote: false })
  })

  it('shows no picture that is there to be counted', async () => {
    const shown = shownOf(
      await mail(...from, 'Content-Type: text/html', '', '<b>Hello</b><img src="https://x.test/p.gif" width="1" height="1"><img src="cid:a" width="1">'),
    )
    expect(shown.hasRemote).toBe(false)
    expect(shown.html).not.toContain('x.test')
    expect(shown.html).toContain('cid:a')
    expect(shown.height).toBeGreaterThan(40)
  })

  it('keeps nothing of HTML that runs, fetches by itself or asks for input', async () => {
    const m = await mail(
      ...from,
      'Content-Type: text/html',
      '',
      `<style>@import "https://e"</style><script>alert(1)</script><img src=x onerror=alert(1)><img src="//t.x/p"><img src="https://t.x/p.gif" srcset="https://t.x/q">
      <img src="data:image/svg+xml;base64,AAAA"><img src="cid:pic@x"><a href="javascript:alert(1)">j</a><a href="data:text/html,x">d</a><form action="https://e"><input name=p><button>go</button></form>
      <div style="position:fixed;inset:0;width:100%;background:url(https://e/x);font-family:'x';color:red">z</div><table background="https://e"><tr><td>1</td></tr></table>
      <svg><script>1</script></svg><base href="https://e"><meta http-equiv=refresh content="0;url=https://e"><iframe src="https://e"></iframe><link rel=stylesheet href="https://e">`,
    )
    const { html, hasRemote } = shownOf(m)
    expect(html).not.toMatch(
      /<(script|style|form|input|button|svg|iframe|base|meta|link)|javascript:|\son\w+=|position|url\(|srcset|background=|"\/\/|data:(?!image\/png)/i,
    )
    expect(html).toContain('src="cid:pic@x"')
    expect(html).toContain('https://t.x/p.gif')
    expect(hasRemote).toBe(true)
  })
})

describe('machines', () => {
  it.each([
    [['Auto-Submitted: auto-replied (vacation)', 'Return-Path: <>'], 'I am away', 'auto_reply'],
    [['Subject: Automatic reply: Hello'], 'I am away', 'auto_reply'],
    [['Precedence: bulk', 'List-Unsubscribe: <https://x>'], 'Buy', 'bulk'],
    [['Auto-Submitted: auto-generated'], 'A form was sent', 'notice'],
    [['From: Mail Delivery System <MAILER-DAEMON@mx.test>', 'Subject: Undelivered Mail Returned to Sender'], '<x@y.test>: user unknown', 'bounce'],
    [['Auto-Submitted: no'], 'Hello', null],
    [['Subject: Fwd: Undeliverable: Hello', 'In-Reply-To: <a@b.test>'], 'I got this: 550 5.1.1 user unknown', null],
    [['Feedback-ID: 1:2:3:mailer'], 'Hello', null],
    [['X-MS-Exchange-Inbox-Rules-Loop: support@us.test'], 'Hello', null],
    [['List-Id: <news.shop.test>', 'List-Unsubscribe: <https://x>', 'Feedback-ID: a:b'], 'Buy', 'bulk'],
    [['Precedence: bulk'], 'Buy', 'bulk'],
    [['Precedence: bulk', 'In-Reply-To: <ours@us.test>'], 'We fixed it', null],
    [['Precedence: list', 'References: <ours@us.test>', 'X-RT-Loop-Prevention: x'], 'We fixed it', null],
    [['Precedence: bulk', 'In-Reply-To: <ours@us.test>', 'Auto-Submitted: auto-replied'], 'We got it', 'auto_reply'],
    [
      ['Precedence: list', 'Mailing-list: list support@us.test; contact support+owners@us.test', 'List-ID: <support.us.test>', 'List-Unsubscribe: <mailto:u@g>'],
      'Help',
      null,
    ],
    [['List-Id: <help.us.test>', 'List-Post: <mailto:help@us.test>', 'List-Unsubscribe: <mailto:help-leave@us.test>', 'Precedence: list'], 'Help', null],
    [['List-Id: Support <support.lists.far.test>', 'List-Post: <mailto:support@lists.far.test>', 'Precedence: list'], 'Help', null],
    [['List-Id: <acme-support.googlegroups.test>', 'Mailing-list: list acme-support@googlegroups.test; contact x@y', 'Precedence: list'], 'Help', null],
    [['List-Id: <crew.lists.us.test>', 'List-Post: <mailto:crew@lists.us.test>', 'Precedence: list'], 'Help', null],
    [['List-Id: <support.us.test>', 'Precedence: list'], 'Help', null],
    [['List-Id: <ruby-talk.ruby.test>', 'List-Post: <mailto:ruby-talk@ruby.test>', 'Precedence: list'], 'A new gem', 'bulk'],
    [['List-Id: <news.us.test>', 'List-Post: NO', 'X-BeenThere: news@us.test'], 'News', 'bulk'],
    [['From: Paul <postmaster@customer.test>', 'Subject: Our mail server'], 'Hi, who runs your mail?', null],
    [['From: Paul Postmaster <paul@customer.test>', 'Subject: Returns'], 'My colleague got 550 5.1.1 user unknown from you. Why?', null],
    [['From: postmaster@customer.test', 'Subject: Re: Printer', 'In-Reply-To: <ours@us.test>'], 'It said: 550 5.1.1 user unknown', null],
    [['From: Mail Administrator <admin@customer.test>', 'Subject: Please change our address'], 'The mailbox old@customer.test does not exist any more', null],
    [
      ['From: Mail Administrator <admin@customer.test>', 'Subject: Notice'],
      '<x@y.test>: 550 5.1.1 user unknown\n\nReceived: from us.test\nMessage-ID: <ours@us.test>',
      'bounce',
    ],
    [['From: Mail Delivery Subsystem <paul@customer.test>', 'Subject: Hello'], 'Your parcel was rejected by the customs', null],
    [['From: postmaster@customer.test', 'Subject: Undeliverable: Hello'], 'It could not be delivered', 'bounce'],
    [['From: Mail System <bounces@customer.test>', 'Return-Path: <>', 'Subject: Notice'], 'Sorry', 'bounce'],
    [['Subject: Delivery status', 'From: Ann <ann@x.test>'], 'Where is my parcel? It could not be delivered.', null],
  ])('%j is told apart', async (headers, text, kind) => {
    const has = (name: string) => headers.some((h) => h.startsWith(name))
    expect(machineOf(await mail(...from.filter((h) => !has(h.split(' ')[0] ?? '')), ...headers, '', text), ['support@us.test'])).toBe(kind)
  })

  it('reads from a bounce what came back and why', async () => {
    const m = await mail(
      'Return-Path: <>',
      'From: MAILER-DAEMON@mx.test',
      'Subject: Undelivered',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Sorry',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.test',
      'Original-Envelope-Id: env1',
      '',
      'Final-Recipient: rfc822; ghost@x.test',
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 <ghost@x.test>',
      '    User unknown',
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      'Subject: Hi',
      'Message-ID: <out.1@us.test>',
      '--b--',
    )
    expect(machineOf(m)).toBe('bounce')
    expect(bounceOf(m)).toEqual({
      messageIds: ['out.1@us.test'],
      envelopeId: 'env1',
      recipients: ['ghost@x.test'],
      action: 'failed',
      status: '5.1.1',
      why: '550 5.1.1 <ghost@x.test> User unknown',
    })
    const late = await mail(
      'From: MAILER-DAEMON@mx.test',
      'Subject: Warning: could not send message for past 4 hours',
      '',
      'Will keep trying. 4.4.1 timeout',
      '----- Message header follows -----',
      'Message-Id: <out.2@us.test>',
    )
    expect(bounceOf(late)).toMatchObject({ messageIds: ['out.2@us.test'], action: 'delayed', status: '4.4.1' })
  })
})
