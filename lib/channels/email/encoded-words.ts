/** Encoded words (RFC 2047) in a header. Headers are handled as binary strings: a UTF-16 unit for each byte. */
import { isUtf8 } from 'node:buffer'
import { base64Bytes, qBytes } from './transfer'
import { decode, isDeclared } from './charset'
import { isStateful } from './charset-labels'

/** Longest word that is read; most programs write 75. Bounded, so that openings by the thousand are not each followed to the end. */
const WORD = /=\?([^?\s]{1,60})\?(?:([Bb])\?([^?]{0,1000})|([Qq])\?((?:[^?]|\?(?!=)){0,1000}))\?=/g

type Piece = { text: string } | { charset: string; bytes: Buffer; isRaw: boolean }

/** Decoded where they are encoded words. `guess`: the charset of raw bytes that are not UTF-8. */
export const decodeWords = (binary: string, guess?: string | null): string =>
  piecesOf(binary)
    .map((p) => ('text' in p ? decode(Buffer.from(p.text, 'latin1'), null, guess) : wordText(p)))
    .join('')

/** The charset of the first word that says how its bytes are read, other than UTF-8. */
export function charsetOfWords(binary: string): string | null {
  for (const m of binary.matchAll(WORD)) if (m[1] && isDeclared(m[1]) && !/^utf-?8/i.test(m[1])) return m[1]
  return null
}

/** The same with each run of words given as a whole, in the order they stand in. */
export const wordsAndText = (binary: string): { text: string; isWord: boolean }[] =>
  piecesOf(binary).map((p) => ('text' in p ? { text: p.text, isWord: false } : { text: wordText(p), isWord: true }))

/** Bytes that stand raw inside a word are what they look like rather than what the word declares. */
const wordText = (p: { charset: string; bytes: Buffer; isRaw: boolean }) => decode(p.bytes, p.isRaw && isUtf8(p.bytes) ? 'utf-8' : p.charset)

function piecesOf(binary: string): Piece[] {
  const out: Piece[] = []
  let from = 0
  for (const m of binary.matchAll(WORD)) {
    const between = binary.slice(from, m.index)
    const last = out.at(-1)
    const isApart = between !== '' && (!/^\s+$/.test(between) || last === undefined || 'text' in last)
    if (isApart) out.push({ text: between })
    from = m.index + m[0].length
    const charset = m[1] ?? ''
    const payload = m[3] ?? m[5] ?? ''
    const bytes = m[2] ? base64Bytes(Buffer.from(payload, 'latin1')) : qBytes(payload)
    // A letter may be split between two words: their bytes are joined before they are read.
    const before = out.at(-1)
    if (before && 'bytes' in before && before.charset.toLowerCase() === charset.toLowerCase() && before.bytes.length < JOINED_MAX && !isStateful(charset))
      out.splice(-1, 1, { charset: before.charset, bytes: Buffer.concat([before.bytes, bytes]), isRaw: before.isRaw || hasRaw(payload) })
    else out.push({ charset, bytes, isRaw: hasRaw(payload) })
  }
  if (from < binary.length) out.push({ text: binary.slice(from) })
  return out
}

/** Joining copies: beyond this a new run begins. */
const JOINED_MAX = 4096
const hasRaw = (payload: string) => /[\u0080-\u00ff]/.test(payload)
