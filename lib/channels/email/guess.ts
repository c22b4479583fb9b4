/** The servers of well-known mail providers, so that an admin need not look them up. */
import type { EmailSettings } from './settings'

type Servers = Pick<EmailSettings, 'imapHost' | 'imapPort' | 'imapSecurity' | 'smtpHost' | 'smtpPort' | 'smtpSecurity'>
/** `needs`: instead of the mailbox's own password. */
export type Guess = { name: string; needs: 'app' | 'token' | null; help: string | null; servers: Servers }

const tls = (imapHost: string, smtpHost: string): Servers => ({ imapHost, imapPort: 993, imapSecurity: 'tls', smtpHost, smtpPort: 465, smtpSecurity: 'tls' })
const starttls = (imapHost: string, smtpHost: string): Servers => ({ imapHost, imapPort: 993, imapSecurity: 'tls', smtpHost, smtpPort: 587, smtpSecurity: 'starttls' })
const one = (name: string, servers: Servers, needs: Guess['needs'] = null, help: string | null = null): Guess => ({ name, servers, needs, help })

const gmail = one('Gmail', tls('imap.gmail.com', 'smtp.gmail.com'), 'app', 'https://myaccount.google.com/apppasswords')
const microsoft = one('Microsoft', starttls('outlook.office365.com', 'smtp.office365.com'), 'token')
const icloud = one('iCloud', starttls('imap.mail.me.com', 'smtp.mail.me.com'), 'app', 'https://account.apple.com/account/manage')
const yahoo = one('Yahoo', tls('imap.mail.yahoo.com', 'smtp.mail.yahoo.com'), 'app', 'https://login.yahoo.com/account/security')
const aol = one('AOL', tls('imap.aol.com', 'smtp.aol.com'), 'app', 'https://login.aol.com/account/security')
const fastmail = one('Fastmail', tls('imap.fastmail.com', 'smtp.fastmail.com'), 'app', 'https://app.fastmail.com/settings/security/integrations')
const gmx = one('GMX', tls('imap.gmx.net', 'mail.gmx.net'))
const zoho = one('Zoho', tls('imappro.zoho.com', 'smtppro.zoho.com'), 'app', 'https://accounts.zoho.com/home#security/app_password')
const zohoEu = one('Zoho', tls('imappro.zoho.eu', 'smtppro.zoho.eu'), 'app', 'https://accounts.zoho.eu/home#security/app_password')
const yandex = one('Yandex', tls('imap.yandex.com', 'smtp.yandex.com'), 'app', 'https://id.yandex.com/security/app-passwords')
const mailbox = one('mailbox.org', tls('imap.mailbox.org', 'smtp.mailbox.org'))
const ionos = one('IONOS', tls('imap.ionos.com', 'smtp.ionos.com'))
const ovh = one('OVH', tls('ssl0.ovh.net', 'ssl0.ovh.net'))
const migadu = one('Migadu', tls('imap.migadu.com', 'smtp.migadu.com'))

const BY_DOMAIN: Readonly<Record<string, Guess>> = {
  'gmail.com': gmail,
  'googlemail.com': gmail,
  'outlook.com': microsoft,
  'hotmail.com': microsoft,
  'live.com': microsoft,
  'msn.com': microsoft,
  'icloud.com': icloud,
  'me.com': icloud,
  'mac.com': icloud,
  'yahoo.com': yahoo,
  'yahoo.es': yahoo,
  'yahoo.co.uk': yahoo,
  'yahoo.de': yahoo,
  'yahoo.fr': yahoo,
  'ymail.com': yahoo,
  'aol.com': aol,
  'fastmail.com': fastmail,
  'fastmail.fm': fastmail,
  'gmx.de': gmx,
  'gmx.net': gmx,
  'gmx.at': gmx,
  'gmx.ch': gmx,
  'gmx.com': one('GMX', tls('imap.gmx.com', 'mail.gmx.com')),
  'web.de': one('WEB.DE', starttls('imap.web.de', 'smtp.web.de')),
  't-online.de': one('T-Online', tls('secureimap.t-online.de', 'securesmtp.t-online.de')),
  'zoho.com': zoho,
  'zohomail.com': zoho,
  'zoho.eu': zohoEu,
  'yandex.com': yandex,
  'yandex.ru': yandex,
  'mail.ru': one('Mail.ru', tls('imap.mail.ru', 'smtp.mail.ru'), 'app', 'https://account.mail.ru/user/2-step-auth/passwords'),
  'mailbox.org': mailbox,
  'posteo.de': one('Posteo', tls('posteo.de', 'posteo.de')),
  'orange.fr': one('Orange', tls('imap.orange.fr', 'smtp.orange.fr')),
  'free.fr': one('Free', tls('imap.free.fr', 'smtp.free.fr')),
  'laposte.net': one('La Poste', tls('imap.laposte.net', 'smtp.laposte.net')),
  'libero.it': one('Libero', tls('imapmail.libero.it', 'smtp.libero.it')),
  'qq.com': one('QQ', tls('imap.qq.com', 'smtp.qq.com'), 'app'),
}

/** A company's own domain lies at one of these when its mails are delivered there. */
const BY_MX: readonly (readonly [RegExp, Guess])[] = [
  [/(^|\.)(google|googlemail)\.com$/, gmail],
  [/(^|\.)outlook\.com$/, microsoft],
  [/(^|\.)icloud\.com$/, icloud],
  [/(^|\.)yahoodns\.net$/, yahoo],
  [/(^|\.)messagingengine\.com$/, fastmail],
  [/(^|\.)zoho\.eu$/, zohoEu],
  [/(^|\.)zoho\.com$/, zoho],
  [/(^|\.)yandex\.(net|ru)$/, yandex],
  [/(^|\.)mailbox\.org$/, mailbox],
  [/(^|\.)(ionos|1and1|kundenserver)\.\w+$/, ionos],
  [/(^|\.)ovh\.net$/, ovh],
  [/(^|\.)migadu\.com$/, migadu],
]

/** By the address's domain, else by where its mails are delivered. `mx`: the names of those servers; may fail. Null: nobody we know. */
export async function guessServers(address: string, mx: (domain: string) => Promise<string[]>): Promise<Guess | null> {
  const domain = address.split('@').at(-1)?.toLowerCase() ?? ''
  if (!/^[\w-]+(\.[\w-]+)+$/.test(domain)) return null
  const known = BY_DOMAIN[domain]
  if (known) return known
  const servers = (await mx(domain).catch(() => [])).map((s) => s.toLowerCase().replace(/\.$/, ''))
  return BY_MX.find(([at]) => servers.some((s) => at.test(s)))?.[1] ?? null
}
