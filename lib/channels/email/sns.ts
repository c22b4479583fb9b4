/**
 * Amazon SES brings a mail through a topic of SNS: a notification signed by Amazon, with the whole mail in it where the
 * receipt rule's action is SNS (not S3). Before the first, SNS asks once whether the address wants them.
 */
import { verify, X509Certificate } from 'node:crypto'
import { z } from 'zod'
import type { Arrived, Incoming } from '../channel'
import { jsonOf } from '../loose'
import { same } from '../signatures'
import type { Found } from './inbound'
import type { EmailSettings } from './settings'

const AMAZON = /^sns\.[a-z0-9-]{3,30}\.amazonaws\.com(\.cn)?$/
const TIMEOUT_MS = 10_000
const CERT_MAX = 20_000
/** A notification is sent again for hours at most. */
const OLD_MS = 24 * 3600_000

const call = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string().min(1).max(200),
  TopicArn: z.string().max(300),
  Message: z.string(),
  Timestamp: z.string().max(60),
  Subject: z.string().optional(),
  Token: z.string().optional(),
  SubscribeURL: z.string().optional(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string().max(2000),
  SigningCertURL: z.string().max(500),
})
type Call = z.infer<typeof call>

const mail = z.object({
  content: z.string().optional(),
  receipt: z.object({ recipients: z.array(z.string()).optional(), action: z.object({ encoding: z.string().optional() }).optional() }).optional(),
})

const read = (a: Pick<Arrived, 'raw'>): Call | null => call.safeParse(jsonOf(a.raw)).data ?? null

/** Signed by Amazon, for the topic that an admin named. Fetches Amazon's certificate once. Never throws. */
export async function isSns(a: Pick<Arrived, 'raw'>, s: EmailSettings, now = Date.now()): Promise<boolean> {
  const c = read(a)
  if (!c || !same(c.TopicArn, s.webhookSecret.trim()) || !(Math.abs(now - Date.parse(c.Timestamp)) < OLD_MS)) return false
  const fields =
    c.Type === 'Notification'
      ? (['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const)
      : (['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const)
  const signed = fields.flatMap((f) => (c[f] === undefined ? [] : [`${f}\n${c[f]}\n`])).join('')
  try {
    const key = new X509Certificate(await certificate(c.SigningCertURL)).publicKey
    return verify(c.SignatureVersion === '1' ? 'sha1' : 'sha256', Buffer.from(signed), key, Buffer.from(c.Signature, 'base64'))
  } catch {
    return false
  }
}

const certificates = new Map<string, string>()

async function certificate(address: string): Promise<string> {
  if (!isAmazons(address) || !new URL(address).pathname.endsWith('.pem')) throw new Error('not a certificate of Amazon')
  const known = certificates.get(address) ?? (await ask(address)).slice(0, CERT_MAX)
  if (certificates.size > 20) certificates.clear()
  certificates.set(address, known)
  return known
}

function isAmazons(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, port, username } = new URL(address)
  return protocol === 'https:' && AMAZON.test(hostname) && port === '' && username === ''
}

async function ask(address: string): Promise<string> {
  const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
  if (!answer.ok) throw new Error(`Amazon answered ${answer.status}`)
  return answer.text()
}

/** The mail in a call that was found to be Amazon's; an entry instead for what is none. Answers the question whether we want them. */
export async function snsMail(a: Pick<Arrived, 'raw'>): Promise<Found | Incoming> {
  const c = read(a)
  const about = { key: `sns:${c?.MessageId ?? 'none'}`, at: Date.now() }
  if (c?.Type === 'SubscriptionConfirmation') {
    if (!c.SubscribeURL || !isAmazons(c.SubscribeURL)) return { type: 'broken', ...about, error: 'the subscription names an address that is not Amazon’s' }
    // Thrown, it stands among the failures of the channel.
    await ask(c.SubscribeURL)
    return { type: 'ignored', ...about, what: 'the topic’s subscription was confirmed' }
  }
  if (c?.Type !== 'Notification') return { type: 'ignored', ...about, what: c?.Type ?? 'nothing' }
  const m = mail.safeParse(jsonOf(Buffer.from(c.Message))).data
  if (!m?.content)
    return {
      type: 'broken',
      ...about,
      error: 'there is no mail in this call: the receipt rule’s action must be SNS, not S3, and the mail no larger than 150 kB',
      raw: c.Message.slice(0, 20_000),
    }
  const isBase64 = m.receipt?.action?.encoding?.toUpperCase() === 'BASE64' || /^[A-Za-z0-9+/\r\n]+={0,2}\s*$/.test(m.content)
  return { mime: Buffer.from(m.content, isBase64 ? 'base64' : 'utf8'), to: m.receipt?.recipients ?? [], key: c.MessageId }
}
