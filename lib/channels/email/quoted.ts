/** Where a mail's own words end and what it quotes begins, by rules that hold in any language. */
import { FORWARDED, FROM_LABELS, ORIGINAL, OTHER_LABELS, WROTE } from './quote-words'

const escape = (s: string) =>
  s
    .replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    .replace(/[’']/g, "[’']")
    .replace(/ /g, '\\s+')
const anyOf = (words: readonly string[]) =>
  `(?:${words
    .toSorted((a, b) => b.length - a.length)
    .map(escape)
    .join('|')})`

const FROM = new Set(FROM_LABELS)
const OTHER = new Set(OTHER_LABELS)
/** What is looked for stands in short lines: a long one is somebody's words, or made to be slow. */
const SHORT = 300
const RULE = /^[\s>*]*(?:[-_=*~—–─]\s?){0,60}\s*$/u
const ORIGINAL_LINE = new RegExp(`^[\\s>*]*[-_=—–*]{1,40}\\s*${anyOf([...ORIGINAL, ...FORWARDED])}\\s*:?\\s*[-_=—–*]{0,40}\\s*$`, 'iu')
const ORIGINAL_ALONE = new RegExp(`^[\\s>*]*${anyOf([...ORIGINAL, ...FORWARDED])}\\s*[:：]\\s*$`, 'iu')
const ABOVE =
  /^[ \t]*(?:-{3,}\s*)?(?:please (?:reply|type your reply) above this line|##- .{0,80} -##|.{0,10}reply above this line|(?:bitte )?antworten sie oberhalb dieser linie|répondez? au-dessus de cette ligne|responde por encima de esta l[ií]nea)/iu
const SAID = new RegExp(
  `(?:^|[\\s,>)\\]"”:]|님이\\s)${anyOf(WROTE)}(?:[\\s\\]):：,(-]|$)|(?:さん|様)?(?:のメール|のメッセージ|は書きました|が書きました)|写道|寫道|写到|작성`,
  'iu',
)
/** A day or a time, or an address. */
const DATED = /\b(?:19|20)\d\d\b|\d{1,2}[:.h]\d{2}\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}\.\s?\p{L}{3,12}|[\w.+-]+@[\w.-]+\.\w{2,}|\d年|\d월/u

const isRule = (line: string) => line.length < SHORT && RULE.test(line)

/** `label: value` of a block of headers; what stands in bold counts too. */
function labelOf(line: string): string | null {
  if (!/[:：]/.test(line.slice(0, SHORT))) return null
  const m = /^[\s>*_|]*([\p{L}\p{M}][\p{L}\p{M} .’'-]{0,24}?)\s*[*_]*\s*[:：][*_]*(?:\s|$|\S)/u.exec(line.slice(0, SHORT).replace(/\u00a0/g, ' '))
  return m ? (m[1] ?? '').trim().toLowerCase() : null
}

/** How many lines a block of headers beginning here has: at least a From and two others. 0: none. */
function blockAt(lines: readonly string[], at: number): number {
  let from = 0
  let other = 0
  let n = 0
  let blank = 0
  for (; at + n < lines.length && n < 16; n++) {
    const line = lines[at + n] ?? ''
    if (line.trim() === '' && n > 0 && blank === 0 && from + other < 3) {
      blank++
      continue
    }
    const label = labelOf(line)
    if (label !== null && FROM.has(label)) from++
    else if (label !== null && OTHER.has(label)) other++
    // A long value goes on in the next line.
    else if (n === 0 || label !== null || line.trim() === '' || !/@|^\s|[;,]\s*$/.test(`${lines[at + n - 1] ?? ''}\n${line}`)) break
  }
  const first = labelOf(lines[at] ?? '')
  const begins = first !== null && (FROM.has(first) || OTHER.has(first))
  return begins && from >= 1 && other >= 2 && from + other >= 3 ? n : 0
}

/** How many lines an attribution ("On …, Ann wrote:") beginning here has; 0: none. */
function attributionAt(lines: readonly string[], at: number): number {
  if (!/[\d@<]/.test(lines[at] ?? '')) return 0
  let joined = ''
  for (let n = 1; n <= 5 && at + n <= lines.length; n++) {
    const line = (lines[at + n - 1] ?? '').trim()
    // It may begin further down, below somebody's last sentence.
    if (n > 1 && (BEGINS.test(line) || (n === 2 && /[.?!…]$/.test(joined) && !/<[^>]*$/.test(joined)))) return 0
    if (line === '' || (n > 1 && isQuoted(line) && !/^>\s*[:：]$/.test(line)) || joined.length + line.length > 400) return 0
    joined = `${joined} ${line}`.trim()
    const bare = joined.replace(/^[\s-]+|[\s-]+$/g, '').replace(MARKS, '')
    if (!/[:：]$/.test(bare) && !/(?:wrote|写道|寫道)$/u.test(bare)) continue
    if (!DATED.test(bare)) return 0
    if (SAID.test(bare) || (/[<([]\s*[^\s<>]+@[^\s<>]+\s*[>)\]]\s*[:：]$/.test(bare) && CLOCK.test(bare))) return n
    // Whatever the language: a line with a date or an address that ends in a colon, with a quote right below.
    return isQuoted(nextOf(lines, at + n, 2)) && /@|\d{4}|\d[:.]\d\d/.test(bare) ? n : 0
  }
  return 0
}
/** A day or a time of day. */
const CLOCK = /\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d{2}\b|\d年/
/** Marks of direction, which stand around names in Hebrew and Arabic. */
const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const BEGINS = /^[-\s]*(?:on|le|am|el|em|il|op|den|dne|dnia|w dniu|em|στις|vào|pada|เมื่อ|在|於|в|за)\s.{0,40}\d/iu

/** The next line, up to so many below, in which something stands; '' for none. */
function nextOf(lines: readonly string[], at: number, within = 20): string {
  for (let i = at; i < Math.min(at + within, lines.length); i++) {
    const line = (lines[i] ?? '').trim()
    if (line !== '') return line
  }
  return ''
}

/** The text up to where all the rest is quoted, and without the quotes in between. Linear. */
export function withoutQuotes(text: string): string {
  const lines = text.split('\n')
  const kept: string[] = []
  let isFirst = true
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? ''
    if (!isFirst && line.length < SHORT && (ORIGINAL_LINE.test(line) || ORIGINAL_ALONE.test(line) || ABOVE.test(line) || /^[ \t]*_{20,}[ \t]*$/.test(line)))
      return end(kept)
    if (!isFirst && labelOf(line) !== null && blockAt(lines, i) > 0) return end(kept)
    const n = /[\d@]/.test(`${line}${lines[i + 1] ?? ''}${lines[i + 2] ?? ''}`) ? attributionAt(lines, i) : 0
    if (n > 0) {
      const next = nextOf(lines, i + n)
      // Answers may stand between the quotes: only the line that names their writer goes.
      if (!isQuoted(next) && !isFirst) return end(kept)
      kept.push(...(isQuoted(next) ? [''] : lines.slice(i, i + n)))
      i += n - 1
      continue
    }
    if (isQuoted(line) || isWrapped(lines, i)) {
      // What stood on both sides of it stays apart.
      if (kept.length > 0 && kept.at(-1) !== '') kept.push('')
      continue
    }
    kept.push(line)
    if (line.trim() !== '') isFirst = false
  }
  return kept.join('\n')
}

const isQuoted = (line: string) => /^[\s\u200e\u200f\u202a-\u202e]{0,4}>/.test(line)

/** The rule above a quote belongs to it. */
function end(kept: string[]): string {
  while (kept.length > 0 && isRule(kept.at(-1) ?? '')) kept.pop()
  return kept.join('\n')
}

/** The end of a quoted line that somebody's program broke in two. */
function isWrapped(lines: readonly string[], i: number): boolean {
  let above = i - 1
  // Broken more than once.
  while (above > i - 3 && above >= 0 && !isQuoted(lines[above] ?? '')) above--
  const quote = lines[above] ?? ''
  if (above < 0 || !isQuoted(quote)) return false
  if (above === i - 1 && /^\p{Ll}/u.test(lines[i] ?? '') && isQuoted(lines[i + 1] ?? '')) return true
  if (quote.length < 60 || /[.?!:;]["”)]?\s*$/.test(quote)) return false
  const between = lines.slice(above + 1, i + 1)
  const next = lines[i + 1]
  return between.every((l) => l.trim() !== '') && (next === undefined || next.trim() === '' || isQuoted(next) || (above === i - 1 && isQuoted(lines[i + 2] ?? '')))
}
