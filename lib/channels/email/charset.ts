/**
 * Bytes as text, by the charset they are declared in (WHATWG Encoding labels, and the ones mail programs write besides).
 * The same on every Node: 20.18 and later read windows-1252 as ISO-8859-1, which leaves control characters.
 */
import { own } from '../loose'
import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { charsetNamed, isStateful } from './charset-labels'
import { decodeHz, decodeIso2022Cn, decodeIso2022Kr } from './shifted'

/** What windows-1252 has where ISO-8859-1 has control characters, which no mail means. Positions without a letter are ''. */
const HIGH = ['€', '', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '', 'Ž', '', '', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '', 'ž', 'Ÿ']

// eslint-disable-next-line no-control-regex
const C1 = /[\u0080-\u009f]/g

/** C1 control characters as the letters they stand for. */
export const withoutC1 = (s: string): string => s.replace(C1, (c) => HIGH[c.charCodeAt(0) - 0x80] ?? '')

type Decode = (bytes: Uint8Array) => string

const utf8 = new TextDecoder('utf-8')
const asUtf8: Decode = (b) => utf8.decode(b)
const bufferOf = (b: Uint8Array) => Buffer.from(b.buffer, b.byteOffset, b.byteLength)
const latin1: Decode = (b) => withoutC1(bufferOf(b).toString('latin1'))

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
  const name = charsetNamed(charset)
  if (name === null) return null
  if (name === 'windows-1252') return latin1
  if (name === 'utf-8') return asUtf8
  const shifted = own(SHIFTED, name)
  if (shifted) return (b) => withoutC1(shifted(b))
  if (name.startsWith('utf-16')) return (b) => iconv.decode(bufferOf(b), utf16Of(b, name))
  const decoder = textDecoder(name)
  if (decoder) return (b) => withoutC1(decoder.decode(b))
  return !NO_CHARSET.test(name) && iconv.encodingExists(name) ? (b) => withoutC1(iconv.decode(bufferOf(b), name)) : null
}

const SHIFTED: Readonly<Record<string, Decode>> = { 'hz-gb-2312': decodeHz, 'iso-2022-kr': decodeIso2022Kr, 'iso-2022-cn': decodeIso2022Cn }

/** A byte order mark is right whatever the label says; a label without an order leaves it to iconv-lite, which looks at the zeros. */
function utf16Of(b: Uint8Array, name: string): string {
  if (b[0] === 0xfe && b[1] === 0xff) return 'utf-16be'
  return b[0] === 0xff && b[1] === 0xfe ? 'utf-16le' : name
}

/** What iconv-lite calls an encoding and is none of letters. */
const NO_CHARSET = /^(?:hex|base64|binary|_?internal)/

/** x-user-defined is not on every Node; what Node calls by these other names it reads as nothing. */
function textDecoder(name: string): TextDecoder | null {
  if (/^(?:x-user-defined|replacement|utf-7)/.test(name)) return null
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

const isUtf8Name = (charset: string) => decoderOf(charset) === asUtf8

/**
 * `charset` as declared; `guess` where that says nothing. What is undeclared is UTF-8 if it can be. What breaks its own
 * declaration is repaired byte by byte: one bad byte ruins nothing around it. Linear.
 */
export function decode(bytes: Uint8Array, charset?: string | null, guess?: string | null): string {
  const declared = charset ? decoderOf(charset) : null
  // Bytes above 127 are of no charset of seven bits; under the others' names they are of its 8-bit twin.
  const decoder =
    declared && charset && /^(?:iso-2022-jp|utf-7)/.test(charsetNamed(charset) ?? '') && !bytes.includes(ESC) && bytes.some((b) => b > 127) ? null : declared
  if (decoder && charset && !isUtf8Name(charset)) {
    const text = decoder(bytes)
    return text.includes('\ufffd') && isWrittenInUtf8(bytes) ? utf8.decode(bytes) : text
  }
  // Japanese and Korean of old programs are all ASCII, with shifts that mean nothing else.
  const shifted = decoder ? null : shiftedIn(bytes, guess)
  if (shifted) return decode(bytes, shifted)
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

function shiftedIn(bytes: Uint8Array, guess?: string | null): string | null {
  const b = bufferOf(bytes)
  if (b.includes('\u001b$B') || b.includes('\u001b$@')) return 'iso-2022-jp'
  if (b.includes('\u001b$)C')) return 'iso-2022-kr'
  return guess && isStateful(guess) && (b.includes('~{') || b.includes('\u000e')) ? guess : null
}

const ESC = 27

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
