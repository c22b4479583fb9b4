/** What comes in as text, made safe to store and show. Zod pieces shared by every verb's input. */
import { z } from 'zod'

// Control characters (NUL is refused by Postgres) except tab and line feed.
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g
const BIDI = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g

/** Valid Unicode, line feeds only, no control characters. */
export const clean = (s: string) => s.toWellFormed().replace(/\r\n?/g, '\n').replace(CONTROLS, '')

/** One line, trimmed, without direction marks: a name cannot rewrite the words beside it. */
export const cleanLine = (s: string) => clean(s).replace(BIDI, '').replace(/\s+/g, ' ').trim()

/** Longest message body, in UTF-16 units. */
export const BODY_MAX = 100_000

export const body = z.string().max(BODY_MAX).transform(clean)
export const line = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform(cleanLine)
    .pipe(z.string().min(1).max(max))
export const lineOrEmpty = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform(cleanLine)
    .pipe(z.string().max(max))
export const email = z
  .string()
  .max(254)
  .transform((s) => cleanLine(s).toLowerCase())
  .pipe(z.email())
/** The id of any row. */
export const rowId = z.number().int().positive().max(Number.MAX_SAFE_INTEGER)
/** The writer's own key for something that may be sent twice. */
export const clientKey = z.string().regex(/^[\w.:-]{8,100}$/)
/** A moment, unix milliseconds, up to the year 2100. */
export const moment = z.number().int().min(0).max(4_102_444_800_000)

/** Whatever a program wants kept, as JSON, its texts and names made safe. At most 16 kB. */
export const kept = z.record(z.string(), z.unknown()).transform((v, ctx) => {
  const text = JSON.stringify(v)
  if (text.length <= 16_384) return cleanDeep(JSON.parse(text)) as Record<string, unknown>
  ctx.addIssue({ code: 'custom', message: 'is too large' })
  return z.NEVER
})

function cleanDeep(v: unknown): unknown {
  if (typeof v === 'string') return clean(v)
  if (Array.isArray(v)) return v.map(cleanDeep)
  return v !== null && typeof v === 'object' ? Object.fromEntries(Object.entries(v).map(([k, x]) => [clean(k), cleanDeep(x)])) : v
}

/** The first line's worth of a body, for lists. Never cuts a surrogate pair. */
export const snippetOf = (s: string) =>
  cleanLine(s.slice(0, 400))
    .slice(0, 160)
    .toWellFormed()
    .replace(/\ufffd$/, '')

/** Cut into pieces of at most `max` UTF-16 units: after a line or a word where there is one, never inside a character. */
export function splitText(s: string, max: number): string[] {
  const out: string[] = []
  let rest = s
  while (rest.length > max) {
    const head = rest.slice(0, max)
    const at = [rest.lastIndexOf('\n', max), rest.lastIndexOf(' ', max)].find((i) => i > max / 2)
    const hard = /[\ud800-\udbff]$/.test(head) ? max - 1 : max
    out.push(rest.slice(0, at ?? hard))
    rest = rest.slice(at === undefined ? hard : at + 1)
  }
  return rest === '' && out.length > 0 ? out : [...out, rest]
}

/** The same with the limit in bytes of UTF-8. */
export function splitBytes(s: string, max: number): string[] {
  if (new TextEncoder().encode(s).length <= max) return [s]
  return splitText(s, Math.max(1, Math.min(max, Math.ceil(s.length / 2)))).flatMap((piece) => (piece.length < s.length ? splitBytes(piece, max) : [piece]))
}
