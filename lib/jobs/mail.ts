import { z } from 'zod'
import { blobs } from '@/lib/blobs'
import { HEAD_BYTES, mailHead } from '@/lib/channels/email/head'
import { fetchResend } from '@/lib/channels/email/fetch-resend'
import { emailSettings, type EmailSettings } from '@/lib/channels/email/settings'
import { channelSettings } from '@/lib/domain/mail/followed'
import { failMail } from '@/lib/domain/mail/fail'
import type { Handler } from './handler'
import { takeIn } from './mail-intake'

const payload = z.object({
  channelId: z.number().int(),
  eventId: z.number().int().optional(),
  blob: z.string().optional(),
  remote: z.string().optional(),
  envelopeTo: z.array(z.string()),
  direction: z.enum(['in', 'sent']).default('in'),
  at: z.number(),
})
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
    await takeIn(job.workspaceId, p.channelId, settings, { raw, heardAt: p.at, delivery: p.blob ?? p.remote, envelopeTo: p.envelopeTo, direction: p.direction })
    if (p.blob) await blobs.delete(p.blob)
  },
  async died(job, error) {
    const p = payload.parse(job.payload)
    const head = p.blob ? await headOf(p.blob) : { who: '', subject: '' }
    const actor = { kind: 'channel', workspaceId: job.workspaceId, channelId: p.channelId } as const
    await failMail(actor, { ...p, ...head, key: `mail:${p.blob ?? p.remote}`, error })
    return 'kept'
  },
}

async function bytesOf(p: Payload, settings: EmailSettings, stop: AbortSignal): Promise<Uint8Array | null> {
  if (p.remote) return fetchResend(p.remote, settings, stop)
  const bytes = p.blob ? await blobs.get(p.blob) : null
  if (!bytes) return null
  return wholeOf(bytes)
}

/** Who it is from and what about, by the beginning of its bytes. */
async function headOf(blob: string): Promise<{ who: string; subject: string }> {
  const bytes = await blobs.get(blob)
  return bytes ? mailHead(await wholeOf(bytes, HEAD_BYTES)) : { who: '', subject: '' }
}

async function wholeOf(bytes: AsyncIterable<Uint8Array>, max = Infinity): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of bytes) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= max) break
  }
  return Buffer.concat(chunks)
}
