/** Reads a mail as it came from the wire. Never throws: what cannot be read is shown as far as it can. */
import PostalMime, { type Address, addressParser, decodeWords, type Email } from 'postal-mime'
import { cleanName } from '@/lib/domain/attachments/name'
import { FILE_MAX } from '@/lib/domain/attachments/limit'
import { clean, cleanLine } from '@/lib/domain/text'
import { htmlToText } from './html-text'
import { type Mail, MAIL_MAX, type Mailbox, type MailFile } from './mail'

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
  const email = await readBest(bytes)
  const header = headersOf(email)
  const html = email.html?.trim() ? clean(email.html.slice(0, HTML_MAX)) : null
  const isHtmlOnly = html !== null && !header('content-type').some((v) => /^text\/plain/i.test(v)) && !hasPlain(email, bytes)
  const text = clean((isHtmlOnly ? htmlToText(html) : (email.text ?? '')).slice(0, TEXT_MAX)).trim() || (html ? htmlToText(html).trim() : '')
  const { files, leftOut } = filesOf(email, isCut)
  const shown = text || (files.length === 0 ? bareText(bytes) : '') || '(no text)'
  return {
    from: senderOf(email, header),
    replyTo: people(email.replyTo),
    to: people(email.to),
    cc: people(email.cc),
    deliveredTo: [
      ...new Set(
        [
          ...['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-forwarded-to']
            .flatMap(header)
            .flatMap((v) => people(safely(() => addressParser(v), []))),
          ...people(email.to),
          ...people(email.cc),
          ...people(email.bcc),
        ].map((p) => p.address),
      ),
    ],
    subject: oneLine(email.subject ?? '', 300) || '(no subject)',
    at: dateOf(email, header),
    messageId: ids(header('message-id').join(' '))[0] ?? null,
    inReplyTo: ids(header('in-reply-to').join(' ')),
    references: ids(header('references').join(' ')),
    text: shown,
    html,
    isHtmlOnly,
    files,
    leftOut,
    header,
    reports: reportsOf(email),
  }
}

/** Begins with a header and has lines, where the one who sent it saw to neither. */
function straightened(bytes: Uint8Array): Uint8Array {
  const head = Buffer.from(bytes.subarray(0, 65_536)).toString('latin1')
  if (!head.includes('\n') && head.includes('\r')) return straightened(Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('\r', '\n'), 'latin1'))
  const blank = /^(?:[ \t]*\r?\n)+/.exec(head)?.[0].length ?? 0
  const rest = head.slice(blank)
  if (/^(?:[\w-]+[ \t]*:|From )/.test(rest)) return bytes.subarray(blank)
  // No headers: all of it is what was written.
  return rest.trim() === '' ? bytes : Buffer.concat([Buffer.from('\r\n'), bytes])
}

/**
 * Writers that use another charset without saying so leave gaps where letters were: then every byte above 127 is taken
 * for Windows' own and the mail is read once more.
 */
async function readBest(bytes: Uint8Array): Promise<Email> {
  const email = await read(bytes)
  if (!gaps(email) || bytes.length > RETRY_MAX) return email
  const again = await read(Buffer.from(new TextDecoder('windows-1252').decode(bytes)))
  return gaps(again) < gaps(email) && (again.text ?? '').length >= (email.text ?? '').length / 2 ? again : email
}

const RETRY_MAX = 2 ** 20
const gaps = (e: Email) => [e.text, e.html, e.subject, e.from?.name].reduce((n, s) => n + (s?.split('\ufffd').length ?? 1) - 1, 0)

/** What stands in a body whose parts cannot be told apart, without their marks. */
function bareText(bytes: Uint8Array): string {
  const lines = halves(bytes)[1]
    .split('\n')
    .filter((l) => !/^--\S|^content-[\w-]+:|^\s+(boundary|charset|name)=/i.test(l))
  return clean(lines.join('\n')).trim()
}

async function read(bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, { forceRfc822Attachments: true, maxNestingDepth: 256 })
  } catch {
    // Nested too deep or with endless headers: who wrote and about what is still there, the rest is shown as it is.
    const [head, body] = halves(bytes)
    const plain = head.replace(/^(content-[\w-]+|mime-version):.*(\r?\n[ \t].*)*\r?\n?/gim, '')
    try {
      const found = await PostalMime.parse(`${plain.trimEnd()}\r\n\r\n`, { maxHeadersSize: 2 ** 22 })
      return { ...found, text: body, attachments: [] }
    } catch {
      return { headers: [], headerLines: [], attachments: [], text: body }
    }
  }
}

/** The first 64 kB of the headers and of what follows them. */
function halves(bytes: Uint8Array): [string, string] {
  const said = Buffer.from(bytes.subarray(0, 2 ** 20)).toString('utf8')
  const end = /\r?\n\r?\n/.exec(said)
  const at = end ? end.index : said.length
  return [said.slice(0, Math.min(at, 65_536)), said.slice(at).trim().slice(0, 65_536)]
}

function headersOf(email: Email): Mail['header'] {
  const map = new Map<string, string[]>()
  for (const { key, value } of email.headers.slice(0, 500)) {
    const list = map.get(key) ?? []
    if (list.length < 50) map.set(key, [...list, value.slice(0, 32_000)])
  }
  return (name) => map.get(name) ?? []
}

/** postal-mime makes text of HTML: whether the writer wrote any is told by the parts' own headers. */
function hasPlain(email: Email, bytes: Uint8Array): boolean {
  if (!email.text) return false
  return /^content-type:\s*text\/plain/im.test(Buffer.from(bytes.subarray(0, 2 ** 20)).toString('latin1'))
}

