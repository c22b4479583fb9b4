/** The header of a mail or of one of its parts (RFC 5322, RFC 2045), as binary strings: a UTF-16 unit for each byte. */
import { decode } from './charset'
import { decodeWords } from './encoded-words'

export type Field = { name: string; value: string }

/** Unfolded, names in lower case, in their order; lines that are no fields are left out. */
export function fieldsOf(block: string, max = 20_000): Field[] {
  const out: Field[] = []
  let name = ''
  let pieces: string[] = []
  const end = () => {
    if (name !== '')
      out.push({
        name,
        value: pieces
          .join('')
          .replace(/[\r\n]+/g, ' ')
          .trim(),
      })
    name = ''
  }
  for (const line of block.split(/\r?\n/)) {
    if (/^[ \t]/.test(line)) {
      if (name !== '') pieces.push(line)
      continue
    }
    end()
    if (out.length >= max) break
    const at = line.indexOf(':')
    const said = at < 1 ? '' : line.slice(0, at).replace(/[ \t]{1,50}$/, '')
    // A name is printable and has no blank in it: what has is not the field it looks like.
    if (!/^[\x21-\x7e]{1,200}$/.test(said)) continue
    name = said.toLowerCase()
    pieces = [line.slice(at + 1)]
  }
  end()
  return out
}

export const firstOf = (fields: readonly Field[], name: string): string => fields.find((f) => f.name === name)?.value ?? ''

export type Structured = { value: string; params: Map<string, string> }

const VALUE_MAX = 20_000

/** `text/plain; charset=x`: the value in lower case, and its parameters, RFC 2231 continuations joined. `guess`: charset of raw bytes. */
export function structured(binary: string, guess?: string | null): Structured {
  const [head = '', ...rest] = split(withoutComments(binary.slice(0, VALUE_MAX)))
  const params = new Map<string, string>()
  for (const piece of rest) {
    const at = piece.indexOf('=')
    const name = (at < 0 ? piece : piece.slice(0, at)).trim().toLowerCase()
    if (name !== '' && !params.has(name)) params.set(name, at < 0 ? '' : unquoted(piece.slice(at + 1)))
  }
  return { value: unquoted(head).toLowerCase().trim(), params: joined(params, guess) }
}

/** At semicolons outside of quotes. */
function split(s: string): string[] {
  const out: string[] = []
  let from = 0
  let inQuotes = false
  for (let i = 0; i < s.length; i++) {
    const c = s[i]
    if (inQuotes && c === '\\') i++
    else if (c === '"') inQuotes = !inQuotes
    else if (c === ';' && !inQuotes) {
      out.push(s.slice(from, i))
      from = i + 1
    }
  }
  // A quote that nobody closed is a letter like any other.
  if (inQuotes && out.length === 0) return s.split(';')
  return [...out, s.slice(from)]
}

/** In quotes up to where they end; without, all of it. */
function unquoted(value: string): string {
  const said = value.trim()
  if (!said.startsWith('"')) return said
  const inside = /^"((?:[^"\\]|\\.)*)/s.exec(said)?.[1] ?? ''
  // `C:\Users\me` in quotes is a path that nobody escaped.
  return /\\[^"\\]/.test(inside) ? inside.replace(/\\"/g, '"') : inside.replace(/\\(.)/gs, '$1')
}

/** Comments stand where blanks may: a bracket within a name belongs to the name. */
function withoutComments(s: string): string {
  if (!s.includes('(')) return s
  let out = ''
  let from = 0
  let depth = 0
  let inQuotes = false
  for (let i = 0; i < s.length; i++) {
    const c = s[i]
    if (c === '\\') i++
    else if (c === '"' && depth === 0) inQuotes = !inQuotes
    else if (inQuotes) continue
    else if (c === '(' && (depth > 0 || i === 0 || /[\s;]/.test(s[i - 1] ?? '') || !s.slice(from, i).includes('='))) {
      if (depth++ === 0) {
        out += s.slice(from, i)
        from = i
      }
    } else if (c === ')' && depth > 0 && --depth === 0) from = i + 1
  }
  // One that never ends is none.
  return depth > 0 ? s : out + s.slice(from)
}

function joined(params: Map<string, string>, guess?: string | null): Map<string, string> {
  const out = new Map<string, string>()
  const pieces = new Map<string, { nr: number; text: string; isEncoded: boolean }[]>()
  for (const [name, value] of params) {
    const m = /^([^*]+)\*(?:(\d{1,3})(\*)?)?$/.exec(name)
    if (!m) out.set(name, decodeWords(value, guess))
    else pieces.set(m[1] ?? '', [...(pieces.get(m[1] ?? '') ?? []).slice(0, 199), { nr: Number(m[2] ?? 0), text: value, isEncoded: m[2] === undefined || m[3] === '*' }])
  }
  for (const [name, list] of pieces) {
    const sorted = list.toSorted((a, b) => a.nr - b.nr)
    const [, charset, first] = sorted[0]?.isEncoded ? (/^([^']{0,60})'[^']{0,60}'(.*)$/s.exec(sorted[0].text) ?? []) : []
    const binary = sorted.map((p, i) => (p.isEncoded ? percentDecoded(i === 0 ? (first ?? p.text) : p.text) : p.text)).join('')
    const isEncoded = sorted.some((p) => p.isEncoded)
    // Some split an encoded word over the pieces.
    out.set(name, isEncoded ? decode(Buffer.from(binary, 'latin1'), charset || 'utf-8', guess) : decodeWords(binary, guess))
  }
  return out
}

const percentDecoded = (s: string) => s.replace(/%([0-9a-fA-F]{2})/g, (_, h: string) => String.fromCharCode(Number.parseInt(h, 16)))
