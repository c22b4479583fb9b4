/**
 * Bytes as text, by the charset they are declared in (WHATWG Encoding labels, and the ones mail programs write besides).
 * The same on every Node: 20.18 and later read windows-1252 as ISO-8859-1, which leaves control characters.
 */
import { own } from '../loose'
import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'

/** What windows-1252 has where ISO-8859-1 has control characters, which no mail means. Positions without a letter are ''. */
const HIGH = ['€', '', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '', 'Ž', '', '', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '', 'ž', 'Ÿ']

// eslint-disable-next-line no-control-regex
const C1 = /[\u0080-\u009f]/g

/** C1 control characters as the letters they stand for. */
export const withoutC1 = (s: string): string => s.replace(C1, (c) => HIGH[c.charCodeAt(0) - 0x80] ?? '')

/** Declares nothing about bytes above 127. */
const UNDECLARED = /^(?:|(?:us-?|x-)?ascii|ansi_?x3\.4-19\d\d|iso646-us|unknown|unknown-8bit|x-unknown|[78]-?bit|binary|default|none|utf-?|charset|_chars?et_?)$/
const LATIN1 =
  /^(?:x-)?(?:(?:windows|win|cp|ms|ibm|x-cp|x-ansi|ansi)?[-_ ]?1252|ansi|(?:iso)?[-_ ]?8859[-_ ]?1(?:[-:].*)?|(?:cs)?iso[-_]?latin-?1|latin[-_ ]?1|l1|iso-ir-100|ibm819|cp819|28591)$/
const CODE_PAGES: Record<string, string> = {
  '932': 'shift_jis',
  '936': 'gb18030',
  '949': 'euc-kr',
  '950': 'big5',
  '1200': 'utf-16le',
  '1201': 'utf-16be',
  '20866': 'koi8-r',
  '21866': 'koi8-u',
  '50220': 'iso-2022-jp',
  '50221': 'iso-2022-jp',
  '50222': 'iso-2022-jp',
  '51932': 'euc-jp',
  '51949': 'euc-kr',
  '54936': 'gb18030',
  '65000': 'utf-7',
  '65001': 'utf-8',
}
const ALIASES: Record<string, string> = {
  utf8mb4: 'utf-8',
  utf8mb3: 'utf-8',
  'utf-8-sig': 'utf-8',
  'utf-8n': 'utf-8',
  utf_8: 'utf-8',
  'utf 8': 'utf-8',
  'unicode-1-1-utf-7': 'utf-7',
  'x-unicode-2-0-utf-7': 'utf-7',
  unicode11utf7: 'utf-7',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  'iso-8859-8-i': 'iso-8859-8',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-ms': 'iso-2022-jp',
  'tis-620': 'windows-874',
  uhc: 'euc-kr',
}

type Decode = (bytes: Uint8Array) => string

const utf8 = new TextDecoder('utf-8')
const latin1: Decode = (b) => withoutC1(Buffer.from(b.buffer, b.byteOffset, b.byteLength).toString('latin1'))

/** By label as written; a mail may make up any number of them. */
const known = new Map<string, Decode | null>()
const KNOWN_MAX = 500

/** null for what says nothing of bytes above 127, and for a name that no decoder has. */
function decoderOf(charset: string): Decode | null {
  const found = known.get(charset)
  if (found !== undefined) return found
  const made = makeDecoder(charset)
  if (known.size >= KNOWN_MAX) known.clear()
  known.set(charset, made)
  return made
}

