/** What a mailbox needs to be connected: where its mails come from, how they leave, and under which addresses. */
import { z } from 'zod'
import { email } from '../text'

const host = z
  .string()
  .trim()
  .max(253)
  .regex(/^$|^[\w.-]+$|^[\da-f:]+$/i, 'is not the name of a server')
  .default('')
const port = (fallback: number) => z.coerce.number().int().min(1).max(65_535).default(fallback)
/** `tls` from the first byte, `starttls` before anything is said, `none` for a server on this machine. */
const security = z.enum(['tls', 'starttls', 'none']).default('tls')
const secret = z.string().max(4000).default('')
const user = z.string().trim().max(254).default('')

export const MAIL_PROVIDERS = ['imap', 'postmark', 'mailgun', 'sendgrid', 'resend'] as const

export const emailSettings = z.object({
  /** Whose mails these are; answers come from here. */
  address: email,
  /** Other addresses that lead to the same mailbox. */
  aliases: z.array(email).max(40).default([]),
  /** The name beside the address; '' for the channel's own. */
  fromName: z.string().trim().max(120).default(''),
  /** `imap`: we fetch. The others call our webhook. */
  receive: z.enum(MAIL_PROVIDERS).default('imap'),
  imapHost: host,
  imapPort: port(993),
  imapSecurity: security,
  imapUser: user,
  imapPassword: secret,
  /** Instead of a password, where the provider gives tokens. */
  accessToken: secret,
  /** Whether the mails that were there before are taken in as well. */
  fromTheStart: z.boolean().default(false),
  smtpHost: host,
  smtpPort: port(465),
  smtpSecurity: security,
  smtpUser: user,
  smtpPassword: secret,
  /** Whether the server delivers name+anything@ to name@: then answers find their conversation by their address. */
  plusAddressing: z.boolean().default(true),
  /** What the provider signs its calls with: Mailgun's signing key, SendGrid's public key, Resend's secret, Postmark's `user:password`. */
  webhookSecret: secret,
  /** Resend: to fetch what its call leaves out. */
  apiKey: secret,
  /** Resend's address, or a stand-in's. */
  apiUrl: z
    .string()
    .trim()
    .max(300)
    .refine((s) => /^https?:\/\//.test(s) && URL.canParse(s))
    .default('https://api.resend.com'),
})
export type EmailSettings = z.output<typeof emailSettings>

/** Never shown again once set. */
export const EMAIL_SECRETS = ['imapPassword', 'smtpPassword', 'accessToken', 'webhookSecret', 'apiKey'] as const

/** Every address of ours on this channel, without what stands behind a plus. */
export const ownAddresses = (s: Pick<EmailSettings, 'address' | 'aliases'>): string[] => [...new Set([s.address, ...s.aliases].map(withoutPlus))]

/** `support+c_x@us.test` is `support@us.test`. */
export const withoutPlus = (address: string): string => address.toLowerCase().replace(/\+[^@]*(?=@)/, '')
