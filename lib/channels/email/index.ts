import { type EmailSettings, emailSettings } from './settings'
import type { Arrived, Channel } from '../channel'
import { readCallApart } from './apart'
import { CALL_MAX, isTheirs, isTheirsByHead, mailsOf, resend } from './inbound'
import type { CallRead } from './reader-job'
import { sendMail, trySmtp } from './send'
import { isSns, snsMail } from './sns'
import { isLent, lend } from './token'
import { tryImap } from './watch'

/** A call is read once, for who it is from and what is in it. */
const calls = new WeakMap<Arrived, Promise<CallRead>>()

function readOnce(a: Arrived, s: EmailSettings): Promise<CallRead> {
  const known = calls.get(a) ?? readCallApart(a.raw, a.headers, s)
  calls.set(a, known)
  return known
}

/** Mail. It is fetched over IMAP (lib/jobs/mailboxes.ts) or brought by a provider's call, and leaves over SMTP. */
export const email: Channel<EmailSettings> = {
  type: 'email',
  settings: emailSettings,
  async send(part, settings, stop) {
    if (!part.mail || settings.smtpHost === '') return { class: 'account', code: 'settings', message: 'No server is set through which mails leave. Ask an admin.' }
    return sendMail({ clientRef: part.clientRef, text: part.text ?? '', html: part.html, below: part.below, files: part.files ?? [], mail: part.mail }, settings, stop)
  },
  callMax: (settings) => CALL_MAX[settings.receive],
  verifyHead: isTheirsByHead,
  async verify(a, settings) {
    if (settings.receive === 'ses') return isSns(a, settings)
    return settings.receive === 'resend' ? isTheirs(a, settings) : (await readOnce(a, settings)).isTheirs
  },
  async parse(a, settings) {
    if (settings.receive === 'resend') return [resend(a)]
    if (settings.receive !== 'ses') return mailsOf(a, await readOnce(a, settings))
    const found = await snsMail(a)
    return 'mime' in found ? mailsOf(a, { found }) : [found]
  },
  async check(settings) {
    if (settings.receive === 'imap' && settings.imapHost === '') return { class: 'account', code: 'settings', message: 'No server is set from which mails are fetched.' }
    if (settings.smtpHost === '') return { class: 'account', code: 'settings', message: 'No server is set through which mails leave.' }
    const lent = isLent(settings) ? await lend(settings) : null
    if (lent && 'class' in lent) return lent
    const ready = lent ? { ...settings, accessToken: lent.accessToken } : settings
    const faults = await Promise.all([ready.receive === 'imap' ? tryImap(ready) : null, trySmtp(ready)])
    return faults.find((f) => f !== null) ?? null
  },
}
