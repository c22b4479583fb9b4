/** What a mailbox needs to be connected: where its mails come from, how they leave, and under which addresses. */
import { z } from 'zod'
import { email } from '@/lib/domain/text'
import { apiAddress, type Fields, schemaOf } from '../kind'

const host = z
  .string()
  .trim()
  .max(253)
  .regex(/^$|^[\w.-]+$|^[\da-f:]+$/i, 'is not the name of a server')
  .default('')
const port = (fallback: number) => z.coerce.number().int().min(1).max(65_535).default(fallback)
/** `tls` from the first byte, `starttls` before anything is said, `none` for a server on this machine. */
const SECURITY = ['tls', 'starttls', 'none'] as const
const security = z.enum(SECURITY).default('tls')
const secret = z.string().max(4000).default('')
const user = z.string().trim().max(254).default('')

export const MAIL_PROVIDERS = ['imap', 'postmark', 'mailgun', 'sendgrid', 'resend', 'ses'] as const
const CALLERS = ['postmark', 'mailgun', 'sendgrid', 'resend', 'ses'] as const

const fetched = { field: 'receive', is: ['imap'] } as const
const brought = { field: 'receive', is: CALLERS } as const
const IMAP = ['imapHost', 'imapPort', 'imapSecurity'] as const
const SMTP = ['smtpHost', 'smtpPort', 'smtpSecurity'] as const

export const emailFields = {
  /** Whose mails these are; answers come from here. */
  address: { schema: email, form: 'email', required: true },
  /** The name beside the address; '' for the channel's own. */
  fromName: { schema: z.string().trim().max(120).default(''), form: 'text' },
  /** `imap`: we fetch. The others call our webhook. */
  receive: { schema: z.enum(MAIL_PROVIDERS).default('imap'), form: 'choice', options: MAIL_PROVIDERS },
  imapHost: { schema: host, form: 'text', when: fetched },
  imapPort: { schema: port(993), form: 'number', when: fetched },
  imapSecurity: { schema: security, form: 'choice', options: SECURITY, safestFirst: true, when: fetched },
  imapUser: { schema: user, form: 'text', when: fetched },
  /** Signs in for sending too where that has no password of its own. */
  imapPassword: { schema: secret, form: 'secret', when: fetched, sentTo: [...IMAP, ...SMTP] },
  smtpHost: { schema: host, form: 'text' },
  smtpPort: { schema: port(465), form: 'number' },
  smtpSecurity: { schema: security, form: 'choice', options: SECURITY, safestFirst: true },
  smtpUser: { schema: user, form: 'text' },
  smtpPassword: { schema: secret, form: 'secret', sentTo: SMTP },
  /** What the provider signs its calls with: Mailgun's signing key, SendGrid's public key, Resend's secret, Postmark's `user:password`, Amazon's topic. */
  webhookSecret: { schema: secret, form: 'secret', when: brought },
  /** Resend: to fetch what its call leaves out. */
  apiKey: { schema: secret, form: 'secret', when: { field: 'receive', is: ['resend'] }, sentTo: ['apiUrl'] },
  /** Instead of a password, where the provider gives tokens. */
  accessToken: { schema: secret, form: 'secret', rare: true, sentTo: [...IMAP, ...SMTP] },
  /** Where Google, Microsoft and others give a new access token for the refresh token. */
  tokenUrl: {
    schema: z
      .string()
      .trim()
      .max(300)
      .refine((u) => u === '' || (URL.canParse(u) && /^https?:/.test(u)), 'is not an address')
      .default(''),
    form: 'text',
    rare: true,
  },
  clientId: { schema: z.string().trim().max(300).default(''), form: 'text', rare: true },
  clientSecret: { schema: secret, form: 'secret', rare: true, sentTo: ['tokenUrl'] },
  /** What it gets opens the mailbox and sends: it must not open somebody else's server. */
  refreshToken: { schema: secret, form: 'secret', rare: true, sentTo: ['tokenUrl', ...IMAP, ...SMTP] },
  /** Other addresses that lead to the same mailbox. */
  aliases: { schema: z.array(email).max(40).default([]), form: 'list', rare: true },
  /** Whether the server delivers name+anything@ to name@: then answers find their conversation by their address. */
  plusAddressing: { schema: z.boolean().default(true), form: 'flag', rare: true },
  /** Whether what we send is also put into the folder of sent mail; servers known to do that themselves are left alone. */
  keepSent: { schema: z.boolean().default(true), form: 'flag', rare: true, when: fetched },
  /** Whether the mails that were there before are taken in as well. */
  fromTheStart: { schema: z.boolean().default(false), form: 'flag', rare: true, when: fetched },
  /** Resend's address, or a stand-in's. */
  apiUrl: { schema: apiAddress('https://api.resend.com'), form: 'text', rare: true, when: { field: 'receive', is: ['resend'] } },
} as const satisfies Fields

export const emailSettings = schemaOf(emailFields)
export type EmailSettings = z.output<typeof emailSettings>

/** Every address of ours on this channel, without what stands behind a plus. */
export const ownAddresses = (s: Pick<EmailSettings, 'address' | 'aliases'>): string[] => [...new Set([s.address, ...s.aliases].map(withoutPlus))]

/** `support+c_x@us.test` is `support@us.test`. */
export const withoutPlus = (address: string): string => address.toLowerCase().replace(/\+[^@]*(?=@)/, '')
