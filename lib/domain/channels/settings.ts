/** A channel's settings: how they are checked, and what is made for them when it is not given. Not a verb. */
import { randomBytes } from 'node:crypto'
import type { ChannelType } from '@/db/schema/channels'
import { kindOf } from '@/lib/channels/kinds'
import { parseInput } from '../command'

type Settings = Record<string, unknown>

/** A secret to sign with: 256 random bits, base64url. */
export const makeSecret = () => randomBytes(32).toString('base64url')

/** The public key in a channel's address: unguessable, so that it also names the channel alone. */
export const makeKey = () => randomBytes(12).toString('base64url')

/** What a channel begins with before anybody set anything. */
export function firstSettings(type: ChannelType): Settings {
  const made = Object.entries(kindOf(type).fields).filter(([, f]) => f.made)
  return Object.fromEntries(made.map(([name]) => [name, makeSecret()]))
}

/** `changes` laid over `stored`, checked as a whole. What is ours alone a caller cannot say. Throws `bad_input`. */
export function mergeSettings(type: ChannelType, stored: Settings, changes: Settings): Settings {
  const { fields, schema } = kindOf(type)
  const wanted = Object.entries(changes).filter(([name]) => !fields[name]?.ours)
  return parseInput(schema, { ...stored, ...Object.fromEntries(wanted) })
}
