/**
 * The parts of a mail (RFC 2045, 2046) as views of its bytes. Never throws, nothing is copied, and every line is looked at
 * once: depth and number of parts cost no more than their own lines.
 */
import { fieldsOf, firstOf, type Field, type Structured, structured } from './header-fields'

export type Part = {
  type: Structured
  disposition: string
  /** The headers that may name it, as they came. */
  named: { type: string; disposition: string }
  encoding: string
  contentId: string
  /** Its body, still encoded for the way. */
  raw: Uint8Array
  /** The `multipart/alternative` closest around it, by number; null for none. */
  alternative: number | null
  /** Of a kind of multipart, as `mixed`; '' for the mail itself. */
  within: string
}

export type Parts = { header: Field[]; parts: Part[] }

const DEPTH_MAX = 256
const PARTS_MAX = 10_000
/** Bytes of all headers together; beyond them only a header's last lines go missing. */
const HEADERS_MAX = 4 * 2 ** 20
const HEADER_MAX = 2 * 2 ** 20
const BOUNDARY_MAX = 250

type Open = { boundary: string; kind: string; alternative: number | null }
/** `junk`: where the lines behind the last field begin, which are words that lack an empty line above them; -1 for none. */
type Reading = { state: 'header' | 'body' | 'nothing'; from: number; header: Field[]; isRoot: boolean; junk: number }

export function partsOf(bytes: Uint8Array): Parts {
  const buf = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: Part[] = []
  const stack: Open[] = []
  let root: Field[] = []
  let headerBytes = 0
  let alternatives = 0
  let at: Reading = { state: 'header', from: 0, header: [], isRoot: true, junk: -1 }
  let type: Structured = { value: '', params: new Map() }

  const headEnds = (end: number, next: number): void => {
    const room = Math.max(0, Math.min(HEADER_MAX, HEADERS_MAX - headerBytes))
    const block = buf.subarray(at.from, Math.min(end, at.from + room))
    headerBytes += block.length
    const header = fieldsOf(block.toString('latin1'))
    if (at.isRoot) root = header
    const within = stack.at(-1)
    type = structured(firstOf(header, 'content-type'))
    const kind = /^multipart\/([\w.-]+)/.exec(type.value)?.[1]
    const boundary = kind === undefined ? undefined : type.params.get('boundary')?.slice(0, BOUNDARY_MAX).trimEnd() || boundaryAt(buf, next)
    at = { state: 'body', from: next, header, isRoot: false, junk: -1 }
    if (kind === undefined || !boundary || stack.length >= DEPTH_MAX) return
    stack.push({ boundary: latin1(boundary), kind, alternative: kind === 'alternative' ? ++alternatives : (within?.alternative ?? null) })
    at.state = 'nothing'
  }

  const partEnds = (end: number): void => {
    if (at.state === 'header') headEnds(at.junk >= 0 ? at.junk : end, at.junk >= 0 ? at.junk : end)
    if (at.state !== 'body' || parts.length >= PARTS_MAX) return
    const within = stack.at(-1)
    const { header } = at
    parts.push({
      type: { ...type, value: typeOf(type.value, within?.kind) },
      disposition: structured(firstOf(header, 'content-disposition')).value,
      named: { type: firstOf(header, 'content-type'), disposition: firstOf(header, 'content-disposition') },
      encoding: firstOf(header, 'content-transfer-encoding').slice(0, 200),
      contentId: firstOf(header, 'content-id').slice(0, 500),
      raw: buf.subarray(at.from, Math.max(at.from, end)),
      alternative: within?.alternative ?? null,
      within: within?.kind ?? '',
    })
  }

  for (let from = 0; from < buf.length && parts.length < PARTS_MAX;) {
    const feed = buf.indexOf(10, from)
    const next = feed < 0 ? buf.length : feed + 1
    let end = feed < 0 ? buf.length : feed
    while (end > from && buf[end - 1] === 13) end--
    // A divider right below the header, without an empty line: no field begins so.
    if (at.state === 'header' && from > at.from && buf[from] === 45 && buf[from + 1] === 45) headEnds(from, from)
    const found = stack.length > 0 && buf[from] === 45 && buf[from + 1] === 45 ? delimiter(buf, from, end, stack) : null
    if (found) {
      partEnds(from === 0 ? 0 : buf[from - 2] === 13 ? from - 2 : from - 1)
      stack.length = found.level + (found.isLast ? 0 : 1)
      at = { state: found.isLast ? 'nothing' : 'header', from: next, header: [], isRoot: false, junk: -1 }
    } else if (at.state === 'header' && end === from) {
      headEnds(at.junk >= 0 ? at.junk : from, at.junk >= 0 ? at.junk : next)
    } else if (at.state === 'header') at.junk = isField(buf, from, end) ? -1 : at.junk >= 0 ? at.junk : from
    from = next
  }
  partEnds(buf.length)
  return { header: root, parts }
}

/** A field, the rest of one, or a parameter that should have been indented. */
const isField = (buf: Buffer, from: number, end: number) =>
  /^[ \t]|^[\x21-\x39\x3b-\x7e]{1,200}[ \t]{0,50}:|^(?:From |[\w-]{1,40}\*?=)/.test(buf.toString('latin1', from, Math.min(end, from + 260)))

/** What is no type, and what should have parts but has none, is plain text. */
function typeOf(said: string, within: string | undefined): string {
  const type = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+/.exec(said)?.[0]
  if (type === undefined && within === 'digest') return 'message/rfc822'
  return type === undefined || type.startsWith('multipart/') ? 'text/plain' : type
}

const latin1 = (s: string) => (/[^\u0000-\u00ff]/.test(s) ? Buffer.from(s).toString('latin1') : s)

/** Which of the open multiparts a line divides, the innermost first, and whether it is its last one. */
function delimiter(buf: Buffer, from: number, end: number, stack: readonly Open[]): { level: number; isLast: boolean } | null {
  if (end - from > BOUNDARY_MAX + 100) return null
  const said = buf.toString('latin1', from + 2, end).replace(/[ \t]+$/, '')
  for (let level = stack.length - 1; level >= 0; level--) {
    const { boundary } = stack[level] ?? { boundary: '' }
    if (said.length === boundary.length ? said === boundary : said.length === boundary.length + 2 && said.endsWith('--') && said.startsWith(boundary))
      return { level, isLast: said !== boundary }
  }
  return null
}

/** Of a multipart that does not name its boundary: the first line that looks like one. */
function boundaryAt(buf: Buffer, from: number): string | undefined {
  const head = buf.toString('latin1', from, Math.min(buf.length, from + 4096))
  return /^--([^\s-][^\r\n]{0,200}?|-{2,}[^\r\n]{1,200}?)[ \t]*\r?\n(?:content-[\w-]+:|\r?\n)/im.exec(head)?.[1]
}
