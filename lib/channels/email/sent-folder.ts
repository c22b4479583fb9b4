/** Puts a copy of what we sent into the mailbox's folder of sent mail, where the server does not do so itself. */
import type { EmailSettings } from './settings'
import { connection, sentFolder } from './watch'

/** These keep a copy of what is handed to them for sending. */
const KEEP_THEMSELVES = /(^|\.)(gmail\.com|googlemail\.com|office365\.com|outlook\.com|hotmail\.com|live\.com)$/i

/** Whether a copy is ours to keep. */
export const keepsSent = (s: EmailSettings): boolean => s.keepSent && s.receive === 'imap' && s.imapHost !== '' && !KEEP_THEMSELVES.test(s.smtpHost)

type Copy = { raw: Buffer; messageId: string; clientRef: string; at: number }

/**
 * `there`: a copy lay there already, from the server or from a former try; `none`: there is no such folder. Throws when the
 * server cannot be reached or refuses.
 */
export async function keepSent({ raw, messageId, clientRef, at }: Copy, s: EmailSettings, stop: AbortSignal): Promise<'kept' | 'there' | 'none'> {
  const client = await connection(s)
  client.on('error', () => {})
  const end = () => client.close()
  stop.addEventListener('abort', end, { once: true })
  try {
    await client.connect()
    const path = await sentFolder(client)
    if (path === null) return 'none'
    await client.mailboxOpen(path)
    // A relay may have given it another name; ours stands in a header of its own.
    for (const [name, value] of [
      ['message-id', messageId],
      ['x-parley-part', clientRef],
    ] as const) {
      const found = await client.search({ header: { [name]: value } }, { uid: true })
      if (found && found.length > 0) return 'there'
    }
    await client.append(path, raw, ['\\Seen'], new Date(at))
    return 'kept'
  } finally {
    stop.removeEventListener('abort', end)
    client.close()
  }
}
