/** What a bounce says: which of our mails did not arrive, at whom, and why. */
import { addressParser } from 'postal-mime'
import { cleanLine } from '@/lib/domain/text'
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
  const report = m.reports
    .filter((r) => r.type.endsWith('delivery-status'))
    .map((r) => r.text)
    .join('\n\n')
  const said = unfold(report)
  const returned = m.reports.find((r) => /rfc822|global/.test(r.type) && !/delivery-status/.test(r.type))?.text ?? returnedInText(m.text)
  const fields = (name: string) => [...said.matchAll(new RegExp(`^${name}:[ \\t]*(.+)$`, 'gim'))].map((f) => (f[1] ?? '').trim())
  const status =
    fields('status')
      .map((s) => /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(s)?.[0])
      .find(Boolean) ??
    /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(m.text)?.[0] ??
    null
  const actions = fields('action').map((a) => a.toLowerCase())
  const delayed =
    actions.length > 0
      ? actions.every((a) => a.startsWith('delay'))
      : /\b(delayed|warning: |will (?:keep|continue) (?:on )?trying|still being retried)/i.test(`${m.subject} ${m.text.slice(0, 2000)}`) && !status?.startsWith('5')
  const arrived = actions.length > 0 && actions.every((a) => /^(delivered|relayed|expanded)/.test(a))
  const addresses = [...fields('original-recipient'), ...fields('final-recipient')].map((r) => r.replace(/^[\w-]+;/, ''))
  const failed = m.header('x-failed-recipients').flatMap((v) => v.split(','))
  return {
    messageIds: ids([...unfold(returned).matchAll(/^message-id:[ \t]*(.+)$/gim)].map((f) => f[1]).join(' ')).slice(0, 5),
    envelopeId: fields('original-envelope-id')[0]?.slice(0, 200) ?? null,
    recipients: [
      ...new Set([...addresses, ...failed].flatMap((a) => addressParser(a.replace(/[<>]/g, '')).map((p) => (p.address ?? '').toLowerCase())).filter(Boolean)),
    ].slice(0, 50),
    action: arrived ? 'delivered' : delayed ? 'delayed' : 'failed',
    status,
    why: whyOf(fields('diagnostic-code'), m.text, status),
  }
}

/** Headers of a returned mail that stand in the text, behind a line that says so. */
function returnedInText(text: string): string {
  const at = /(^|\n)[ >|-]*(original message|message header|returned message|copy of (your|the) message|unsent message|message follows|below this line)/i.exec(text)
  return text
    .slice(at ? at.index : 0)
    .slice(0, 65_536)
    .replace(/^[>| \t]+/gm, '')
}

const unfold = (s: string) => s.replace(/\r\n/g, '\n').replace(/\n[ \t]+/g, ' ')

function whyOf(codes: string[], text: string, status: string | null): string {
  const code = codes.map((c) => c.replace(/^[\w-]+;\s*/, '')).find((c) => c.length > 3)
  const line =
    text.split('\n').find((l) => /\b[45]\.\d{1,3}\.\d{1,3}\b|\b[45]\d\d[ -][A-Z<\d]/.test(l)) ??
    text.split('\n').find((l) => /user unknown|mailbox|not exist|no such|quota|rejected|not found/i.test(l))
  return cleanLine(code ?? line ?? status ?? '')
    .slice(0, 300)
    .toWellFormed()
}