const oneLine = (s: string, max: number) =>
  cleanLine(s.slice(0, max * 8))
    .slice(0, max)
    .toWellFormed()

function flat(list: readonly Address[] | undefined): { name: string; address: string }[] {
  return (list ?? []).slice(0, PEOPLE_MAX * 2).flatMap((a) => (a.group ? a.group : [{ name: a.name, address: a.address ?? '' }]))
}

function people(list: readonly Address[] | undefined): Mailbox[] {
  const seen = new Set<string>()
  const out: Mailbox[] = []
  for (const p of flat(list)) {
    const box = mailbox(p)
    if (box === null || seen.has(box.address) || out.length >= PEOPLE_MAX) continue
    seen.add(box.address)
    out.push(box)
  }
  return out
}

function mailbox(p: { name: string; address: string }): Mailbox | null {
  const address = oneLine(p.address, 254)
    .toLowerCase()
    .replace(/[\s<>,;"]/g, '')
  return address ? { address, name: oneLine(p.name, 120) } : null
}

/** Who it is from, by the best that is there; there is always somebody. */
function senderOf(email: Email, header: Mail['header']): Mailbox {
  const said = [email.from, email.sender, ...(email.replyTo ?? [])].flatMap((a) => (a ? people([a]) : []))
  const real = said.find((p) => p.address.includes('@')) ?? said[0]
  const envelope = ['return-path', 'x-envelope-from'].flatMap(header).flatMap((v) => people(safely(() => addressParser(v), [])))[0]
  if (real?.address.includes('@')) return real
  const raw = oneLine(
    safely(() => decodeWords(header('from').join(' ')), ''),
    120,
  )
  if (/^\W*mailer-daemon\b/i.test(raw)) return { address: 'mailer-daemon@invalid', name: 'MAILER-DAEMON' }
  if (envelope) return { address: envelope.address, name: raw || envelope.name }
  return real ?? { address: 'unknown-sender@invalid', name: raw || 'Unknown sender' }
}

/** What the mail says, unless it lies in the future or before there was mail. */
function dateOf(email: Email, header: Mail['header']): number | null {
  for (const said of [email.date, header('received')[0]?.split(';').at(-1)]) {
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
  const inBrackets = [...value.slice(0, 32_000).matchAll(/<([^<>\s]{1,1000})>/g)].flatMap((m) => m[1] ?? [])
  const found =
    inBrackets.length > 0
      ? inBrackets
      : value
          .slice(0, 32_000)
          .split(/[\s,;]+/)
          .filter((s) => s.includes('@'))
  const short = [...new Set(found.map((id) => cleanLine(id)).filter((id) => id.length > 2 && id.length <= ID_MAX))]
  // The first and the newest tell most.
  return short.length <= IDS_MAX ? short : [...short.slice(0, 1), ...short.slice(-IDS_MAX + 1)]
}

function filesOf(email: Email, isCut: boolean): Pick<Mail, 'files' | 'leftOut'> {
  const files: MailFile[] = []
  const leftOut: string[] = []
  for (const [i, a] of email.attachments.entries()) {
    const type = (a.mimeType || 'application/octet-stream').toLowerCase().slice(0, 100)
    if (isReport(type) && !a.filename) continue
    const bytes = bytesOf(a.content)
    if (bytes.length === 0) continue
    const name = cleanName(a.filename || nameFor(type, i))
    if (bytes.length > FILE_MAX || files.length >= FILES_MAX || (isCut && i === email.attachments.length - 1)) {
      if (leftOut.length < 1000) leftOut.push(name)
      continue
    }
    const cid = a.contentId ? oneLine(a.contentId.replace(/[<>]/g, ''), 200) : null
    files.push({ name, type, bytes, cid, isInline: cid !== null && (email.html ?? '').includes(`cid:${cid}`) })
  }
  return { files, leftOut }
}

const ENDINGS: Record<string, string> = {
  'message/rfc822': 'eml',
  'text/calendar': 'ics',
  'image/jpeg': 'jpg',
  'image/svg+xml': 'svg',
  'text/plain': 'txt',
  'text/html': 'html',
}

function nameFor(type: string, i: number): string {
  const ending = ENDINGS[type] ?? /^(?:image|audio|video|application)\/([a-z0-9]{2,5})$/.exec(type)?.[1]
  return `${type.split('/')[0] === 'image' ? 'image' : 'file'}-${i + 1}${ending ? `.${ending}` : ''}`
}

const isReport = (type: string) =>
  /^(message\/(delivery-status|disposition-notification|feedback-report|global-delivery-status)|text\/rfc822-headers|message\/global-headers)$/.test(type)

function reportsOf(email: Email): Mail['reports'] {
  return email.attachments
    .slice(0, FILES_MAX)
    .filter((a) => isReport(a.mimeType) || /^message\/(rfc822|global)$/.test(a.mimeType))
    .slice(0, 20)
    .map((a) => ({ type: a.mimeType.toLowerCase(), text: Buffer.from(bytesOf(a.content).subarray(0, 128 * 1024)).toString('utf8') }))
}

function bytesOf(content: ArrayBuffer | Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : content instanceof Uint8Array ? content : new Uint8Array(content)
}

function safely<T>(look: () => T, otherwise: T): T {
  try {
    return look()
  } catch {
    return otherwise
  }
}
