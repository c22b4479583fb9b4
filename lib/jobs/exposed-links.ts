/** Password links in a mail that came in: one that bounced, was answered by a program, or was forwarded to a shared mailbox. */
import type { ReadMail } from '@/lib/channels/email/read'

/** Of the mail and its files together, bytes: more than a mail that carried a link ever has, and looked through in a few ms. */
const LOOKED_AT = 2 ** 18
const LINK = /\/reset\/([\w-]{43})(?![\w-])/g
const TOKENS_MAX = 100
/** A mail of nothing but links is not looked through to its end. */
const LINKS_MAX = 1000

/** Tokens in the words, in the mail as it came, and in attached mails; also where quoted-printable broke their line. At most 100. */
export function resetTokensIn(raw: Uint8Array, mail: Pick<ReadMail, 'text' | 'files'>): string[] {
  const texts = [mail.text.slice(0, LOOKED_AT)]
  let left = LOOKED_AT
  for (const bytes of [...mail.files.filter((f) => /^(?:message|text)\//.test(f.type)).map((f) => f.bytes), raw]) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, left)).toString('latin1')
    texts.push(text, text.replace(/=\r?\n/g, ''))
    left -= Math.min(bytes.length, left)
  }
  const found = new Set<string>()
  let links = 0
  for (const text of texts)
    for (const [, token] of text.matchAll(LINK)) {
      if (++links > LINKS_MAX || found.size >= TOKENS_MAX) return [...found]
      if (token !== undefined) found.add(token)
    }
  return [...found]
}
