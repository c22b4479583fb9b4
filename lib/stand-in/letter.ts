/** A mail of the shop's, read by a pretend customer. */
import { parseMail } from '@/lib/channels/email/parse'

/** What an answer to it needs. `id` without brackets. */
export type Letter = { id: string; subject: string; answersTo: string }

/** `text`: its words without what is quoted below them. */
export async function readLetter(raw: Uint8Array): Promise<{ letter: Letter; to: string[]; text: string; file: string | null }> {
  const mail = await parseMail(raw)
  const from = mail.from.address
  const lines = mail.text.split('\n')
  const quoted = lines.findIndex((l) => l.startsWith('>'))
  const words = (quoted < 0 ? lines : lines.slice(0, Math.max(0, quoted - 1))).join('\n').trim()
  return {
    letter: { id: mail.messageId ?? '', subject: mail.subject, answersTo: mail.replyTo[0]?.address ?? from },
    to: [...mail.to, ...mail.cc].flatMap((p) => (p.address !== from ? [p.address] : [])).slice(0, 20),
    text: words.slice(0, 4_000),
    file: mail.files.find((f) => !f.isInline)?.name ?? null,
  }
}
