/** Looking into what others send: nothing is where it should be until proven, and nothing throws. */
import { createHash } from 'node:crypto'
import { parseForm } from '@/lib/parse/form'
import { parseJson } from '@/lib/parse/json'

export type Loose = Record<string, unknown>

export const obj = (v: unknown): Loose => (typeof v === 'object' && v !== null && !Array.isArray(v) ? (v as Loose) : {})
export const arr = (v: unknown): unknown[] => (Array.isArray(v) ? v : [])
/** What a table of ours says of somebody else's word; undefined for what only every object has (`constructor`). */
export const own = <T>(table: Readonly<Record<string, T>>, word: string): T | undefined => (Object.hasOwn(table, word) ? table[word] : undefined)
/** Text, or a number written as text; '' for anything else. */
export const str = (v: unknown): string => (typeof v === 'string' ? v : typeof v === 'number' ? String(v) : '')
export const num = (v: unknown): number => (typeof v === 'number' || (typeof v === 'string' && v !== '') ? Number(v) : Number.NaN)
/** The text, or nothing at all when it is empty. */
export const some = (v: unknown): string | undefined => str(v) || undefined
/** Without the members that are undefined. */
export const present = <T extends Loose>(o: T): T => Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined)) as T

/** A short name for some content: the same for every repeat of it. */
export const fingerprint = (v: unknown): string =>
  createHash('sha256')
    .update(typeof v === 'string' || v instanceof Uint8Array ? v : JSON.stringify(v))
    .digest('hex')
    .slice(0, 16)

export const isObject = (v: unknown): v is Loose => typeof v === 'object' && v !== null && !Array.isArray(v)

/** Marks of the JSON of one call: providers put up to a thousand events into one. Parsing as many takes about 50 ms. */
const MARKS_MAX = 100_000

/** The JSON of a body; undefined when it is none, or more than a provider sends in one call. */
export function jsonOf(raw: Uint8Array): unknown {
  try {
    return parseJson(Buffer.from(raw).toString('utf8'), { marks: MARKS_MAX, depth: 64 })
  } catch {
    return undefined
  }
}

/** A place on a map, in words and as a link. */
export function placeText(latitude: unknown, longitude: unknown, ...names: unknown[]): string {
  const name = names.map(str).filter(Boolean).join(', ')
  return `📍 ${name ? `${name}\n` : ''}https://www.google.com/maps?q=${num(latitude)},${num(longitude)}`
}

/** A contact card in words. */
export const cardText = (name: string, ...ways: string[]): string => `👤 ${[name, ...ways].filter(Boolean).join('\n')}`

/** The form in a body, as pairs; empty when it has more fields than a provider sends. */
export function formOf(raw: Uint8Array): [string, string][] {
  try {
    return parseForm(raw, FORM_FIELDS_MAX)
  } catch {
    return []
  }
}
const FORM_FIELDS_MAX = 500
