import { describe, expect, it } from 'vitest'
import { bounceOf } from './bounce'
import { machineOf } from './machine'
import { parseMail } from './parse'

const read = (...lines: string[]) => parseMail(Buffer.from(lines.join('\n')))
const returned = ['Received: from us.test', 'From: Support <support@us.test>', 'To: Ann <ann@x.test>', 'Subject: Re: Printer', 'Message-ID: <ours@us.test>']

/** As mail systems say it, each in its own words. */
const bounces: Record<string, string[]> = {
  qmail: [
    'Return-Path: <>',
    'From: MAILER-DAEMON@mx.x.test',
    'Subject: failure notice',
    '',
    "Hi. This is the qmail-send program at mx.x.test.\nI'm afraid I wasn't able to deliver your message to the following addresses.",
    '',
    '<ann@x.test>:\nSorry, no mailbox here by that name. (#5.1.1)',
    '',
    '--- Below this line is a copy of the message.',
    '',
    ...returned,
  ],
  exim: [
    'X-Failed-Recipients: ann@x.test',
    'Auto-Submitted: auto-replied',
    'From: Mail Delivery System <Mailer-Daemon@mx.us.test>',
    'Subject: Mail delivery failed: returning message to sender',
    '',
    'A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:',
    '',
    '  ann@x.test\n    host mx.x.test [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<ann@x.test>:\n    550 5.1.1 no such user',
    '',
    '------ This is a copy of the message, including all the headers. ------',
    '',
    ...returned,
  ],
  Exchange: [
    'From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@x.test>',
    'Subject: Undeliverable: Re: Printer',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    "--b\nContent-Type: text/plain\n\nYour message to ann@x.test couldn't be delivered.",
    '--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;x.test\n\nFinal-recipient: RFC822;ann@x.test\nAction: failed\nStatus: 5.1.10\nDiagnostic-code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found',
    `--b\nContent-Type: message/rfc822\n\n${returned.join('\n')}\n\n--b--`,
  ],
  Notes: [
    'From: "Postmaster" <postmaster@notes.x.test>',
    'Subject: DELIVERY FAILURE: User Ann (ann@x.test) not listed in Domino Directory',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b\nContent-Type: text/plain\n\nYour message\n\n  Subject: Re: Printer\n\nwas not delivered to:\n\n  ann@x.test\n\nbecause:\n\n  User Ann (ann@x.test) not listed in Domino Directory',
    '--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;notes\n\nFinal-Recipient: rfc822;ann@x.test\nAction: failed\nStatus: 5.1.1',
    `--b\nContent-Type: message/rfc822\n\n${returned.join('\n')}\n\n--b--`,
  ],
  Gmail: [
    'X-Failed-Recipients: ann@x.test',
    'From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
    'Subject: Delivery Status Notification (Failure)',
    '',
    '** Address not found **',
    '',
    "Your message wasn't delivered to ann@x.test because the address couldn't be found.",
    '',
    'The response was:\n\n550 5.1.1 The email account that you tried to reach does not exist.',
    '',
    '----- Original message -----',
    '',
    ...returned,
  ],
  'mail.ru': [
    'From: mailer-daemon@corp.mail.ru',
    'Subject: Mail failure.',
    '',
    'This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:',
    '',
    '  ann@x.test\n    SMTP error from remote mail server after RCPT TO: 550 Message was not accepted -- invalid mailbox.',
    '',
    '------ This is a copy of the message, including all the headers. ------',
    ...returned,
  ],
  'a Japanese carrier': [
    'Return-Path: <>',
    'From: <Postmaster@docomo.ne.jp>',
    'Subject: Mail System Error - Returned Mail',
    '',
    'Your message was not delivered to the following recipients:',
    '',
    'ann@x.test\n<<< 550 Unknown user ann@x.test',
    '',
    '--- Original message follows.',
    '',
    ...returned,
  ],
  Sendmail: [
    'From: Mail Delivery Subsystem <MAILER-DAEMON@mx.x.test>',
    'Subject: Returned mail: see transcript for details',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b\n\n   ----- The following addresses had permanent fatal errors -----\n<ann@x.test>\n    (reason: 550 5.1.1 <ann@x.test>... User unknown)',
    '--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.x.test\n\nFinal-Recipient: RFC822; ann@x.test\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: SMTP; 550 5.1.1 <ann@x.test>... User unknown',
    `--b\nContent-Type: text/rfc822-headers\n\n${returned.join('\n')}\n--b--`,
  ],
  'a plain text of no known kind': [
    'Return-Path: <>',
    'From: Mail System <daemon@mx.x.test>',
    'Subject: Message could not be delivered',
    '',
    'Delivery to <ann@x.test> failed: 552 mailbox full',
    '',
    '> From: support@us.test\n> Message-ID: <ours@us.test>',
  ],
}

