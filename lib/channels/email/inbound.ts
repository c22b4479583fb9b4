/** Mail that a provider brings by a call of theirs: is it theirs, and what is the mail in it. */
import { createHmac, createPublicKey, verify as verifyBytes } from 'node:crypto'
import type { EmailSettings } from './settings'
import type { Arrived, Incoming } from '../channel'
import { arr, fingerprint, jsonOf, obj, str } from '../loose'
import { same } from '../signatures'
import { resultsHeader } from './authentic'
import { compose } from './compose'
import { type Field, fieldsOf, textOf } from './form'

/** How old a signed call may be, ms. */
const OLD_MS = 15 * 60_000

type Call = Pick<Arrived, 'raw' | 'headers'>

/** Largest call of each provider, bytes: what it takes from a sender, and what its form adds to that. */
export const CALL_MAX: Record<EmailSettings['receive'], number> = {
  imap: 0,
  postmark: 50 * 2 ** 20,
  mailgun: 36 * 2 ** 20,
  sendgrid: 42 * 2 ** 20,
  resend: 2 ** 20,
  ses: 2 ** 20,
}

/** What the head of a call tells already: certainly theirs, certainly not, or null: its body must be seen. */
export function isTheirsByHead(headers: Headers, s: EmailSettings): boolean | null {
  const { receive, webhookSecret: secret } = s
  if (secret === '' || receive === 'imap') return false
  if (receive === 'ses') return headers.get('x-amz-sns-message-type') ? null : false
  if (secret.includes(':')) return same(headers.get('authorization'), `Basic ${Buffer.from(secret).toString('base64')}`)
  if (receive === 'postmark') return false
  const needs = receive === 'sendgrid' ? ['x-twilio-email-event-webhook-signature'] : receive === 'resend' ? ['svix-signature', 'webhook-signature'] : []
  return needs.length > 0 && !needs.some((n) => headers.get(n)) ? false : null
}

export function isTheirs(a: Call, s: EmailSettings, now = Date.now()): boolean {
  const secret = s.webhookSecret
  if (secret === '' || s.receive === 'imap') return false
  // A user and a password in the address we gave them: for all of them, and all that Postmark has.
  if (secret.includes(':')) return same(a.headers.get('authorization'), `Basic ${Buffer.from(secret).toString('base64')}`)
  if (s.receive === 'mailgun') return mailgunSigned(fieldsOf(a.raw, a.headers.get('content-type') ?? ''), secret, now)
  if (s.receive === 'sendgrid') return sendgridSigned(a, secret, now)
  return s.receive === 'resend' && svixSigned(a, secret, now)
}

function mailgunSigned(fields: Field[], key: string, now: number): boolean {
  const at = textOf(fields, 'timestamp')
  return (
    isFresh(at, now) &&
    same(
      textOf(fields, 'signature'),
      createHmac('sha256', key)
        .update(at + textOf(fields, 'token'))
        .digest('hex'),
    )
  )
}

