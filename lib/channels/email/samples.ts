/** Mails of our own, as a provider's call brings them. For tests. */

export const settings = { address: 'support@us.test', receive: 'postmark', webhookSecret: 'us:the-app-secret', smtpHost: 'mail.us.test' }

/** By which a call is known as theirs. */
export const headers = { authorization: `Basic ${Buffer.from(settings.webhookSecret).toString('base64')}` }

const call = (id: string, fields: object) => ({ MessageID: id, From: 'ann@x.test', To: 'support@us.test', OriginalRecipient: 'support@us.test', ...fields })

export const payloads = [
  call('p1', { RawEmail: 'From: Ann <ann@x.test>\r\nTo: support@us.test\r\nSubject: Printer\r\nMessage-ID: <m1@x.test>\r\n\r\nIt smokes' }),
  call('p2', { Subject: 'Printer', TextBody: 'It smokes', HtmlBody: '<p>It smokes <b>a lot</b></p>', Headers: [{ Name: 'Message-ID', Value: '<m2@x.test>' }] }),
  call('p3', { Subject: '', TextBody: '', Attachments: [{ Name: 'a.txt', Content: 'YWJj', ContentType: 'text/plain' }] }),
]
