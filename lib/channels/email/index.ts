import { type EmailSettings, emailSettings } from './settings'
import type { Channel } from '../channel'
import { isTheirs, mailsOf } from './inbound'
import { sendMail, trySmtp } from './send'
import { tryImap } from './watch'

/** Mail. It is fetched over IMAP (lib/jobs/mailboxes.ts) or brought by a provider's call, and leaves over SMTP. */
export const email: Channel<EmailSettings> = {
  type: 'email',
  settings: emailSettings,
  async send(part, settings, stop) {
    if (!part.mail || settings.smtpHost === '') return { class: 'account', code: 'settings', message: 'No server is set through which mails leave. Ask an admin.' }
    return sendMail({ clientRef: part.clientRef, text: part.text ?? '', html: part.html, below: part.below, files: part.files ?? [], mail: part.mail }, settings, stop)
  },
  verify: isTheirs,
  parse: mailsOf,
  async check(settings) {
    if (settings.receive === 'imap' && settings.imapHost === '') return { class: 'account', code: 'settings', message: 'No server is set from which mails are fetched.' }
    if (settings.smtpHost === '') return { class: 'account', code: 'settings', message: 'No server is set through which mails leave.' }
    const faults = await Promise.all([settings.receive === 'imap' ? tryImap(settings) : null, trySmtp(settings)])
    return faults.find((f) => f !== null) ?? null
  },
}
