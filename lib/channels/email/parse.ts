/** Reads a mail as it came from the wire. Never throws: what cannot be read is shown as far as it can. */
import { own } from '../loose'
import { cleanName } from '@/lib/domain/attachments/name'
import { FILE_MAX } from '@/lib/domain/attachments/limit'
import { clean, cleanLine } from '@/lib/domain/text'
import { peopleIn, type Person } from './addresses'
import { bodyOf, type File } from './body'
import { decode, isDeclared } from './charset'
import { charsetOfWords, decodeWords } from './encoded-words'
import { type Field, firstOf } from './header-fields'
import { htmlToText } from './html-text'
import { type Mail, MAIL_MAX, type Mailbox, type MailFile } from './mail'
import { type Part, partsOf } from './mime'

const TEXT_MAX = 400_000
const HTML_MAX = 2_000_000
const FILES_MAX = 100
const PEOPLE_MAX = 200
const IDS_MAX = 60
const ID_MAX = 400

/** `cut`: the bytes end before the mail does, so its last file is not whole. */
export async function parseMail(raw: Uint8Array, { cut = false } = {}): Promise<Mail> {
  const bytes = straightened(raw.subarray(0, MAIL_MAX))
  const isCut = cut || raw.length > MAIL_MAX
  const { header: fields, parts } = partsOf(bytes)
  const guess = guessOf(fields, parts)
  const header = headersOf(fields, guess)
  const people = (name: string) => boxes(fields.filter((f) => f.name === name).flatMap((f) => peopleIn(f.value, guess).people))
  const body = bodyOf(parts, { charset: guess, textMax: TEXT_MAX, htmlMax: HTML_MAX })
  const html = body.html?.trim() ? clean(body.html) : null
  const isHtmlOnly = html !== null && body.text === null
  const plain = isHtmlOnly ? '' : clean((body.text ?? '').slice(0, TEXT_MAX)).trim()
  const text = plain || (html ? clean(htmlToText(html).slice(0, TEXT_MAX)).trim() : '')
  const { files, leftOut, emptyFiles } = filesOf(body.files, html, isCut)
  // HTML whose words hide from every reader, in a tag that never ends, is shown without what looks like a tag.
  const shown = text || (files.length > 0 ? '' : html ? clean(html.slice(0, TEXT_MAX).replace(/<[^<>]*>/g, ' ')).trim() : bareText(bytes)) || '(no text)'
  const [to, cc] = [people('to'), people('cc')]
  const delivered = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-forwarded-to'].flatMap(people)
  const subject = fields.find((f) => f.name === 'subject' && f.value !== '')?.value ?? ''
  return {
    from: senderOf(fields, guess),
    replyTo: people('reply-to'),
    to,
    cc,
    deliveredTo: [...new Set([...delivered, ...to, ...cc, ...people('bcc')].map((p) => p.address))],
    subject: oneLine(decodeWords(subject.slice(0, 20_000), guess), 300) || '(no subject)',
    at: dateOf(header),
    messageId: idsOf(fields, 'message-id')[0] ?? null,
    inReplyTo: idsOf(fields, 'in-reply-to'),
    references: idsOf(fields, 'references'),
    text: shown,
    html,
    isHtmlOnly,
    files,
    leftOut,
    emptyFiles,
    header,
    reports: reportsOf(body.files),
  }
}

/** The charset of raw bytes that nobody declared: what the mail's own text is written in, or the words in its header. */
function guessOf(fields: readonly Field[], parts: readonly Part[]): string | null {
  const declared = parts.map((p) => (p.type.value.startsWith('text/') ? p.type.params.get('charset') : undefined)).find(isDeclared)
  if (declared !== undefined) return declared
  return ['subject', 'from', 'to'].map((name) => charsetOfWords(firstOf(fields, name).slice(0, 20_000))).find((c) => c !== null) ?? null
}

/** Begins with a header and has lines, where the one who sent it saw to neither. */
function straightened(bytes: Uint8Array): Uint8Array {
  const head = Buffer.from(bytes.subarray(0, 65_536)).toString('latin1')
  if (!head.includes('\n') && head.includes('\r')) return straightened(Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('\r', '\n'), 'latin1'))
  // Empty lines, a byte order mark, what a mailbox file puts before a mail, or one line of a program that handed it over.
  const blank = /^(?:\xef\xbb\xbf)?(?:[ \t]{0,200}\r?\n)*(?:>From [^\n]{0,1000}\n)?(?:[ \t]{1,20}(?=[\w-]{2,60}:))?/.exec(head)?.[0].length ?? 0
  const rest = head.slice(blank)
  if (/^(?:[\w-]+[ \t]*:|From )/.test(rest)) return bytes.subarray(blank)
  const junk = JUNK_LINE.exec(rest)
  if (junk) return bytes.subarray(blank + junk[0].length)
  // No headers: all of it is what was written.
  return rest.trim() === '' ? bytes : Buffer.concat([Buffer.from('\r\n'), bytes])
}

