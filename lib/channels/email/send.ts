/** Sends one mail over SMTP, and tells apart what surely did not leave from what may have. */
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import nodemailer from 'nodemailer'
import type { EmailSettings } from './settings'
import type { Fault, Sent } from '../channel'
import { connectOutside, privateFault } from '../outside'
import { isPlayed, playMail } from '../played'
import { type ToWrite, writeMail } from './write'

/** Largest mail we try to send, bytes before encoding; most servers take no more. */
export const SEND_MAX = 25 * 1024 * 1024

/** Never throws for what the server says. The Message-ID is the mail's own, the same in every try. */
export async function sendMail(toSend: ToWrite, s: EmailSettings, stop: AbortSignal): Promise<Sent | Fault> {
  const { clientRef, files, mail } = toSend
  if (files.reduce((sum, f) => sum + Math.max(f.size, 0), 0) > SEND_MAX) return { class: 'permanent', code: 'size', message: 'These files are too large for one mail.' }
  const raw = await writeMail(toSend)
  if (await playMail(s.smtpHost, raw)) return { externalId: mail.messageId }
  // Once the server has all of it, only its answer tells whether it took it.
  const line = listener()
  let isRead = false
  const transport = nodemailer.createTransport({
    host: s.smtpHost,
    port: s.smtpPort,
    secure: s.smtpSecurity === 'tls',
    requireTLS: s.smtpSecurity === 'starttls',
    ignoreTLS: s.smtpSecurity === 'none',
    auth: authOf(s),
    connectionTimeout: 20_000,
    greetingTimeout: 15_000,
    socketTimeout: 90_000,
    getSocket: socketOf(s, 20_000),
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: line.logger,
    transactionLog: true,
  })
  const end = () => transport.close()
  stop.addEventListener('abort', end, { once: true })
  try {
    const source = Readable.from([raw])
    source.once('end', () => (isRead = true))
    const to = [...mail.to, ...mail.cc, ...mail.bcc].map((p) => p.address)
    const info = await transport.sendMail({
      raw: source,
      envelope: { from: mail.from.address, to, dsn: { id: clientRef, ret: 'HDRS', notify: ['FAILURE', 'DELAY'] } },
    })
    const refused = (info.rejectedErrors ?? []).map((e) => ({ who: 'recipient' in e ? String(e.recipient) : '', why: e.message }))
    if (refused.length > 0)
      return { class: 'permanent', code: 'partial', message: `It arrived, but not at ${refused.map((r) => `${r.who} (${answerIn(r.why)})`).join(', ')}`.slice(0, 500) }
    return { externalId: mail.messageId }
  } catch (e) {
    return faultOf(e, isRead && line.wasInvited())
  } finally {
    stop.removeEventListener('abort', end)
    transport.close()
  }
}

/** Hears the talk with the server: whether it said that the mail may come. A reader that gave up before reads to the end as well. */
function listener() {
  let isAsked = false
  let isInvited = false
  const hear = (entry: unknown, said: unknown) => {
    const who = typeof entry === 'object' && entry !== null && 'tnx' in entry ? entry.tnx : ''
    if (who === 'client' && said === 'DATA') isAsked = true
    else if (who === 'server' && isAsked && !isInvited) isInvited = /^[23]/.test(String(said))
  }
  const deaf = () => {}
  return { logger: { level: deaf, trace: hear, debug: hear, info: deaf, warn: deaf, error: deaf, fatal: deaf }, wasInvited: () => isInvited }
}

function authOf(s: EmailSettings) {
  const user = s.smtpUser || s.imapUser || s.address
  if (s.accessToken) return { type: 'OAuth2' as const, user, accessToken: s.accessToken }
  const pass = s.smtpPassword || (s.smtpUser === '' ? s.imapPassword : '')
  // A server of one's own on this machine asks for nothing.
  return pass === '' || (s.smtpSecurity === 'none' && s.smtpPassword === '') ? undefined : { user, pass }
}

const answerIn = (message: string) => /\b[45]\d\d[ -].*/s.exec(message)?.[0] ?? message

/** The library's own connections would follow a name anywhere. */
const socketOf =
  (s: EmailSettings, timeoutMs: number) =>
  (_: unknown, done: (e: Error | null, socket?: { connection: Socket }) => void): void =>
    void connectOutside(s.smtpHost, s.smtpPort, timeoutMs).then(
      (connection) => done(null, { connection }),
      (e: unknown) => done(e instanceof Error ? e : new Error(String(e))),
    )

function faultOf(e: unknown, isHandedOver: boolean): Fault {
  const refused = privateFault(e)
  if (refused) return refused
  const said = e instanceof Error ? e.message : String(e)
  const code = e instanceof Error && 'code' in e ? String(e.code) : ''
  const status = e instanceof Error && 'responseCode' in e && typeof e.responseCode === 'number' ? e.responseCode : 0
  // Whatever greets us is not known to be a mail server: its words are not shown.
  const isGreeting = e instanceof Error && 'command' in e && e.command === 'CONN' && 'response' in e
  if (isGreeting && status === 0) return { class: 'retry', code, message: 'What answers at this address and port is no mail server.' }
  const message = isGreeting ? String(status) : answerIn(said).replace(/\s+/g, ' ').slice(0, 400)
  if (code === 'EAUTH' || code === 'EOAUTH2' || status === 530 || status === 535)
    return { class: 'account', code: String(status || code), message: `The mail server refused the user name or the password: ${message}` }
  if (status >= 500) return { class: 'permanent', code: String(status), message: `The mail server refused it: ${message}` }
  if (status >= 400) return { class: 'retry', code: String(status), message: `The mail server asks to try later: ${message}` }
  if (isHandedOver) return { class: 'ambiguous', code: code || 'lost', message }
  if (code === 'EENVELOPE') return { class: 'permanent', code, message }
  return { class: 'retry', code: code || 'connection', message: `The mail server cannot be reached: ${message}` }
}

/** Tries to sign in; null when all is well. */
export async function trySmtp(s: EmailSettings): Promise<Fault | null> {
  if (isPlayed(s.smtpHost)) return null
  const transport = nodemailer.createTransport({
    host: s.smtpHost,
    port: s.smtpPort,
    secure: s.smtpSecurity === 'tls',
    requireTLS: s.smtpSecurity === 'starttls',
    ignoreTLS: s.smtpSecurity === 'none',
    auth: authOf(s),
    connectionTimeout: 15_000,
    greetingTimeout: 10_000,
    getSocket: socketOf(s, 15_000),
  })
  try {
    await transport.verify()
    return null
  } catch (e) {
    return faultOf(e, false)
  } finally {
    transport.close()
  }
}
