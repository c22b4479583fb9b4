/** Reading what programs send: JSON, forms, forms labelled JSON, and the query, as one flat record of loose values. */
import { z } from 'zod'
import { parseForm, parseMultipart } from '@/lib/parse/form'
import { type JsonBounds, parseJson, TooDeep, TooMany } from '@/lib/parse/json'

export type Loose = Record<string, unknown>

/** Largest body, bytes. */
export const BODY_MAX = 5 * 1024 * 1024

export class BodyUnreadable extends Error {}

/** Most fields of a query, or of a form inside a batch. */
export const QUERY_FIELDS_MAX = 1000

/** `a=1&b[]=2&c[d]=3&c[e][0]=4` as `{ a: '1', b: ['2'], c: { d: '3', e: ['4'] } }`, as PHP and Rails write what is nested. */
export function fromForm(params: Iterable<[string, string]>): Loose {
  const out: Loose = Object.create(null)
  for (const [key, value] of params) {
    const [name, ...steps] = stepsOf(key)
    out[name ?? ''] = put(out[name ?? ''], steps, value)
  }
  return counted(out)
}

/** Deepest nesting of a key; one that goes deeper is an ordinary name. */
const STEPS_MAX = 8

function stepsOf(key: string): string[] {
  const open = key.indexOf('[')
  if (open < 1 || !key.endsWith(']')) return [key]
  const steps = key.slice(open + 1, -1).split('][')
  return steps.length > STEPS_MAX || steps.some((s) => /[[\]]/.test(s)) ? [key] : [key.slice(0, open), ...steps]
}

/** What stands at a name once `value` is put there; an empty step is the next place of a list. */
function put(at: unknown, [step, ...further]: readonly string[], value: string): unknown {
  if (step === undefined) return at === undefined || isBranch(at) ? value : Array.isArray(at) ? (at.push(value), at) : [at, value]
  if (step === '') {
    const list = Array.isArray(at) ? at : at === undefined || isBranch(at) ? [] : [at]
    const last = list.at(-1)
    // A second value of the same field begins the next object.
    if (isBranch(last) && further[0] && !(further[0] in last)) put(last, further, value)
    else list.push(further.length === 0 ? value : put(undefined, further, value))
    return list
  }
  const branch: Loose = isBranch(at) ? at : Object.create(null)
  branch[step] = put(branch[step], further, value)
  return branch
}

const isBranch = (v: unknown): v is Loose => v !== null && typeof v === 'object' && !Array.isArray(v)

/** Branches whose names count from 0 are the lists that PHP makes so. */
function counted(record: Loose): Loose {
  for (const [name, v] of Object.entries(record)) record[name] = listed(v)
  return record
}

function listed(v: unknown): unknown {
  if (Array.isArray(v)) return v.map(listed)
  if (!isBranch(v)) return v
  const inside = counted(v)
  const names = Object.keys(inside)
  return names.length > 0 && names.every((name, i) => name === String(i)) ? Object.values(inside) : inside
}

/** A text body as a record. JSON first whatever the label says, then a form; throws BodyUnreadable for neither, TooMany. */
export function parseLoose(text: string, contentType: string, bounds: { json?: JsonBounds; fields?: number } = {}): Loose {
  if (text.trim() === '') return {}
  const looksJson = /^\s*[[{"]/.test(text)
  if (looksJson || contentType.includes('json')) {
    const value = jsonOrNothing(text, bounds.json)
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return { ...value }
    if (looksJson) throw new BodyUnreadable()
  }
  if (!text.includes('=')) throw new BodyUnreadable()
  return fromForm(parseForm(text, bounds.fields))
}

function jsonOrNothing(text: string, bounds?: JsonBounds): unknown {
  try {
    return parseJson(text, bounds)
  } catch (e) {
    if (e instanceof TooMany) throw e
    if (e instanceof TooDeep) throw new BodyUnreadable()
    return undefined
  }
}

/** The same, with forms sent as multipart; their files are left out. */
export async function parseBody(text: string, contentType: string): Promise<Loose> {
  if (!/^multipart\/form-data/i.test(contentType)) return parseLoose(text, contentType)
  try {
    const { fields } = await parseMultipart(pieces(Buffer.from(text)), contentType, 0)
    return fromForm(fields)
  } catch (e) {
    throw e instanceof TooMany ? e : new BodyUnreadable()
  }
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** Bytes that are read of a body before it is known who asks. */
export const START_MAX = 65_536

/** A field's value in the beginning of a body that is longer; null when it is not there. Whoever reads the rest must compare it. */
export function fieldInStart(start: string, contentType: string, name: string): string | null {
  if (/^multipart\/form-data/i.test(contentType)) return new RegExp(`\\bname="${name}"\\r\\n\\r\\n([^\\r\\n]{1,200})\\r\\n`).exec(start)?.[1] ?? null
  if (/^\s*[[{"]/.test(start)) return new RegExp(`"${name}"\\s{0,9}:\\s{0,9}"([^"\\\\]{1,200})"`).exec(start)?.[1] ?? null
  const inForm = new RegExp(`(?:^|&)(${name}=[^&]{1,200})&`).exec(start)?.[1]
  return inForm === undefined ? null : new URLSearchParams(inForm).get(name)
}

// Loose values as programs send them.
const TRUE = new Set(['1', 'true', 'yes', 'on'])
const FALSE = new Set(['0', 'false', 'no', 'off', ''])

/** `1`, `true`, `"yes"` and their opposites. */
export const looseBool = z.union([z.boolean(), z.number(), z.string()]).transform((v, ctx) => {
  const s = String(v).toLowerCase()
  if (TRUE.has(s)) return true
  if (FALSE.has(s)) return false
  ctx.addIssue({ code: 'custom', message: 'must be a boolean' })
  return z.NEVER
})

/** A whole number as a number or in digits, within ±2^53. */
export const looseInt = z
  .union([z.number(), z.string().regex(/^-?\d{1,16}$/)])
  .transform(Number)
  .pipe(z.number().int())

/** A list as JSON array, `[1,2]` in a string, `1,2`, repeated keys, or one bare value. At most 100. */
export const looseInts = z
  .union([z.array(z.unknown()).max(100), z.number(), z.string().max(2000)])
  .transform((v) =>
    Array.isArray(v)
      ? v
      : typeof v === 'number'
        ? [v]
        : v
            .replace(/^\s*\[|\]\s*$/g, '')
            .split(',')
            .map((s) => s.trim())
            .filter(Boolean),
  )
  .pipe(z.array(looseInt).max(100))
