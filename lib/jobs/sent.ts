/** Keeps a copy of a mail that left in the mailbox's folder of sent mail. What becomes of it changes nothing of the message. */
import { z } from 'zod'
import { keepSent, keepsSent } from '@/lib/channels/email/sent-folder'
import { emailSettings } from '@/lib/channels/email/settings'
import { writeMail } from '@/lib/channels/email/write'
import { system } from '@/lib/domain/actor'
import { sentCopy } from '@/lib/domain/mail/sent-copy'
import { signedMail } from '@/lib/domain/mail/outgoing'
import { env } from '@/lib/env'
import { opened } from './deliver'
import type { Handler } from './handler'
import { underMail } from './mail-below'
import { withToken } from './mail-token'

const payload = z.object({ messageId: z.number().int() })

export const sent: Handler = {
  attempts: 8,
  timeoutMs: 120_000,
  async run({ job, stop }) {
    const copy = await sentCopy(system(job.workspaceId), payload.parse(job.payload))
    const settings = copy && emailSettings.safeParse(copy.settings)
    if (!copy || !settings?.success || !keepsSent(settings.data)) return
    const ready = await withToken({ workspaceId: job.workspaceId, channelId: copy.channelId }, settings.data)
    if ('class' in ready) throw new Error(ready.message)
    const { below } = copy.mail
    const mail = signedMail(copy.mail, env.authSecret)
    const raw = await writeMail({ ...copy, mail, files: copy.files.map(opened), below: below ? await underMail(below) : undefined }, { withBcc: true })
    await keepSent({ raw, messageId: mail.messageId, clientRef: copy.clientRef, at: mail.at }, ready, stop)
  },
}
