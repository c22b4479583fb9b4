/** What PHP makes of a body: published receivers sign again what they parsed. For tests. */

/** PHP's `json_decode($body, true)` and `json_encode($it, JSON_UNESCAPED_SLASHES)` again: objects become arrays, lists by their keys. */
export function phpAgain(text: string): string {
  const encode = (v: unknown): string => {
    if (typeof v === 'string') return JSON.stringify(v).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
    if (v === null || typeof v === 'boolean') return String(v)
    if (v instanceof PhpNumber) return v.text
    if (Array.isArray(v)) return `[${v.map(encode).join(',')}]`
    const entries = v instanceof Map ? [...v] : []
    if (entries.every(([k], i) => k === String(i))) return `[${entries.map(([, x]) => encode(x)).join(',')}]`
    return `{${entries.map(([k, x]) => `${encode(k)}:${encode(x)}`).join(',')}}`
  }
  return encode(parse(text))
}

class PhpNumber {
  constructor(readonly text: string) {}
}

/** A parser that keeps the order of keys, as PHP's does and JavaScript's objects do not. */
function parse(text: string): unknown {
  let at = 0
  const value = (): unknown => {
    const c = text[at]
    if (c === '{' || c === '[') {
      at++
      const list: unknown[] = []
      const map = new Map<string, unknown>()
      while (text[at] !== '}' && text[at] !== ']') {
        if (text[at] === ',') at++
        if (c === '[') list.push(value())
        else {
          const key = String(value())
          at++
          map.set(key, value())
        }
      }
      at++
      return c === '[' ? list : map
    }
    const token = /^(?:"(?:[^"\\]|\\.)*"|true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(text.slice(at))?.[0] ?? ''
    if (token === '') throw new Error(`unreadable at ${at}: ${text.slice(at, at + 20)}`)
    at += token.length
    if (token.startsWith('"')) {
      // Pairs of backslashes first: what stands behind an escaped backslash is text.
      if (/\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])/.test(token.replaceAll('\\\\', ''))) throw new Error('PHP refuses an unpaired surrogate')
      return JSON.parse(token)
    }
    return /^[-\d]/.test(token) ? new PhpNumber(phpNumber(token)) : JSON.parse(token)
  }
  return value()
}

/** Integers beyond 64 bits are floats; floats have 17 digits and an exponent with a fraction before it. */
function phpNumber(token: string): string {
  if (/^-?\d+$/.test(token) && BigInt(token) >= -(2n ** 63n) && BigInt(token) < 2n ** 63n) return token === '-0' ? '-0' : BigInt(token).toString()
  const n = Number(token)
  const [digits = '', exponent = '0'] = n.toExponential().split('e')
  if (Number(exponent) >= -5 + 1 && Number(exponent) < 15) return String(n)
  return `${digits.includes('.') ? digits : `${digits}.0`}e${Number(exponent) < 0 ? '-' : '+'}${Math.abs(Number(exponent))}`
}
