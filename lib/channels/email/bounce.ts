/** What a bounce says: which of our mails did not arrive, at whom, and why. */
import { z } from 'zod'
import { cleanLine } from '@/lib/domain/text'
import { peopleIn } from './addresses'
import type { Mail } from './mail'
import { ids } from './parse'

export type Bounce = {
  /** Ids of the mail that came back, without brackets; and the envelope id we gave it. */
  messageIds: string[]
  envelopeId: string | null
  recipients: string[]
  /** `delayed`: it may still arrive. */
  action: 'failed' | 'delayed' | 'delivered'
  /** Such as 5.1.1; null when it does not say. */
  status: string | null
  /** One sentence of the other mail system. */
  why: string
}

export function bounceOf(m: Mail): Bounce {
  const told = byNotification(m.text)
  if (told) return told
  const report = m.reports
    .filter((r) => /delivery-status$|feedback-report$/.test(r.type))
    .map((r) => r.text)
    .join('\n\n')
  const own = ownWords(m.text)
  const said = unfold(report || fieldsIn(own))
  const returned = unfold(m.reports.find((r) => /rfc822|global/.test(r.type) && !/delivery-status/.test(r.type))?.text ?? returnedInText(m.text))
  const fields = (name: string) => [...said.matchAll(new RegExp(`^[ \\t]*${name}[ \\t]*:[ \\t]*(.+)$`, 'gim'))].map((f) => (f[1] ?? '').trim())
  const status =
    fields('status')
      .map((s) => /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(s)?.[0])
      .find(Boolean) ??
    /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(own)?.[0] ??
    null
  const actions = fields('action').map((a) => a.toLowerCase())
  const delayed =
    actions.length > 0
      ? actions.every((a) => a.startsWith('delay'))
      : DELAYED.test(`${m.subject} ${own.slice(0, 2000)}`) && !status?.startsWith('5') && !/permanent (?:fatal )?error|giving up|gave up|will not be retried/i.test(own)
  const arrived = actions.length > 0 && actions.every((a) => /^(delivered|relayed|expanded)/.test(a))
  const addresses = [...fields('original-recipient'), ...fields('final-recipient'), ...fields('original-rcpt-to')].map((r) => r.replace(/^[\w-]+;/, ''))
  const failed = [...m.header('x-failed-recipients'), ...m.header('x-actual-recipients')].flatMap((v) => v.split(','))
  const recipients = boxes([...addresses, ...failed])
  const named = recipients.length > 0 ? recipients : namedIn(own)
  return {
    messageIds: ids([...returned.matchAll(/^message-id:[ \t]*(.+)$/gim)].map((f) => f[1]).join(' ')).slice(0, 5),
    envelopeId: fields('original-envelope-id')[0]?.slice(0, 200) ?? null,
    // At last: to whom the mail that came back was written.
    recipients: (named.length > 0 ? named : boxes([...returned.matchAll(/^to:[ \t]*(.+)$/gim)].flatMap((f) => (f[1] ?? '').split(',')))).slice(0, 50),
    action: arrived ? 'delivered' : delayed ? 'delayed' : 'failed',
    status,
    why: whyOf(fields('diagnostic-code'), own, status, named),
  }
}

const DELAYED =
  /\b(delayed|warning: |will (?:keep|continue) (?:on )?trying|will be retried|still being retried|has not (?:yet )?been delivered|not yet been delivered|could not be delivered for|temporarily|no action is required|do not need to resend|verzögert|noch nicht zugestellt|retardé|différée|retrasad|in ritardo|vertraagd|försena|отложена|задержана|配信が遅れ|延迟)/i

