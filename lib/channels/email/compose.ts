/** A mail put together again from what a provider made of it, so that every mail is read and kept the same way. */
import MailComposer from 'nodemailer/lib/mail-composer'

type Pieces = {
  headers: readonly (readonly [name: string, value: string])[]
  text: string
  html: string
  files: readonly { name: string; type: string; bytes: Uint8Array; cid?: string }[]
}

/** Said anew by what is put together here. */
const OWN = /^(content-[\w-]+|mime-version|bcc)$/i

export async function compose({ headers, text, html, files }: Pieces): Promise<Buffer> {
  const composer = new MailComposer({
    ...(text || !html ? { text } : {}),
    ...(html ? { html } : {}),
    attachments: files.map((f) => ({ filename: f.name, contentType: f.type, content: Buffer.from(f.bytes), ...(f.cid ? { cid: f.cid } : {}) })),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const made = (await composer.compile().build()).toString('latin1')
  const end = made.indexOf('\r\n\r\n')
  // Its date and name are the writer's or nobody's: made up anew they would differ with every repeat.
  const head = made.slice(0, end).replace(/^(?:date|message-id):.*(?:\r\n[ \t].*)*\r\n/gim, '')
  const kept = headers.filter(([name]) => /^[\w-]{1,100}$/.test(name) && !OWN.test(name)).slice(0, 500)
  const lines = kept.map(([name, value]) => `${name}: ${value.replace(/[\r\n\0]+/g, ' ').slice(0, 20_000)}\r\n`).join('')
  return Buffer.concat([Buffer.from(lines), Buffer.from(head + made.slice(end), 'latin1')])
}
