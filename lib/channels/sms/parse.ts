/** What Twilio tells us: one text message or one status a call, as a form. Pure. */
import type { Arrived, Incoming } from '../channel'
import { fingerprint, formOf, placeText, present } from '../loose'

export const STATES = { sent: 'sent', delivered: 'delivered', read: 'read', undelivered: 'failed', failed: 'failed' } as const
const STOP = /^\s*(stop|stopall|unsubscribe|cancel|end|quit|revoke|optout)\s*$/i
const START = /^\s*(start|unstop)\s*$/i
const FILES_MAX = 10

export function parse({ raw, urls }: Arrived): Incoming[] {
  const form = new URLSearchParams(formOf(raw))
  const get = (name: string) => form.get(name) ?? ''
  const sid = get('MessageSid') || get('SmsSid') || get('SmsMessageSid')
  const state = get('MessageStatus') || get('SmsStatus')
  // The form names no time: it counts as of when it comes.
  const head = { at: 0, raw: Object.fromEntries(form) }
  if (!sid) return [{ ...head, key: `x:${fingerprint(raw)}`, type: 'broken', error: 'no MessageSid' }]
  if (state === '' || state === 'received' || state === 'receiving') return received(form, sid, head)
  if (!Object.hasOwn(STATES, state)) return [{ ...head, key: `s:${sid}:${state}`, type: 'ignored', what: `status ${state}` }]
  const ref = urls.flatMap((u) => (URL.canParse(u) ? (new URL(u).searchParams.get('ref') ?? []) : []))[0]
  const code = get('ErrorCode')
  const fault = state === 'failed' || state === 'undelivered' ? smsFault(Number(code), 0, get('ErrorMessage')) : undefined
  return [present({ ...head, key: `s:${sid}:${state}`, type: 'status' as const, externalId: sid, clientRef: ref, state: STATES[state as keyof typeof STATES], fault })]
}

function received(form: URLSearchParams, sid: string, head: { at: number; raw: unknown }): Incoming[] {
  const get = (name: string) => form.get(name) ?? ''
  const address = get('From')
  if (!address) return [{ ...head, key: `x:${sid}`, type: 'broken', error: 'no From' }]
  const aliases = [get('ExternalUserId')].filter(Boolean)
  // What came through another of the provider's services is answered through it: its name is part of the address.
  const [, service, number] = /^(\w+):(.+)$/.exec(address) ?? []
  const from = present({
    address,
    aliases: aliases.length > 0 ? aliases : undefined,
    name: get('ProfileName') || undefined,
    phone: service && /^\+\d+$/.test(number ?? '') ? number : undefined,
  })
  const files = Array.from({ length: Math.min(Number(get('NumMedia')) || 0, FILES_MAX) }, (_, i) => ({ url: get(`MediaUrl${i}`), type: get(`MediaContentType${i}`) }))
    .filter((f) => f.url)
    .map((f) => ({ ref: f.url, type: f.type, kind: kindOf(f.type) }))
  const place = get('Latitude') && get('Longitude') ? placeText(get('Latitude'), get('Longitude'), get('Label'), get('Address')) : ''
  const body = [get('Body') || get('ButtonText'), place].filter(Boolean).join('\n')
  const odd = body === '' && files.length === 0 && get('MessageType') !== '' && get('MessageType') !== 'text'
  if (odd) return [{ ...head, key: `m:${sid}`, type: 'unsupported', externalId: sid, from, label: get('MessageType').slice(0, 200) }]
  const replyTo = get('OriginalRepliedMessageSid')
  const said: Incoming = {
    ...head,
    key: `m:${sid}`,
    type: 'message',
    externalId: sid,
    from,
    text: body,
    files,
    ...(replyTo ? { replyTo } : {}),
    ...(get('ButtonText') ? { extra: { button: get('ButtonPayload') || get('ButtonText') } } : {}),
  }
  const consent = consentOf(get('OptOutType').toUpperCase(), body)
  return consent ? [said, { ...head, key: `c:${sid}`, rank: 1, type: 'consent', from, state: consent }] : [said]
}

/** `asked`: what the provider took it for; '' when it does not say. */
export function consentOf(asked: string, body: string): 'opted_out' | 'opted_in' | null {
  if (asked === 'STOP' || (asked === '' && STOP.test(body))) return 'opted_out'
  return asked === 'START' || (asked === '' && START.test(body)) ? 'opted_in' : null
}

const kindOf = (type: string): 'image' | 'video' | 'audio' | 'file' =>
  type.startsWith('image/') ? 'image' : type.startsWith('video/') ? 'video' : type.startsWith('audio/') ? 'audio' : 'file'

const ACCOUNT = new Set([20003, 20005, 30002, 20404])
const RETRY = new Set([20429, 30001, 30022])
/** In plain words what Twilio says by number. */
const WORDS: Record<number, string> = {
  21211: 'This is not a phone number.',
  21408: 'The account may not send to this country.',
  21610: 'customer_opted_out',
  21612: 'This number cannot be reached from ours.',
  21614: 'This number cannot receive text messages.',
  30003: 'The phone is switched off or out of reach.',
  30004: 'The customer’s provider blocks the message.',
  30005: 'This number does not exist.',
  30006: 'This number cannot receive text messages.',
  30007: 'The message was filtered as unwanted.',
  30034: 'Our number is not registered for sending.',
  63016: 'window_closed',
}

/** `status`: of the HTTP answer; 0 for what a status callback says. */
export function smsFault(code: number, status: number, said: string, retryAfterMs?: number) {
  const name = code ? String(code) : String(status || 'failed')
  const message = WORDS[code] ?? (said || 'delivery_failed').slice(0, 500)
  if (code === 21610) return { class: 'opt_out' as const, code: name, message }
  if (code === 63016) return { class: 'window' as const, code: name, message }
  if (ACCOUNT.has(code) || status === 401) return { class: 'account' as const, code: name, message: said || 'Twilio does not accept the account’s credentials.' }
  if (status !== 0 && (RETRY.has(code) || status === 429 || status >= 500)) return { class: 'retry' as const, code: name, message, retryAfterMs }
  return { class: 'permanent' as const, code: name, message }
}