/** Headers of a returned mail that stand in the text, behind a line that says so. */
const RETURNED =
  /(^|\n)[ >|*=_-]*((this is a copy of (the|your)|below (this line )?is (a|the) copy of( the| your)?|included is a copy of( the| your)?|copy of (your|the)) (original )?(message|mail|headers?)|original (message|mail|headers?)( (follows|headers?|text))?|the header of the original|message headers?( follow)?|message text follows|received headers|returned (message|mail)|unsent message|unsent message below|message follows|header(s)? of (the|your) (original )?(message|mail)|the original message|nachrichtenkopf|ursprüngliche (nachricht|e-mail)|message original|mensaje original|原文|元のメール|original-nachricht|----- transcript of message)|\n[^\S\n]*\n[> ]*(received: |return-path: |message-id: |from: .{1,200}\n[> ]*(message-id|to|subject|date): )/i

function returnedInText(text: string): string {
  const at = RETURNED.exec(text)
  return text
    .slice(at ? at.index : 0)
    .slice(0, 65_536)
    .replace(/^[>| \t]+/gm, '')
}

/** What the mail system says itself, above the mail that came back. */
function ownWords(text: string): string {
  const at = RETURNED.exec(text)
  const own = text.slice(0, at && at.index > 0 ? at.index : undefined).slice(0, 32_768)
  return own.trim() === '' ? text.slice(0, 32_768) : own
}

/** Some write the fields of a report into their text. */
const fieldsIn = (own: string) =>
  /^[ \t]*(?:final-recipient|diagnostic[- ]code|action)[ \t]*:/im.test(own)
    ? own.replace(/^diagnostic code/gim, 'Diagnostic-Code').replace(/^recipient address/gim, 'Final-Recipient')
    : ''

const LINE_MAX = 600