/** One line that is no field, and fields of a mail right below it. */
const JUNK_LINE =
  /^[^\r\n]{1,1000}\r?\n(?=(?:return-path|received|delivered-to|from|to|subject|date|message-id|mime-version|reply-to|x-[\w-]{1,60}):[^\n]*\n(?:[ \t][^\n]*\n){0,50}[\w-]{2,60}:)/i

/** What stands in a body whose parts cannot be told apart, without their marks. */
function bareText(bytes: Uint8Array): string {
  const lines = halves(bytes)[1]
    .split('\n')
    .filter((l) => !/^--\S|^content-[\w-]+:|^\s+(boundary|charset|name)=/i.test(l))
  return clean(lines.join('\n')).trim()
}

/** The first 64 kB of the headers and of what follows them. */
function halves(bytes: Uint8Array): [string, string] {
  const said = decode(bytes.subarray(0, 2 ** 20))
  const end = /\r?\n\r?\n/.exec(said)
  const at = end ? end.index : said.length
  return [said.slice(0, Math.min(at, 65_536)), said.slice(at).trim().slice(0, 65_536)]
}

function headersOf(fields: readonly Field[], guess: string | null): Mail['header'] {
  const map = new Map<string, string[]>()
  for (const { name, value } of fields.slice(0, 500)) {
    const list = map.get(name) ?? []
    if (list.length < 50) map.set(name, [...list, decode(Buffer.from(value.slice(0, 32_000), 'latin1'), null, guess)])
  }
  return (name) => map.get(name) ?? []
}

const oneLine = (s: string, max: number) =>
  cleanLine(s.slice(0, max * 8))
    .slice(0, max)
    .toWellFormed()

function boxes(list: readonly Person[]): Mailbox[] {
  const seen = new Set<string>()
  const out: Mailbox[] = []
  for (const p of list) {
    const box = mailbox(p)
    if (box === null || seen.has(box.address) || out.length >= PEOPLE_MAX) continue
    seen.add(box.address)
    out.push(box)
  }
  return out
}