function makeDecoder(charset: string): Decode | null {
  const plain = charset
    .slice(0, 60)
    .toLowerCase()
    .replace(/\*.*$/, '')
    .replace(/["'<>\s]+/g, ' ')
    .trim()
    .replace(/[;,].*$/, '')
  if (UNDECLARED.test(plain)) return null
  if (LATIN1.test(plain)) return latin1
  const page = /^(?:x-)?(?:cp|windows|win|ms|ibm|codepage)[-_ ]?(\d+)$/.exec(plain)?.[1]
  const label = own(ALIASES, plain) ?? (page && own(CODE_PAGES, page)) ?? (page && /^(?:125\d|874)$/.test(page) ? `windows-${page}` : plain)
  if (label === 'utf-8') return (b) => utf8.decode(b)
  for (const name of [label, label.replace(/[_ ]/g, '-'), label.replace(/^(?:x-ms-|x-|cs)/, '').replace(/[_ ]/g, '-')]) {
    const decoder = textDecoder(name)
    if (decoder) return (b) => withoutC1(decoder.decode(b))
  }
  return iconv.encodingExists(label) ? (b) => withoutC1(iconv.decode(Buffer.from(b.buffer, b.byteOffset, b.byteLength), label)) : null
}

/** x-user-defined is not on every Node; what Node calls by these other names it reads as nothing. */
function textDecoder(name: string): TextDecoder | null {
  if (/^(?:x-user-defined|replacement|iso-2022-(?:cn|kr)|hz-gb-2312|utf-7)/.test(name)) return null
  try {
    return new TextDecoder(name)
  } catch {
    return null
  }
}

/** Whether these bytes are UTF-8 with something in them that only UTF-8 has. */
const isWrittenInUtf8 = (bytes: Uint8Array): boolean => isUtf8(bytes) && bytes.some((b) => b > 127)

/** Whether a charset says how bytes above 127 are read. */
export const isDeclared = (charset: string | null | undefined): charset is string => Boolean(charset) && decoderOf(charset ?? '') !== null

const isUtf8Name = (charset: string) => /^"?utf-?_?8/i.test(charset.trim())

/**
 * `charset` as declared; `guess` where that says nothing. What is undeclared is UTF-8 if it can be. What breaks its own
 * declaration is repaired byte by byte: one bad byte ruins nothing around it. Linear.
 */
export function decode(bytes: Uint8Array, charset?: string | null, guess?: string | null): string {
  const decoder = charset ? decoderOf(charset) : null
  if (decoder && charset && !isUtf8Name(charset)) {
    const text = decoder(bytes)
    return text.includes('\ufffd') && isWrittenInUtf8(bytes) ? utf8.decode(bytes) : text
  }
  // Japanese of old programs is all ASCII, with shifts that mean nothing else.
  if (!decoder && isShifted(bytes)) return decode(bytes, 'iso-2022-jp')
  if (isUtf8(bytes)) return withoutC1(utf8.decode(bytes))
  const guessed = guess && !isUtf8Name(guess) ? decoderOf(guess) : null
  const found = sequencesIn(bytes)
  // Declared as UTF-8 it is likely that, and damaged; undeclared it is likely what stands around it.
  if (guessed && (!decoder || found.good === 0)) {
    const text = guessed(bytes)
    if (!text.includes('\ufffd')) return text
  }
  return decoder || found.good * 4 >= found.bad ? mixed(bytes) : latin1(bytes)
}

const isShifted = (bytes: Uint8Array) => {
  const b = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return b.includes('\u001b$B') || b.includes('\u001b$@')
}

/** Length of the UTF-8 sequence that begins here, 0 for none. */
function sequenceAt(b: Uint8Array, i: number): number {
  const first = b[i] ?? 0
  const length = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0
  if (length === 0 || i + length > b.length) return 0
  for (let n = 1; n < length; n++) if (((b[i + n] ?? 0) & 0xc0) !== 0x80) return 0
  const second = b[i + 1] ?? 0
  // Longer than it need be, half of a pair, or beyond Unicode.
  const isNone = (first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f) || (first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f)
  return isNone ? 0 : length
}

/** How many sequences are UTF-8, and how many bytes belong to none. */
function sequencesIn(b: Uint8Array): { good: number; bad: number } {
  const found = { good: 0, bad: 0 }
  for (let i = 0; i < b.length; i++) {
    if ((b[i] ?? 0) < 128) continue
    const n = sequenceAt(b, i)
    if (n === 0) found.bad++
    else {
      found.good++
      i += n - 1
    }
  }
  return found
}

/** What is UTF-8 as UTF-8, every other byte as windows-1252. */
function mixed(b: Uint8Array): string {
  const out = Buffer.allocUnsafe(b.length * 3)
  let at = 0
  for (let i = 0; i < b.length;) {
    const c = b[i] ?? 0
    const n = c < 128 ? 1 : sequenceAt(b, i)
    if (n === 0) {
      const letter = LETTERS[c - 128] ?? []
      for (let k = 0; k < letter.length; k++) out[at++] = letter[k] ?? 0
      i++
    }
    for (let k = 0; k < n; k++) out[at++] = b[i++] ?? 0
  }
  return withoutC1(utf8.decode(out.subarray(0, at)))
}

/** windows-1252 from 128 on, in UTF-8. */
const LETTERS = Array.from({ length: 128 }, (_, i) => Buffer.from(HIGH[i] ?? String.fromCharCode(128 + i)))
