/** Reading what programs send: JSON, forms, forms labelled JSON, and the query, as one flat record of loose values. */
import { z } from 'zod'

export type Loose = Record<string, unknown>

/** Largest body, bytes. */
export const BODY_MAX = 5 * 1024 * 1024

export class BodyTooLarge extends Error {}
export class BodyUnreadable extends Error {}

/** The raw text of a body, refusing to hold more than `max` bytes. */
export async function readText(request: Request, max = BODY_MAX): Promise<string> {
  const said = request.headers.get('content-length')
  if (said !== null) {
    if (!(Number(said) <= max)) throw new BodyTooLarge()
    // The parser of HTTP lets no more through than was said.
    return request.text()
  }
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > max) throw new BodyTooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** `a=1&b[]=2&b[]=3` as `{ a: '1', b: ['2', '3'] }`. */
export function fromForm(params: Iterable<[string, string]>): Loose {
  const out: Loose = Object.create(null)
  for (const [key, value] of params) {
    const name = key.endsWith('[]') ? key.slice(0, -2) : key
    const old = out[name]
    if (old === undefined) out[name] = key.endsWith('[]') ? [value] : value
    else out[name] = Array.isArray(old) ? [...old, value] : [old, value]
  }
  return out
}

const MAX_DEPTH = 32

function tooDeep(v: unknown, depth = 0): boolean {
  if (depth > MAX_DEPTH) return true
  return v !== null && typeof v === 'object' && Object.values(v).some((x) => tooDeep(x, depth + 1))
}

/** A text body as a record. JSON first whatever the label says, then a form; throws BodyUnreadable for neither. */
export function parseLoose(text: string, contentType: string): Loose {
  if (text.trim() === '') return {}
  const looksJson = /^\s*[[{"]/.test(text)
  if (looksJson || contentType.includes('json')) {
    try {
      const value: unknown = JSON.parse(text)
      if (tooDeep(value)) throw new BodyUnreadable()
      if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Loose
    } catch (e) {
      if (looksJson || e instanceof BodyUnreadable) throw new BodyUnreadable()
    }
    if (looksJson) throw new BodyUnreadable()
  }
  if (!text.includes('=')) throw new BodyUnreadable()
  return fromForm(new URLSearchParams(text))
}

/** The same, with forms sent as multipart; their files are left out. */
export async function parseBody(text: string, contentType: string): Promise<Loose> {
  if (!contentType.startsWith('multipart/form-data')) return parseLoose(text, contentType)
  const form = await new Response(text, { headers: { 'content-type': contentType } }).formData().catch(() => null)
  if (!form) throw new BodyUnreadable()
  return fromForm([...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
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
  .union([z.array(z.unknown()), z.number(), z.string()])
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
