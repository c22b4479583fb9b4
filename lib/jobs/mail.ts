import { z } from 'zod'
import { blobs } from '@/lib/blobs'
import { emailSettings } from '@/lib/domain/channels/email-settings'
import { channelSettings } from '@/lib/domain/mail/followed'
import { failMail } from '@/lib/domain/mail/fail'
import type { Handler } from './handler'
import { takeIn } from './mail-intake'

const payload = z.object({ channelId: z.number().int(), blob: z.string(), envelopeTo: z.array(z.string()), at: z.number() })

/** Takes in a mail that a provider's call brought. */
export const mail: Handler = {
  attempts: 6,
  timeoutMs: 120_000,
  async run({ job }) {
    const { channelId, blob, envelopeTo, at } = payload.parse(job.payload)
    const settings = emailSettings.parse(await channelSettings(channelId))
    const bytes = await blobs.get(blob)
    // A former run took it in and ended before it could say so.
    if (!bytes) return
    const chunks: Uint8Array[] = []
    for await (const chunk of bytes) chunks.push(chunk)
    await takeIn(job.workspaceId, channelId, settings, { raw: Buffer.concat(chunks), at, envelopeTo })
    await blobs.delete(blob)
  },
  async died(job, error) {
    const { channelId, blob, at } = payload.parse(job.payload)
    await failMail({ kind: 'channel', workspaceId: job.workspaceId, channelId }, { channelId, key: `mail:${blob}`, at, raw: blob, error })
  },
}
