/** An answer as the bytes of a mail. The same answer always gives the same mail: the copy in the folder of sent mail is what left. */
import MailComposer from 'nodemailer/lib/mail-composer'
import type { OutgoingMail } from '@/lib/domain/mail/outgoing'
import type { File } from '../channel'
import { looksToHtml, textToHtml } from './text-html'

export type ToWrite = {
  clientRef: string
  text: string
  /** The same words with their looks, sanitised. */
  html?: string
  /** What stands under them. */
  below?: { text: string; html: string }
  files: readonly File[]
  mail: OutgoingMail
}

/** `withBcc`: also says who got it in secret, as only our own copy may. Throws when a file's bytes cannot be had. */
export async function writeMail({ clientRef, text, html, below, files, mail: m }: ToWrite, { withBcc = false } = {}): Promise<Buffer> {
  const brackets = (id: string) => `<${id}>`
  const attachments = await Promise.all(
    files.map(async (f) => ({
      filename: f.name,
      contentType: f.type,
      content: await bytesOf(f),
      ...(f.cid ? { cid: f.cid, contentDisposition: 'inline' as const } : {}),
    })),
  )
  const composer = new MailComposer({
    from: m.from,
    to: m.to,
    cc: m.cc,
    ...(withBcc ? { bcc: m.bcc } : {}),
    date: new Date(m.at),
    subject: m.subject,
    text: `${text}${below?.text ?? ''}`,
    ...(m.replyTo ? { replyTo: { name: m.from.name, address: m.replyTo } } : {}),
    html: `${html ? looksToHtml(html) : textToHtml(text)}${below?.html ?? ''}`,
    messageId: brackets(m.messageId),
    ...(m.inReplyTo ? { inReplyTo: brackets(m.inReplyTo) } : {}),
    ...(m.references.length > 0 ? { references: m.references.map(brackets) } : {}),
    headers: { 'X-Parley-Part': clientRef },
    attachments,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const made = composer.compile()
  made.keepBcc = withBcc
  return made.build()
}

async function bytesOf(f: File): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  const reader = (await f.open()).getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value)
  return Buffer.concat(chunks)
}