function sendgridSigned(a: Call, key: string, now: number): boolean {
  const at = a.headers.get('x-twilio-email-event-webhook-timestamp') ?? ''
  const signature = Buffer.from(a.headers.get('x-twilio-email-event-webhook-signature') ?? '', 'base64')
  try {
    return (
      isFresh(at, now) &&
      verifyBytes('sha256', Buffer.concat([Buffer.from(at), a.raw]), createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' }), signature)
    )
  } catch {
    return false
  }
}

function svixSigned(a: Call, secret: string, now: number): boolean {
  const [id, at, said] = ['id', 'timestamp', 'signature'].map((n) => a.headers.get(`svix-${n}`) ?? a.headers.get(`webhook-${n}`) ?? '')
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  if (!id || !at || !said || key.length < 16 || !isFresh(at, now)) return false
  const right = createHmac('sha256', key).update(`${id}.${at}.`).update(a.raw).digest('base64')
  return said.split(' ').some((s) => same(s.split(',')[1], right))
}

const isFresh = (seconds: string, now: number) => /^\d{1,12}$/.test(seconds) && Math.abs(now - Number(seconds) * 1000) < OLD_MS

/** The mail in a call; null for none. */
export const findMail = (a: Call, s: EmailSettings): Promise<Found | null> =>
  s.receive === 'postmark'
    ? postmark(obj(jsonOf(a.raw)))
    : fromForm(fieldsOf(a.raw, a.headers.get('content-type') ?? ''), s.receive, a.headers.get('x-twilio-email-event-webhook-timestamp') ?? '')

/** The mails of a call. Their bytes are kept at once, so that only a key goes through the database. */
export async function mailsOf(a: Arrived, { found, error }: { found: Found | null; error?: string }): Promise<Incoming[]> {
  if (!found)
    return [
      {
        type: 'broken',
        key: `mail:${fingerprint(a.raw)}`,
        at: Date.now(),
        error: error ?? 'there is no mail in this call',
        raw: Buffer.from(a.raw.subarray(0, 20_000)).toString('utf8'),
      },
    ]
  return [
    {
      type: 'mail',
      key: `mail:${found.key ?? fingerprint(found.mime)}`,
      at: Date.now(),
      blob: await a.keep(found.mime),
      envelopeTo: found.to.slice(0, 50).map((t) => t.slice(0, 320)),
    },
  ]
}

/** `key`: the provider's own name for it, where putting it together gives other bytes each time. */
export type Found = { mime: Uint8Array; to: string[]; key?: string }

async function postmark(p: Record<string, unknown>): Promise<Found | null> {
  const to = [str(p.OriginalRecipient)].filter(Boolean)
  if (str(p.RawEmail)) return { mime: Buffer.from(str(p.RawEmail)), to }
  if (!str(p.From) && !p.FromFull) return null
  const said = arr(p.Headers).map((h) => [str(obj(h).Name), str(obj(h).Value)] as const)
  const has = (name: string) => said.some(([n]) => n.toLowerCase() === name)
  const own = (
    [
      ['From', p.From],
      ['To', p.To],
      ['Cc', p.Cc],
      ['Reply-To', p.ReplyTo],
      ['Subject', p.Subject],
      ['Date', p.Date],
    ] as const
  )
    .map(([n, v]) => [n, str(v)] as const)
    .filter(([n, v]) => v && !has(n.toLowerCase()))
  const files = arr(p.Attachments)
    .map(obj)
    .map((f) => ({
      name: str(f.Name) || 'file',
      type: str(f.ContentType) || 'application/octet-stream',
      bytes: Buffer.from(str(f.Content), 'base64'),
      ...(str(f.ContentID) ? { cid: str(f.ContentID).replace(/[<>]/g, '') } : {}),
    }))
  return {
    mime: await compose({ headers: [...own, ...said], text: str(p.TextBody), html: str(p.HtmlBody), files }),
    to,
    key: str(p.MessageID).slice(0, 200) || undefined,
  }
}

/** Mailgun's and SendGrid's forms: the whole mail where they were asked for it, its pieces otherwise. */
async function fromForm(fields: Field[], by: 'mailgun' | 'sendgrid' | string, calledAt: string): Promise<Found | null> {
  const t = (name: string) => textOf(fields, name)
  const to =
    by === 'mailgun'
      ? t('recipient')
          .split(',')
          .map((s) => s.trim())
      : arr(obj(jsonOf(Buffer.from(t('envelope')))).to).map(str)
  const whole = fields.find((f) => f.name === (by === 'mailgun' ? 'body-mime' : 'email'))
  const results = Buffer.from(
    resultsHeader(by, by === 'mailgun' ? { spf: t('X-Mailgun-Spf'), dkim: t('X-Mailgun-Dkim-Check-Result') } : { spf: t('SPF'), dkim: t('dkim') }),
  )
  if (whole && whole.bytes.length > 0) return { mime: Buffer.concat([results, whole.bytes]), to: to.filter(Boolean) }
  const files = fields.filter((f) => f.fileName !== undefined).map((f) => ({ name: f.fileName || 'file', type: f.type || 'application/octet-stream', bytes: f.bytes }))
  const headers = by === 'mailgun' ? arr(jsonOf(Buffer.from(t('message-headers')))).map((h) => [str(arr(h)[0]), str(arr(h)[1])] as const) : headerLines(t('headers'))
  const [text, html] = by === 'mailgun' ? [t('body-plain'), t('body-html')] : [t('text'), t('html')]
  if (headers.length === 0 && !text && !html) return null
  return {
    mime: Buffer.concat([results, await compose({ headers, text, html, files })]),
    to: to.filter(Boolean),
    // Without a name and a date of its own the same words are the same mail only in the same call.
    key: fingerprint(JSON.stringify([headers, text, html, headers.some(([n]) => /^(?:message-id|date)$/i.test(n)) ? '' : t('token') || calledAt])),
  }
}

const headerLines = (said: string) =>
  said
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .flatMap((l) => {
      const m = /^([\w-]+):\s*(.*)$/.exec(l)
      return m ? [[m[1] ?? '', m[2] ?? ''] as const] : []
    })

/** Resend tells only that there is a mail: a job fetches it. */
export function resend(a: Call): Incoming {
  const call = obj(jsonOf(a.raw))
  const data = obj(call.data)
  const id = str(data.email_id) || str(data.id)
  const key = `resend:${id || fingerprint(a.raw)}`
  if (str(call.type) !== 'email.received') return { type: 'ignored', key: `${key}:${str(call.type).slice(0, 100)}`, at: Date.now(), what: str(call.type).slice(0, 200) }
  if (!/^[\w-]{1,100}$/.test(id)) return { type: 'broken', key, at: Date.now(), error: 'this call names no mail', raw: call }
  return { type: 'mail', key, at: Date.now(), remote: id, envelopeTo: arr(data.to).map(str).filter(Boolean).slice(0, 50) }
}
