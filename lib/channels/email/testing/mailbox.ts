import { ImapFlow } from 'imapflow'
import type { Mail } from '../mail'
import { parseMail } from '../parse'

/** The newest mail from `sender` in somebody's INBOX on the test's server; waits until there is one. Others' may come in between. */
export async function newestOf(port: number, user: string, sender: string): Promise<Mail> {
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, doSTARTTLS: false, auth: { user, pass: 'pw' }, logger: false })
  await client.connect()
  try {
    for (const until = Date.now() + 20_000; Date.now() < until;) {
      const box = await client.mailboxOpen('INBOX')
      for (let i = box.exists; i > 0; i--) {
        const m = await client.fetchOne(String(i), { source: true })
        const mail = m && m.source ? await parseMail(m.source) : null
        if (mail?.from?.address === sender) return mail
      }
      await new Promise((r) => setTimeout(r, 50))
    }
  } finally {
    client.close()
  }
  throw new Error(`no mail from ${sender} came to ${user}`)
}

/** Puts a mail into a folder, as another mail program does with what it sends. */
export async function putIn(port: number, user: string, folder: string, raw: string): Promise<void> {
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, doSTARTTLS: false, auth: { user, pass: 'pw' }, logger: false })
  await client.connect()
  await client.append(folder, raw, ['\\Seen'])
  await client.logout()
}

/** Every mail in one of somebody's folders on the test's server, oldest first. */
export async function mailsIn(port: number, user: string, folder: string): Promise<Mail[]> {
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, doSTARTTLS: false, auth: { user, pass: 'pw' }, logger: false })
  await client.connect()
  try {
    const box = await client.mailboxOpen(folder)
    const out: Mail[] = []
    for (let i = 1; i <= box.exists; i++) {
      const m = await client.fetchOne(String(i), { source: true })
      if (m && m.source) out.push(await parseMail(m.source))
    }
    return out
  } finally {
    client.close()
  }
}
