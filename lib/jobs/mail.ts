import { z } from 'zod'
import { blobs } from '@/lib/blobs'
import { fetchResend } from '@/lib/channels/email/fetch-resend'
import { emailSettings, type EmailSettings } from '@/lib/channels/email/settings'
import { channelSettings } from '@/lib/domain/mail/followed'
import { failMail } from '@/lib/domain/mail/fail'
import type { Handler } from './handler'
import { takeIn } from './mail-intake'

const payload = z.object({ channelId: z.number().int(), blob: z.string().optional(), remote: z.string().optional(), envelopeTo: z.array(z.string()), at: z.number() })
type Payload = z.output<typeof payload>

/** Takes in a mail that a provider's call brought. */
export const mail: Handler = {
  attempts: 8,
  timeoutMs: 180_000,
  async run({ job, stop }) {
    const p = payload.parse(job.payload)
    const settings = emailSettings.parse(await channelSettings(p.channelId))
    const raw = await bytesOf(p, settings, stop)
    // A former run took it in and ended before it could say so.
    if (!raw) return
    await takeIn(job.workspaceId, p.channelId, settings, { raw, heardAt: p.at, envelopeTo: p.envelopeTo })
    if (p.blob) await blobs.delete(p.blob)
  },
  async died(job, error) {
    const { channelId, blob, remote, at } = payload.parse(job.payload)
    await failMail({ kind: 'channel', workspaceId: job.workspaceId, channelId }, { channelId, key: `mail:${blob ?? remote}`, at, raw: blob ?? remote ?? '', error })
  },
}

async function bytesOf(p: Payload, settings: EmailSettings, stop: AbortSignal): Promise<Uint8Array | null> {
  if (p.remote) return fetchResend(p.remote, settings, stop)
  const bytes = p.blob ? await blobs.get(p.blob) : null
  if (!bytes) return null
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks)
}
