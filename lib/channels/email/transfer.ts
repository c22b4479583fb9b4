/** What content transfer encodings (RFC 2045 6, and uuencode) make of bytes, undone. All linear. */

/** Whatever is no base64 is skipped; padding in the middle begins anew, as where parts were joined. */
export function base64Bytes(raw: Uint8Array): Buffer {
  const text = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1')
  if (!/=[ \t]*(?:\r?\n)?[A-Za-z0-9+/]{2}/.test(text)) return Buffer.from(text, 'base64')
  return Buffer.concat(text.split(/=+/).map((unit) => Buffer.from(unit, 'base64')))
}

const LF = 10
const EQUALS = 61

export function quotedPrintableBytes(raw: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(raw.length)
  let n = 0
  for (let i = 0; i < raw.length; i++) {
    const c = raw[i] ?? 0
    if (c !== EQUALS) {
      out[n++] = c
      continue
    }
    const high = hex(raw[i + 1])
    const low = hex(raw[i + 2])
    if (high >= 0 && low >= 0) {
      out[n++] = (high << 4) | low
      i += 2
      continue
    }
    const end = softBreak(raw, i + 1)
    if (end < 0) out[n++] = c
    else i = end
  }
  return out.subarray(0, n)
}

/** Where the line ends when nothing but blanks follow; -1 when it goes on. */
function softBreak(raw: Uint8Array, at: number): number {
  let i = at
  while (raw[i] === 32 || raw[i] === 9 || raw[i] === 13) if (++i - at > 1000) return -1
  return raw[i] === LF || i >= raw.length ? Math.min(i, raw.length) : -1
}

/** The payload of a word encoded with Q. */
export function qBytes(payload: string): Buffer {
  const spaced = payload.replace(/_/g, ' ').replace(/=\s+(?=[0-9a-fA-F])/g, '=')
  return quotedPrintableBytes(Buffer.from(spaced, 'latin1'))
}

const hex = (c: number | undefined): number => (c === undefined ? -1 : c >= 48 && c <= 57 ? c - 48 : c >= 65 && c <= 70 ? c - 55 : c >= 97 && c <= 102 ? c - 87 : -1)

export type UuFile = { name: string; bytes: Buffer }

const BEGIN = /^begin(?:-base64)? [0-7]{3,4} (\S.{0,200})$/

/**
 * Files that stand uuencoded in a text, and the text without them. One without an end is left in the text. Both are binary
 * strings: a unit for each byte.
 */
export function uuFiles(binary: string, max: number): { text: string; files: UuFile[] } {
  if (!/^begin(?:-base64)? [0-7]{3,4} /m.test(binary)) return { text: binary, files: [] }
  const lines = binary.split(/\r?\n/)
  const ends = endsOf(lines)
  const kept: string[] = []
  const files: UuFile[] = []
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? ''
    const name = line.length < 230 && files.length < max ? BEGIN.exec(line)?.[1] : undefined
    const end = name === undefined ? -1 : (ends[i] ?? -1)
    if (name === undefined || end < 0 || !isUuLine(lines[i + 1] ?? '')) {
      kept.push(line)
      continue
    }
    const body = lines.slice(i + 1, end)
    files.push({ name: name.trim(), bytes: line.startsWith('begin-base64') ? base64Bytes(Buffer.from(body.join('\n'), 'latin1')) : Buffer.concat(body.map(uuLine)) })
    i = end
  }
  return { text: kept.join('\n'), files }
}

/** For each line the next one that ends a file. */
function endsOf(lines: readonly string[]): number[] {
  const out: number[] = Array(lines.length)
  let next = -1
  for (let i = lines.length - 1; i >= 0; i--) {
    out[i] = next
    if (/^(?:end|====)\s*$/.test(lines[i] ?? '')) next = i
  }
  return out
}

/** As long as its first letter says, or the line of a file that is empty. */
function isUuLine(line: string): boolean {
  const n = (line.charCodeAt(0) - 32) & 63
  const trimmed = line.trimEnd()
  return line !== '' && (/^[A-Za-z0-9+/=]{4,}$/.test(trimmed) || (n <= 45 && trimmed.length <= 1 + Math.ceil(n / 3) * 4 + 2))
}

function uuLine(line: string): Buffer {
  const n = line === '' ? 0 : (line.charCodeAt(0) - 32) & 63
  const out = Buffer.alloc(n)
  const six = (i: number) => (i < line.length ? (line.charCodeAt(i) - 32) & 63 : 0)
  for (let at = 0, i = 1; at < n; at += 3, i += 4) {
    const word = (six(i) << 18) | (six(i + 1) << 12) | (six(i + 2) << 6) | six(i + 3)
    out[at] = word >> 16
    if (at + 1 < n) out[at + 1] = (word >> 8) & 255
    if (at + 2 < n) out[at + 2] = word & 255
  }
  return out
}

/** A part whose transfer encoding is uuencode, with or without its frame. */
export function uuBytes(raw: Uint8Array): Buffer {
  const text = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1')
  const found = uuFiles(text, 1).files[0]
  return found ? found.bytes : Buffer.concat(text.split(/\r?\n/).map(uuLine))
}

/** A part's body as it was before it was encoded for the way. */
export function transferDecoded(raw: Uint8Array, encoding: string): Uint8Array {
  const name = /[\w-]+/.exec(encoding.toLowerCase())?.[0] ?? ''
  if (name === 'base64' || name === 'b64' || name === 'x-base64') return base64Bytes(raw)
  if (name === 'quoted-printable' || name === 'qp' || name === 'quotedprintable') return quotedPrintableBytes(raw)
  return /^(?:x-)?uu(?:e|encode|encoded)?$/.test(name) ? uuBytes(raw) : raw
}