describe('what came back', () => {
  it.each(Object.entries(bounces))('is told by %s', async (_, lines) => {
    const m = await read(...lines)
    expect(machineOf(m)).toBe('bounce')
    expect(bounceOf(m)).toMatchObject({
      messageIds: ['ours@us.test'],
      recipients: ['ann@x.test'],
      action: 'failed',
      why: expect.stringMatching(/55[02]|no mailbox|not listed/),
    })
  })

  it('is told by Amazon in its own way', async () => {
    const notice = (kind: string, type = 'Permanent') =>
      read(
        'From: no-reply@sns.amazonaws.com',
        'Subject: AWS Notification Message',
        'Feedback-ID: 1.us-west-2.x:AmazonSES',
        '',
        JSON.stringify({
          notificationType: kind,
          mail: { messageId: '0101', headers: [{ name: 'Message-ID', value: '<ours@us.test>' }] },
          ...(kind === 'Bounce'
            ? { bounce: { bounceType: type, bouncedRecipients: [{ emailAddress: 'ann@x.test', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' }] } }
            : {}),
        }),
        '',
        '--\nTo stop receiving these, click here',
      )
    const m = await notice('Bounce')
    expect(machineOf(m)).toBe('bounce')
    expect(bounceOf(m)).toMatchObject({
      messageIds: ['ours@us.test', '0101', '0101@email.amazonses.com'],
      recipients: ['ann@x.test'],
      action: 'failed',
      status: '5.1.1',
      why: '550 5.1.1 user unknown',
    })
    expect(bounceOf(await notice('Bounce', 'Transient')).action).toBe('delayed')
    expect(bounceOf(await notice('Delivery')).action).toBe('delivered')
  })

  it('is late, not lost, while the other side still tries', async () => {
    for (const words of [
      'A message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue.\n\n  ann@x.test\n\nNo action is required on your part. Delivery attempts will continue.',
      'Warning: message could not be delivered for past 4 hours\n<ann@x.test>... Deferred: Connection timed out\nWill keep trying until message is 5 days old',
    ]) {
      const m = await read('From: MAILER-DAEMON@mx.x.test', 'Subject: Warning: message delayed 24 hours', '', words)
      expect([machineOf(m), bounceOf(m).action]).toEqual(['bounce', 'delayed'])
    }
  })

  it('is read in time, however its lines are made', async () => {
    for (const hard of ['\n'.repeat(60_000), '-'.repeat(60_000), '550 '.repeat(15_000), '450 4.1.1 '.repeat(6_000), '<'.repeat(60_000), 'a@'.repeat(30_000)]) {
      const m = await read('From: MAILER-DAEMON@x.test', 'Subject: Undelivered Mail', 'X-Failed-Recipients: ann@x.test', '', `x${hard}>x`)
      const begun = performance.now()
      expect(bounceOf(m).recipients).toEqual(['ann@x.test'])
      bounceOf({ ...m, header: () => [], reports: [{ type: 'message/delivery-status', text: `x${hard}>x` }] })
      expect(performance.now() - begun, hard.slice(0, 10)).toBeLessThan(1_500)
    }
  })

  it('is not what a person writes about such mails', async () => {
    for (const lines of [
      [
        'From: Ann <ann@x.test>',
        'Subject: Undeliverable: Re: Printer',
        'In-Reply-To: <ours@us.test>',
        '',
        'My colleague got this: 550 5.1.1 user unknown. What is wrong?',
      ],
      ['From: Ann <ann@x.test>', 'Subject: Delivery failure', '', 'The parcel could not be delivered. Where is it?'],
      ['From: Mail Order <orders@shop.test>', 'Subject: Your order', '', 'It was sent.'],
      ['From: Ann <ann@x.test>', 'Subject: Out of office chairs', '', 'We are out of them.'],
      ['From: postmaster <ann@x.test>', 'Subject: Question', '', 'Who runs your mail?'],
    ])
      expect(machineOf(await read(...lines)), lines.join(' | ')).toBeNull()
  })
})

it('names nobody whom a field of the mail that came back names', async () => {
  const said = [
    'Fehler bei der Zustellung an folgende Empfänger:',
    'bob@c.test',
    '#550 5.1.1 RESOLVER.ADR.RecipNotFound ##',
    'Message-ID: <orig@us.test>',
    'X-Sender: <me@us.test>',
  ]
  const m = await parseMail(Buffer.from(['From: Microsoft Outlook <postmaster@c.test>', 'Subject: Unzustellbar: Drucker', '', ...said].join('\r\n')))
  expect(bounceOf(m)).toMatchObject({ recipients: ['bob@c.test'], messageIds: ['orig@us.test'] })
})
