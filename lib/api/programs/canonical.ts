/**
 * The one spelling of a signed body that every published receiver verifies: compact JSON, keys sorted by code point, ASCII
 * only. Receivers sign again what they parsed (PHP's `json_decode`, Python's `json.loads`), so what those would spell
 * otherwise never stands in it: empty objects, numbers of several spellings, U+007F, unpaired surrogates.
 */
export function canonicalJson(value: unknown): string {
  return write(value) ?? 'null'
}

/** Undefined for what is left out: in an object its key goes with it, in a list null takes its place. */
function write(v: unknown): string | undefined {
  if (typeof v === 'string') return quoted(v)
  if (typeof v === 'number') return number(v)
  if (v === null || typeof v === 'boolean') return String(v)
  if (Array.isArray(v)) return `[${v.map((x) => write(x) ?? 'null').join(',')}]`
  if (v instanceof Date) return quoted(v.toISOString())
  return typeof v === 'object' ? object(v) : undefined
}

/** An empty one is left out: PHP reads it as an empty list. So it reads keys that count from 0, which are written as that list. */
function object(v: object): string | undefined {
  const entries = Object.entries(v)
    .map(([k, x]) => [k, write(x)] as const)
    .filter(([, x]) => x !== undefined)
    .toSorted(([a], [b]) => compare(a, b))
  if (entries.length === 0) return undefined
  if (entries.every(([k], i) => k === String(i))) return `[${entries.map(([, x]) => x).join(',')}]`
  return `{${entries.map(([k, x]) => `${quoted(k)}:${x}`).join(',')}}`
}

/** By code point, as Python sorts; UTF-16 units would put U+1F600 before U+FFFD. */
function compare(a: string, b: string): number {
  const [x, y] = [[...a], [...b]]
  for (let i = 0; i < x.length && i < y.length; i++) {
    const apart = (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0)
    if (apart !== 0) return apart
  }
  return x.length - y.length
}

const quoted = (s: string) =>
  JSON.stringify(s.toWellFormed().replaceAll('\u007f', '')).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Whole numbers up to 2^53 and fractions from 0.0001 to 10^15 have one spelling everywhere; any other is told as text. */
function number(n: number): string {
  if (Number.isSafeInteger(n)) return String(n === 0 ? 0 : n)
  return Number.isFinite(n) && !Number.isInteger(n) && Math.abs(n) >= 1e-4 && Math.abs(n) < 1e15 ? String(n) : quoted(String(n))
}
