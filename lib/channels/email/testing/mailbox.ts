import { ImapFlow } from 'imapflow'
import type { Mail } from '../mail'
import { parseMail } from '../parse'

/** The newest mail in somebody's INBOX on the test's server; waits until there is one. */
export async function newestOf(port: number, user: string): Promise<Mail> {
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, doSTARTTLS: false, auth: { user, pass: 'pw' }, logger: false })
  await client.connect()
  try {
    for (const until = Date.now() + 20_000; Date.now() < until;) {
      const box = await client.mailboxOpen('INBOX')
      const m = box.exists > 0 ? await client.fetchOne('*', { source: true }) : false
      if (m && m.source) return await parseMail(m.source)
      await new Promise((r) => setTimeout(r, 50))
    }
  } finally {
    client.close()
  }
  throw new Error(`no mail came to ${user}`)
}
