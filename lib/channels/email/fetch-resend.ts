/** Fetches a mail from Resend, whose calls only name it. */
import { fetchProvider } from '../outside'
import { FILE_MAX } from '@/lib/domain/attachments/limit'
import type { EmailSettings } from './settings'
import { call, isFault } from '../http'
import { arr, obj, str } from '../loose'
import { compose } from './compose'

const TIMEOUT_MS = 30_000
const FILES_MAX = 100

/** The whole mail. Throws while it cannot be had. */
export async function fetchResend(id: string, s: EmailSettings, stop: AbortSignal): Promise<Buffer> {
  const at = `${s.apiUrl.replace(/\/+$/, '')}/emails/receiving/${encodeURIComponent(id)}`
  const mail = await ask(at, s, stop)
  const said = obj(mail.headers)
  const own = [
    ['From', str(mail.from)],
    ['To', arr(mail.to).map(str).join(', ')],
    ['Cc', arr(mail.cc).map(str).join(', ')],
    ['Reply-To', arr(mail.reply_to).map(str).join(', ')],
    ['Subject', str(mail.subject)],
    ['Message-ID', str(mail.message_id)],
    ['Date', str(mail.created_at)],
  ] as const
  const has = (name: string) => Object.keys(said).some((n) => n.toLowerCase() === name.toLowerCase())
  const listed = arr(mail.attachments).length > 0 ? arr((await ask(`${at}/attachments`, s, stop)).data) : []
  const files = []
  for (const f of listed.slice(0, FILES_MAX).map(obj)) {
    const bytes = await bytesAt(str(f.download_url), s, stop)
    files.push({
      name: str(f.filename) || 'file',
      type: str(f.content_type) || 'application/octet-stream',
      bytes,
      ...(str(f.content_id) ? { cid: str(f.content_id).replace(/[<>]/g, '') } : {}),
    })
  }
  const headers = [...own.filter(([n, v]) => v && !has(n)), ...Object.entries(said).map(([n, v]) => [n, str(v)] as const)]
  return compose({ headers, text: str(mail.text), html: str(mail.html), files })
}

async function ask(url: string, s: EmailSettings, stop: AbortSignal): Promise<Record<string, unknown>> {
  const answer = await call(url, { headers: { authorization: `Bearer ${s.apiKey}` } }, stop, TIMEOUT_MS)
  if (isFault(answer)) throw new Error(`Resend cannot be reached: ${answer.class === 'account' ? answer.message : answer.code}`)
  if (answer.status !== 200) throw new Error(`Resend answered ${answer.status}`)
  return answer.json
}

/** From Resend's own host or its file store, never with our key. */
async function bytesAt(address: string, s: EmailSettings, stop: AbortSignal): Promise<Uint8Array> {
  const url = new URL(address)
  const isOurs =
    url.host === new URL(s.apiUrl).host || (url.protocol === 'https:' && /(^|\.)resend\.(com|app)$|(^|\.)amazonaws\.com$|(^|\.)cloudfront\.net$/.test(url.hostname))
  if (!isOurs) throw new Error(`files are not fetched from ${url.host}`)
  const answer = await fetchProvider(url, { signal: AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS * 2)]) })
  if (!answer.ok || !answer.body) throw new Error(`a file answered ${answer.status}`)
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = answer.body.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length
    // One byte more than we keep: the mail then says that it was left out.
    if (size <= FILE_MAX + 1) chunks.push(next.value)
    else break
  }
  return Buffer.concat(chunks)
}
