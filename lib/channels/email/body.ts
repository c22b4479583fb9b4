/** What of a mail's parts is its text, and what is a file. */
import { decode } from './charset'
import { unflow } from './flowed'
import { structured } from './header-fields'
import { htmlToText } from './html-text'
import type { Part } from './mime'
import { textToHtml } from './text-html'
import { transferDecoded, uuFiles } from './transfer'

/** `bytes()` decodes them anew each time: most that are left out are never asked for. */
export type File = { name: string; type: string; contentId: string; isLast: boolean; bytes(): Uint8Array }
/** `text` null: nobody wrote plain text. `html` null: nobody wrote HTML. */
export type Body = { text: string | null; html: string | null; files: File[] }

type Kind = 'plain' | 'html'
/** Parts that say the same in two ways are one; every other text is one of its own. */
type Entry = Partial<Record<Kind, string[]>>

const UU_MAX = 100
/** Bytes to look at for so many letters. */
const BYTES = 4

/** `charset`: what bytes are written in that nobody declared. */
export function bodyOf(parts: readonly Part[], o: { charset: string | null; textMax: number; htmlMax: number }): Body {
  const entries = new Map<Part | number, Entry>()
  const files: File[] = []
  const kinds = new Set<Kind>()
  const hasOwnText = parts.some((p) => kindOf(p) !== null && !isNamed(p))
  let isShown = false
  for (const part of parts) {
    const kind = kindOf(part)
    const isFile = kind === null || (isNamed(part) && part.within !== '' && part.within !== 'alternative')
    // A mail of nothing but named texts says what it says in the first of them.
    const isRead = kind !== null && (!isFile || (!hasOwnText && !isShown))
    if (isFile && !isIgnored(part)) files.push(fileOf(part, part === parts.at(-1), o.charset))
    if (!isRead) continue
    isShown = true
    kinds.add(kind)
    const read = textOf(part, kind, o, UU_MAX - files.length)
    files.push(...read.files)
    const key = part.alternative ?? part
    const entry = entries.get(key) ?? {}
    entries.set(key, { ...entry, [kind]: [...(entry[kind] ?? []), read.text] })
  }
  const all = [...entries.values()]
  return {
    text: kinds.has('plain') ? joined(all.map((e) => e.plain?.join('\n') ?? htmlToText((e.html ?? []).join('\n').slice(0, o.htmlMax)))).slice(0, o.textMax) : null,
    html: kinds.has('html') ? joined(all.map((e) => e.html?.join('\n') ?? textToHtml((e.plain ?? []).join('\n')))).slice(0, o.htmlMax) : null,
    files,
  }
}

const joined = (list: string[]) => list.join('\n')

const isAttached = (p: Part) => p.disposition === 'attachment'
const nameOf = (p: Part, charset: string | null) =>
  structured(p.named.disposition, charset).params.get('filename') || structured(p.named.type, charset).params.get('name') || ''
const isNamed = (p: Part) => nameOf(p, null) !== ''

/** As what it can be read; null for what is a file whatever it is called. */
function kindOf(p: Part): Kind | null {
  if (isAttached(p)) return null
  if (p.type.value === 'text/html') return 'html'
  // A mail that is one text of any kind is read as such.
  return p.type.value === 'text/plain' || (p.within === '' && /^text\/(?!calendar|directory|x-vcard|vcard)/.test(p.type.value)) ? 'plain' : null
}

/** The same words once more, for programs of a kind. */
const isIgnored = (p: Part) => p.within === 'alternative' && /^text\/(?:x-amp-html|watch-html)$/.test(p.type.value)

function textOf(p: Part, kind: Kind, o: { charset: string | null; textMax: number; htmlMax: number }, uuMax: number): { text: string; files: File[] } {
  const max = (kind === 'html' ? o.htmlMax : o.textMax) * BYTES
  const whole = transferDecoded(p.raw, p.encoding)
  const uu = kind === 'plain' && uuMax > 0 ? uuFiles(Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength).toString('latin1'), uuMax) : null
  const bytes = (uu && uu.files.length > 0 ? Buffer.from(uu.text, 'latin1') : whole).subarray(0, max)
  const charset = p.type.params.get('charset') ?? null
  const text = decode(bytes, charset, kind === 'html' ? (o.charset ?? charsetInHtml(bytes)) : o.charset)
  const isFlowed = kind === 'plain' && /^flowed$/i.test(p.type.params.get('format')?.trim() ?? '')
  return {
    text: (isFlowed ? unflow(text, /^yes$/i.test(p.type.params.get('delsp')?.trim() ?? '')) : text).replace(/^\ufeff/, ''),
    files: (uu?.files ?? []).map((f) => ({ name: f.name, type: 'application/octet-stream', contentId: '', isLast: false, bytes: () => f.bytes })),
  }
}

/** As a page says of itself. */
const charsetInHtml = (bytes: Uint8Array): string | null =>
  /<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?([\w:.-]{2,40})/i.exec(Buffer.from(bytes.subarray(0, 4096)).toString('latin1'))?.[1] ?? null

function fileOf(p: Part, isLast: boolean, charset: string | null): File {
  const type = p.type.value
  return {
    name: nameOf(p, charset),
    type,
    contentId: p.contentId,
    isLast,
    bytes() {
      const bytes = transferDecoded(p.raw, p.encoding)
      const declared = p.type.params.get('charset')
      // Calendars are read by programs that know UTF-8 only.
      return /^(?:text\/calendar|application\/ics)$/.test(type) && declared ? Buffer.from(decode(bytes, declared, charset)) : bytes
    },
  }
}
