/** Each channel type's settings: how they are checked, and which of them only admins may see. Not a verb. */
import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import type { ChannelType } from '@/db/schema/channels'
import { parseInput } from '../command'
import { refuse } from '../errors'
import { webchatSettings } from './webchat-settings'

type Settings = Record<string, unknown>

/** The types whose settings we know; one that is missing cannot be connected yet. */
const schemas: Partial<Record<ChannelType, z.ZodType<Settings>>> = { webchat: webchatSettings }

/** A secret to sign with: 256 random bits, base64url. */
export const makeSecret = () => randomBytes(32).toString('base64url')

/** The public key in a channel's address: unguessable, so that it also names the channel alone. */
export const makeKey = () => randomBytes(12).toString('base64url')

/** `changes` laid over `stored`, checked as a whole. The secret is ours: a caller's is dropped. Throws `bad_input`. */
export function mergeSettings(type: ChannelType, stored: Settings, changes: Settings): Settings {
  const schema = schemas[type]
  if (!schema) return Object.keys(changes).length === 0 ? stored : refuse('bad_input', { field: 'settings', problem: 'this channel type has no settings' })
  const { identitySecret: _not, ...wanted } = changes
  return parseInput(schema, { ...stored, ...wanted })
}
