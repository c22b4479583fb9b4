/** Each channel type's settings: how they are checked, and what is made for them when it is not given. Not a verb. */
import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import type { ChannelType } from '@/db/schema/channels'
import { parseInput } from '../command'
import { refuse } from '../errors'
import { emailSettings } from './email-settings'
import { instagramSettings, messengerSettings, smsSettings, telegramSettings, whatsappSettings } from './provider-settings'
import { webchatSettings } from './webchat-settings'

type Settings = Record<string, unknown>

/** The types whose settings we know; one that is missing cannot be connected yet. */
const schemas: Partial<Record<ChannelType, z.ZodType<Settings>>> = {
  webchat: webchatSettings,
  email: emailSettings,
  whatsapp: whatsappSettings,
  telegram: telegramSettings,
  sms: smsSettings,
  messenger: messengerSettings,
  instagram: instagramSettings,
}

/** A secret to sign with: 256 random bits, base64url. */
export const makeSecret = () => randomBytes(32).toString('base64url')

/** The public key in a channel's address: unguessable, so that it also names the channel alone. */
export const makeKey = () => randomBytes(12).toString('base64url')

/** What a channel begins with before anybody set anything. */
export function firstSettings(type: ChannelType): Settings {
  if (type === 'webchat') return { identitySecret: makeSecret() }
  if (type === 'telegram') return { webhookSecret: makeSecret() }
  return type === 'whatsapp' || type === 'messenger' || type === 'instagram' ? { verifyToken: makeSecret() } : {}
}

/** `changes` laid over `stored`, checked as a whole. A web chat's secret is ours: a caller's is dropped. Throws `bad_input`. */
export function mergeSettings(type: ChannelType, stored: Settings, changes: Settings): Settings {
  const schema = schemas[type]
  if (!schema) return Object.keys(changes).length === 0 ? stored : refuse('bad_input', { field: 'settings', problem: 'this channel type has no settings' })
  const { identitySecret: _not, ...wanted } = changes
  return parseInput(schema, { ...stored, ...wanted })
}
