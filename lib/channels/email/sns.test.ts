import { sign } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { emailSettings } from './settings'
import { isSns, snsMail } from './sns'
import { CERTIFICATE, KEY } from './testing/amazon'

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:mail'
const settings = emailSettings.parse({ address: 'support@us.test', receive: 'ses', webhookSecret: TOPIC })
const raw = 'From: Ann <ann@x.test>\r\nSubject: Printer\r\n\r\nIt smokes'

type Fields = Record<string, string | undefined>
/** As SNS signs it; `after`: what somebody changed since. */
function call(over: Fields = {}, after: Fields = {}, version = '2') {
  const c: Fields = {
    Type: 'Notification',
    MessageId: 'n1',
    TopicArn: TOPIC,
    Timestamp: new Date().toISOString(),
    SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem',
    Message: JSON.stringify({
      notificationType: 'Received',
      content: Buffer.from(raw).toString('base64'),
      receipt: { recipients: ['support@us.test'], action: { type: 'SNS', encoding: 'BASE64' } },
    }),
    SignatureVersion: version,
    ...over,
  }
  const names =
    c.Type === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
  const signed = names.flatMap((n) => (c[n] === undefined ? [] : [`${n}\n${c[n]}\n`])).join('')
  const Signature = sign(version === '1' ? 'sha1' : 'sha256', Buffer.from(signed), KEY).toString('base64')
  return { raw: Buffer.from(JSON.stringify({ ...c, Signature, ...after })) }
}

const asked: string[] = []
const amazon = () =>
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    return new Response(url.endsWith('.pem') ? CERTIFICATE : '<ConfirmSubscriptionResponse/>')
  })
afterEach(() => {
  vi.unstubAllGlobals()
  asked.length = 0
})

describe('a mail that Amazon brings', () => {
  it('is its signed notification for our topic, in both versions, and the mail in it', async () => {
    amazon()
    for (const version of ['1', '2']) expect(await isSns(call({ Subject: 'Amazon SES' }, {}, version), settings)).toBe(true)
    const found = await snsMail(call())
    expect(found).toMatchObject({ to: ['support@us.test'], key: 'n1' })
    expect('mime' in found && Buffer.from(found.mime).toString()).toBe(raw)
    const plain = await snsMail(call({ Message: JSON.stringify({ content: raw, receipt: { action: { encoding: 'UTF8' } } }) }))
    expect('mime' in plain && Buffer.from(plain.mime).toString()).toBe(raw)
    expect(await snsMail(call({ Message: '{"notificationType":"Received"}' }))).toMatchObject({ type: 'broken' })
  })

  it('is not what was changed, is old, is for another topic, or is signed by somebody else', async () => {
    amazon()
    expect(await isSns(call({}, { Message: '{}' }), settings)).toBe(false)
    expect(await isSns(call({}, { Signature: 'AAAA' }), settings)).toBe(false)
    expect(await isSns(call({ TopicArn: `${TOPIC}2` }), settings)).toBe(false)
    expect(await isSns(call(), settings, Date.now() + 2 * 86_400_000)).toBe(false)
    expect(await isSns({ raw: Buffer.from('{"Type":"Notification"}') }, settings)).toBe(false)
    expect(await isSns({ raw: Buffer.from('not json') }, settings)).toBe(false)
    asked.length = 0
    // Their certificate lies where an attacker can put one.
    for (const SigningCertURL of [
      'https://sns.evil.test/a.pem',
      'http://sns.eu-west-1.amazonaws.com/a.pem',
      'https://sns.eu-west-1.amazonaws.com.evil.test/a.pem',
      'https://evil.s3.amazonaws.com/a.pem',
      'https://sns.eu-west-1.amazonaws.com:8443/a.pem',
      'https://x@sns.eu-west-1.amazonaws.com/a.pem',
      'https://sns.eu-west-1.amazonaws.com/a.txt',
    ])
      expect(await isSns(call({ SigningCertURL }), settings), SigningCertURL).toBe(false)
    expect(asked).toEqual([])
  })

  it('is asked for once, by the address Amazon names, and no other', async () => {
    amazon()
    const confirm = (SubscribeURL: string) => call({ Type: 'SubscriptionConfirmation', Message: 'You have chosen to subscribe', Token: 't', SubscribeURL })
    const good = confirm('https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t')
    expect(await isSns(good, settings)).toBe(true)
    expect(await snsMail(good)).toMatchObject({ type: 'ignored' })
    expect(asked.at(-1)).toContain('ConfirmSubscription')
    asked.length = 0
    expect(await snsMail(confirm('http://169.254.169.254/latest/meta-data'))).toMatchObject({ type: 'broken' })
    expect(asked).toEqual([])
  })
})
