/** Forms that come from outside: fields and parts are counted before anything is made of them. */
import type { Writable } from 'node:stream'
import { Busboy, type BusboyHeaders } from '@fastify/busboy'
import { TooMany } from './json'

/** Most fields of one form. */
const FIELDS_MAX = 1000

/**
 * The fields of `application/x-www-form-urlencoded` (WHATWG URL 5.1), or of a query, in order. Read as bytes: the platform's
 * parser takes almost a second for a megabyte of `+`. Throws TooMany.
 */
export function parseForm(raw: string | Uint8Array, most = FIELDS_MAX): [string, string][] {
  const bytes = Buffer.from(raw)
  const out: [string, string][] = []
  let fields = 0
  for (let start = 0; start < bytes.length;) {
    const next = bytes.indexOf(AMPERSAND, start)
    const end = next === -1 ? bytes.length : next
    // Empty ones count as well: a form of nothing but `&` would be as long to read.
    if (++fields > most) throw new TooMany()
    const mark = bytes.subarray(start, end).indexOf(EQUALS)
    const split = mark === -1 ? end : start + mark
    if (end > start) out.push([decoded(bytes.subarray(start, split)), decoded(bytes.subarray(Math.min(split + 1, end), end))])
    start = end + 1
  }
  return out
}

const [AMPERSAND, EQUALS, PLUS, PERCENT, SPACE] = [38, 61, 43, 37, 32]

/** Changes the bytes it is given. */
function decoded(bytes: Buffer): string {
  let to = 0
  for (let i = 0; i < bytes.length; i++, to++) {
    const c = bytes[i] ?? 0
    const high = c === PERCENT ? hex(bytes[i + 1]) : -1
    const low = high === -1 ? -1 : hex(bytes[i + 2])
    bytes[to] = c === PLUS ? SPACE : low === -1 ? c : high * 16 + low
    if (low !== -1) i += 2
  }
  return bytes.subarray(0, to).toString('utf8')
}

function hex(c = 0): number {
  if (c >= 48 && c <= 57) return c - 48
  const letter = c | 32
  return letter >= 97 && letter <= 102 ? letter - 87 : -1
}

export type FormFile = { field: string; name: string; type: string; bytes: Buffer }
export type Multipart = { fields: [string, string][]; files: FormFile[] }

/** Most parts of one multipart form, and bytes of a field that is no file. */
const PARTS_MAX = 1000
const FIELD_MAX = 5 * 1024 * 1024

/**
 * The parts of `multipart/form-data` (RFC 7578), read as they come. `files`: how many are kept; 0 leaves them out. The
 * caller bounds the bytes of `source`. Throws TooMany, or an Error for what is no such form.
 */
export function parseMultipart(source: AsyncIterable<Uint8Array>, contentType: string, files: number): Promise<Multipart> {
  return new Promise((done, failed) => {
    const out: Multipart = { fields: [], files: [] }
    const headers: BusboyHeaders = { 'content-type': contentType }
    const parser = new Busboy({ headers, limits: { parts: PARTS_MAX, fields: PARTS_MAX, fieldNameSize: 200, fieldSize: FIELD_MAX, headerPairs: 50, headerSize: 16_384 } })
    const tooMany = () => parser.destroy(new TooMany())
    parser.on('field', (name, value) => void out.fields.push([name, value]))
    parser.on('file', (field, stream, name, _encoding, type) => {
      if (out.files.length >= files) return void stream.resume()
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk))
      stream.on('error', failed)
      stream.on('end', () => void out.files.push({ field, name: name ?? '', type, bytes: Buffer.concat(chunks) }))
    })
    parser.on('partsLimit', tooMany)
    parser.on('fieldsLimit', tooMany)
    parser.on('error', failed)
    parser.on('finish', () => done(out))
    feed(parser, source).catch(failed)
  })
}

async function feed(parser: Writable, source: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of source) {
    if (parser.destroyed) return
    // Piece by piece with a turn between them: a form of many small parts must not hold everybody up.
    for (let at = 0; at < chunk.length; at += PIECE) {
      parser.write(Buffer.from(chunk.buffer, chunk.byteOffset + at, Math.min(PIECE, chunk.length - at)))
      if (chunk.length > PIECE) await new Promise((turn) => setImmediate(turn))
    }
  }
  parser.end()
}
const PIECE = 2 ** 18