/** Addresses as mail systems name those they could not reach. */
function namedIn(own: string): string[] {
  const found: string[] = []
  for (const whole of own.split('\n').slice(0, 400)) {
    // Nobody says in a longer line whom they could not reach; whoever made one wants us to look at it for long.
    const line = whole.slice(0, LINE_MAX)
    if (/^[\s>|]{0,20}(?:message-id|references|in-reply-to|received|return-path|from|x-[\w-]{1,40}|envelope-from):/i.test(line)) continue
    const address =
      /^[\s>*•-]*<?([^\s<>:;,()"]+@[\w.-]+\.\w{2,})>?\s*(?:$|[:;,([]|\.\.\.|\s-\s)/.exec(line)?.[1] ??
      /\b(?:rcpt to|to|recipient|deliver(?:ed|y)? (?:message )?to|user|mailbox|address|for|gateway for)\W{0,3}<?([^\s<>:;,()"']+@[\w.-]+\.\w{2,})>?/i.exec(line)?.[1] ??
      /\b[45]\d\d\b[^<]*<([^\s<>]+@[\w.-]+\.\w{2,})>/.exec(line)?.[1] ??
      /<([^\s<>]+@[\w.-]+\.\w{2,})>/.exec(line)?.[1]
    if (address && !/^(mailer-daemon|postmaster)@/i.test(address)) found.push(address)
    if (found.length >= 10) break
  }
  return boxes(found)
}

const boxes = (list: readonly string[]) => [
  ...new Set(
    list
      .slice(0, 200)
      .flatMap((a) => peopleIn(a.replace(/[<>]/g, '')).people.map((p) => p.address.toLowerCase().replace(/[.,;:]+$/, '')))
      .filter((a) => a.includes('@')),
  ),
]

const unfold = (s: string) => s.replace(/\r\n/g, '\n').replace(/\n[ \t]+/g, ' ')

const SORRY =
  /user unknown|unknown user|mailbox|not exist|no such|quota|rejected|refus|not found|timeout|timed out|expired|could not|couldn.t|can.?not|unable|doesn.t have|invalid|disabled|blocked|denied|too large|exceed|full\b|suspend|inactive|unrouteable|unreachable|existiert nicht|unbekannt|n.existe pas|inconnu|no existe|desconocid|não existe|non esiste|bestaat niet|不存在|存在しません|宛先/i

/** What such mails begin and end with, whatever happened. */
const FORMULA =
  /created automatically|automatically generated|mail delivery software|a message that you sent|one or more of its|permanent error\.? the following|following (?:address|recipient)|do not reply|this is the mailer|original message|i.m afraid|i.m sorry|sorry it didn.t work|dear |^hi\b|^hello|^hallo|^hola|message identifier|subject of the message|date of the message/i

/** One sentence: the other server's own answer, else the line that says sorry, else the one below the address. */
function whyOf(codes: string[], own: string, status: string | null, named: readonly string[]): string {
  const code = codes.map((c) => c.replace(/^[\w-]+;\s*/, '')).find((c) => c.length > 3)
  const lines = own
    .split('\n')
    .map((l) => l.trim())
    .filter((l) => l.length > 3 && !/^[-=*_#\s]+$/.test(l))
  const isAnswer = (l: string) => /\b[45]\.\d{1,3}\.\d{1,3}\b|\b[45]\d\d[ -][A-Z<\d]/.test(l)
  const at = lines.findIndex((l) => named.some((a) => l.toLowerCase().includes(a)) && !FORMULA.test(l))
  const below = at >= 0 ? lines.slice(at + 1, at + 4).find((l) => !/:$|^host \S+ \[[\d.:a-f]+\]$/i.test(l)) : undefined
  const line =
    lines.find(isAnswer) ??
    (below && !FORMULA.test(below) ? below : undefined) ??
    lines.find((l) => SORRY.test(l) && !FORMULA.test(l)) ??
    lines.find((l) => SORRY.test(l)) ??
    lines.find((l) => !FORMULA.test(l)) ??
    lines[0]
  return cleanLine(code ?? line ?? status ?? '')
    .replace(/^diagnostic-code: (?:smtp; )?/i, '')
    .slice(0, 300)
    .toWellFormed()
}

const sns = z.object({
  notificationType: z.enum(['Bounce', 'Complaint', 'Delivery']).optional(),
  eventType: z.enum(['Bounce', 'Complaint', 'Delivery']).optional(),
  mail: z.object({ messageId: z.string().optional(), headers: z.array(z.object({ name: z.string(), value: z.string() })).optional() }).optional(),
  bounce: z
    .object({
      bounceType: z.string().optional(),
      bouncedRecipients: z.array(z.object({ emailAddress: z.string(), status: z.string().optional(), diagnosticCode: z.string().optional() })).optional(),
    })
    .optional(),
})

/** Amazon's notice of a bounce, which comes as a mail with JSON in it; null for any other mail. */
function byNotification(text: string): Bounce | null {
  const at = text.indexOf('{')
  if (at < 0 || at > 200 || !NOTIFICATION.test(text)) return null
  const n = sns.safeParse(jsonIn(text.slice(at, text.lastIndexOf('}') + 1)))
  const kind = n.data?.notificationType ?? n.data?.eventType
  if (!n.success || !kind) return null
  const to = n.data.bounce?.bouncedRecipients ?? []
  const header = n.data.mail?.headers?.find((h) => h.name.toLowerCase() === 'message-id')?.value ?? ''
  const id = n.data.mail?.messageId
  return {
    messageIds: [...ids(header), ...(id ? [id, `${id}@email.amazonses.com`] : [])].slice(0, 5),
    envelopeId: null,
    recipients: boxes(to.map((r) => r.emailAddress)),
    action: kind === 'Bounce' ? (n.data.bounce?.bounceType === 'Transient' ? 'delayed' : 'failed') : 'delivered',
    status: to[0]?.status?.slice(0, 20) ?? null,
    why: cleanLine(to[0]?.diagnosticCode?.replace(/^smtp;\s*/, '') ?? kind).slice(0, 300),
  }
}

/** Also for machine.ts: whether the words are such a notice. */
export const NOTIFICATION = /"(?:notificationType|eventType)"\s*:\s*"(?:Bounce|Complaint|Delivery)"/

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
