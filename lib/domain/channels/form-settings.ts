/** What a form asks an admin for, by type of channel. The settings' own schemas (lib/domain/channels) decide what is right. */
import type { ChannelType } from '@/db/schema/channels'

/** The types an admin connects to somebody else's service; a web chat is ours and has its own form. */
export type ConnectedType = Exclude<ChannelType, 'webchat'>

export type FieldSpec = {
  name: FieldName
  /** `secret`: sealed, never shown again; left empty it stays as it was. `list`: several, separated by spaces or commas. */
  kind: 'text' | 'email' | 'secret' | 'number' | 'flag' | 'list' | 'choice'
  required?: boolean
  options?: readonly Option[]
  /** Shown when nothing is set: the schema's own default. */
  fallback?: string
  /** Folded away: most never need it. */
  rare?: boolean
}

const SECURITY = ['tls', 'starttls', 'none'] as const
const RECEIVE = ['imap', 'postmark', 'mailgun', 'sendgrid', 'resend'] as const
export type Option = (typeof SECURITY)[number] | (typeof RECEIVE)[number]

export type FieldName = (typeof NAMES)[number]
const NAMES = [
  'phoneNumberId',
  'pageId',
  'accountId',
  'appId',
  'accessToken',
  'appSecret',
  'botToken',
  'accountSid',
  'authToken',
  'from',
  'messagingServiceSid',
  'publicUrl',
  'humanAgent',
  'apiVersion',
  'baseUrl',
  'address',
  'aliases',
  'fromName',
  'receive',
  'imapHost',
  'imapPort',
  'imapSecurity',
  'imapUser',
  'imapPassword',
  'smtpHost',
  'smtpPort',
  'smtpSecurity',
  'smtpUser',
  'smtpPassword',
  'plusAddressing',
  'fromTheStart',
  'webhookSecret',
  'apiKey',
  'apiUrl',
] as const

const meta = (baseUrl: string): FieldSpec[] => [
  { name: 'accessToken', kind: 'secret', required: true },
  { name: 'appSecret', kind: 'secret', required: true },
  { name: 'apiVersion', kind: 'text', fallback: 'v25.0', rare: true },
  { name: 'baseUrl', kind: 'text', fallback: baseUrl, rare: true },
]

export const fieldsOf: Record<ConnectedType, readonly FieldSpec[]> = {
  whatsapp: [{ name: 'phoneNumberId', kind: 'text', required: true }, ...meta('https://graph.facebook.com')],
  messenger: [
    { name: 'pageId', kind: 'text', required: true },
    { name: 'humanAgent', kind: 'flag' },
    { name: 'appId', kind: 'text', rare: true },
    ...meta('https://graph.facebook.com'),
  ],
  instagram: [{ name: 'accountId', kind: 'text', required: true }, { name: 'humanAgent', kind: 'flag' }, ...meta('https://graph.instagram.com')],
  telegram: [
    { name: 'botToken', kind: 'secret', required: true },
    { name: 'baseUrl', kind: 'text', fallback: 'https://api.telegram.org', rare: true },
  ],
  sms: [
    { name: 'accountSid', kind: 'text', required: true },
    { name: 'authToken', kind: 'secret', required: true },
    { name: 'from', kind: 'text' },
    { name: 'messagingServiceSid', kind: 'text' },
    { name: 'publicUrl', kind: 'text', rare: true },
    { name: 'baseUrl', kind: 'text', fallback: 'https://api.twilio.com', rare: true },
  ],
  email: [
    { name: 'address', kind: 'email', required: true },
    { name: 'fromName', kind: 'text' },
    { name: 'receive', kind: 'choice', options: RECEIVE, fallback: 'imap' },
    { name: 'imapHost', kind: 'text' },
    { name: 'imapPort', kind: 'number', fallback: '993' },
    { name: 'imapSecurity', kind: 'choice', options: SECURITY, fallback: 'tls' },
    { name: 'imapUser', kind: 'text' },
    { name: 'imapPassword', kind: 'secret' },
    { name: 'smtpHost', kind: 'text' },
    { name: 'smtpPort', kind: 'number', fallback: '465' },
    { name: 'smtpSecurity', kind: 'choice', options: SECURITY, fallback: 'tls' },
    { name: 'smtpUser', kind: 'text' },
    { name: 'smtpPassword', kind: 'secret' },
    { name: 'webhookSecret', kind: 'secret' },
    { name: 'apiKey', kind: 'secret' },
    { name: 'aliases', kind: 'list', rare: true },
    { name: 'plusAddressing', kind: 'flag', fallback: 'true', rare: true },
    { name: 'fromTheStart', kind: 'flag', rare: true },
    { name: 'apiUrl', kind: 'text', fallback: 'https://api.resend.com', rare: true },
  ],
}

export const CONNECTED_TYPES = Object.keys(fieldsOf) as ConnectedType[]
export const isConnectedType = (s: string): s is ConnectedType => Object.hasOwn(fieldsOf, s)

/** A setting as the form shows it; '' for what is not set or not to be shown. A flag is 'true' or ''. */
export function shownValue(field: FieldSpec, settings: Record<string, unknown>): string {
  if (field.kind === 'secret') return ''
  const value = settings[field.name] ?? field.fallback ?? ''
  return Array.isArray(value) ? value.join(', ') : value === false ? '' : String(value)
}

/**
 * What was typed, as settings. Left empty: a secret stays as it was, anything else goes back to its default
 * (`undefined`).
 */
export function settingsFrom(type: ConnectedType, said: (name: FieldName) => string): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const f of fieldsOf[type]) {
    const value = said(f.name).trim()
    if (f.kind === 'flag') out[f.name] = value !== ''
    else if (f.kind === 'list') out[f.name] = value.split(/[\s,]+/).filter(Boolean)
    else if (value !== '' || f.kind !== 'secret') out[f.name] = value === '' ? undefined : value
  }
  return out
}