function mailbox(p: Pick<Person, 'name' | 'address'>): Mailbox | null {
  const said = oneLine(p.address, 254).toLowerCase()
  const at = said.lastIndexOf('@')
  const local = said.slice(0, Math.max(at, 0)).trim()
  // A quoted local part with blanks (RFC 5322 3.4.1) is another one without them; what stands before a blank otherwise is no part of it.
  const plain = /^"[^"\\]*\s[^"\\]*"$/.test(local) ? local : (local.split(/\s/).at(-1) ?? '').replace(/[<>,;"]/g, '')
  const address = at > 0 ? plain && `${plain}@${said.slice(at + 1).replace(/[\s<>,;"]/g, '')}` : said.replace(/[\s<>,;"]/g, '')
  return address ? { address, name: oneLine(p.name, 120) } : null
}

/** Of nobody whom one could answer. Each mail of such a sender is somebody else's (intake names them apart). */
export const UNKNOWN_SENDER = 'unknown-sender@invalid'

/** Who it is from, by the best that is there; there is always somebody. */
function senderOf(fields: readonly Field[], guess: string | null): Mailbox {
  const read = (name: string) => fields.filter((f) => f.name === name && f.value !== '').map((f) => peopleIn(f.value, guess))
  const from = read('from')
  // What stands in brackets is an address; what stands before it may only look like one.
  const real = from.flatMap(({ people }) => people.find((p) => p.hasBrackets && p.address.includes('@')) ?? people[0] ?? [])[0]
  for (const p of [real, ...['sender', 'reply-to'].flatMap(read).flatMap((r) => r.people)]) {
    const box = p && mailbox(p)
    if (box?.address.includes('@')) return box
  }
  const raw = oneLine(from.map((f) => f.alone).join(' ') || decodeWords(firstOf(fields, 'from').slice(0, 2000), guess), 120)
  if (/^\W*mailer-daemon\b/i.test(raw)) return { address: 'mailer-daemon@invalid', name: 'MAILER-DAEMON' }
  const envelope = boxes(['return-path', 'x-envelope-from'].flatMap(read).flatMap((r) => r.people))[0]
  if (envelope?.address.includes('@')) return { address: envelope.address, name: raw || envelope.name }
  const local = real && mailbox(real)
  return local ?? { address: UNKNOWN_SENDER, name: raw || 'Unknown sender' }
}

/** What the mail says, unless it lies in the future or before there was mail. */
function dateOf(header: Mail['header']): number | null {
  for (const said of [header('date')[0], header('received')[0]?.split(';').at(-1)]) {
    // No date is longer; opening brackets by the thousand would each be looked after to the end.
    const at = said
      ? Date.parse(
          said
            .slice(0, 300)
            .replace(/\([^)]*\)/g, '')
            .trim(),
        )
      : NaN
    if (at > 0 && at < Date.now() + 86_400_000) return at
  }
  return null
}

/** Message ids in a header, without brackets. Some writers leave the brackets away or put several. */
export function ids(value: string): string[] {
  const said = value.slice(0, 32_000).replace(/&lt;/gi, '<').replace(/&gt;/gi, '>')
  // A bracket that nobody closed ends with the word; one that was folded in its midst is whole without the blanks.
  const inBrackets = [...said.matchAll(/<([^<>]{1,1000})(>?)/g)].flatMap(
    ([, id = '', end]) => (end ? id.replace(/\s+/g, '') : (id.trim().split(/[\s,;]/)[0] ?? '')) || [],
  )
  const found = inBrackets.length > 0 ? inBrackets : said.split(/[\s,;"'()]+/).filter((s) => s.includes('@'))
  const short = [...new Set(found.map((id) => cleanLine(id)).filter((id) => id.length > 2 && id.length <= ID_MAX))]
  // The first and the newest tell most.
  return short.length <= IDS_MAX ? short : [...short.slice(0, 1), ...short.slice(-IDS_MAX + 1)]
}

/** Some programs write even these as encoded words. */
const idsOf = (fields: readonly Field[], name: string) =>
  ids(
    fields
      .filter((f) => f.name === name)
      .map((f) => decodeWords(f.value.slice(0, 32_000)))
      .join(' '),
  )

function filesOf(found: readonly File[], html: string | null, isCut: boolean): Pick<Mail, 'files' | 'leftOut' | 'emptyFiles'> {
  const files: MailFile[] = []
  const leftOut: string[] = []
  const emptyFiles: string[] = []
  for (const [i, f] of found.entries()) {
    const type = (f.type || 'application/octet-stream').slice(0, 100)
    if (isReport(type) && !f.name) continue
    const bytes = f.bytes()
    if (bytes.length === 0) {
      // Without a name it is nothing; with one somebody meant to send a file.
      if (f.name && emptyFiles.length < FILES_MAX) emptyFiles.push(cleanName(f.name))
      continue
    }
    const name = cleanName(f.name || subjectName(type, bytes) || nameFor(type, i))
    if (bytes.length > FILE_MAX || files.length >= FILES_MAX || (isCut && f.isLast)) {
      if (leftOut.length < LEFT_OUT_MAX) leftOut.push(name)
      continue
    }
    const cid = oneLine(f.contentId.replace(/[<>]/g, ''), 200) || null
    files.push({ name, type, bytes, cid, isInline: cid !== null && (html ?? '').includes(`cid:${cid}`) })
  }
  return { files, leftOut, emptyFiles }
}

const LEFT_OUT_MAX = 10_000

const ENDINGS: Record<string, string> = {
  'message/rfc822': 'eml',
  'message/global': 'eml',
  'text/calendar': 'ics',
  'image/jpeg': 'jpg',
  'image/svg+xml': 'svg',
  'text/plain': 'txt',
  'text/html': 'html',
}

function nameFor(type: string, i: number): string {
  const ending = own(ENDINGS, type) ?? /^(?:image|audio|video|application)\/([a-z0-9]{2,5})$/.exec(type)?.[1]
  return `${type.split('/')[0] === 'image' ? 'image' : 'file'}-${i + 1}${ending ? `.${ending}` : ''}`
}

/** A mail that is attached is called by what it is about. */
function subjectName(type: string, bytes: Uint8Array): string | null {
  if (!/^message\/(?:rfc822|global)$/.test(type)) return null
  const fields = partsOf(bytes.subarray(0, 65_536)).header
  const subject = oneLine(decodeWords(firstOf(fields, 'subject').slice(0, 20_000)), 120).replace(/[/\\]/g, '-')
  return subject === '' ? null : `${subject}.eml`
}

const isReport = (type: string) =>
  /^(message\/(delivery-status|disposition-notification|feedback-report|global-delivery-status)|text\/rfc822-headers|message\/global-headers)$/.test(type)

function reportsOf(found: readonly File[]): Mail['reports'] {
  return found
    .filter((f) => isReport(f.type) || /^message\/(rfc822|global)$/.test(f.type))
    .slice(0, 20)
    .map((f) => ({ type: f.type, text: decode(f.bytes().subarray(0, 128 * 1024)) }))
}
