/** Fetches the files of a customer's message from the provider, before their addresses expire. */
import { z } from 'zod'
import { channels } from '@/lib/channels'
import { MediaGone } from '@/lib/channels/channel'
import { system } from '@/lib/domain/actor'
import { FETCHED_MAX } from '@/lib/domain/attachments/limit'
import { DomainError, refuse } from '@/lib/domain/errors'
import { attachFetched, filesToFetch, giveUpFile } from '@/lib/domain/messages/waiting-files'
import { keep } from '@/lib/files/keep'
import type { Connected } from './deliver'
import { type Handler, steady } from './handler'

const payload = z.object({ messageId: z.number().int() })

/** The job over these channels; tests bring their own. */
export const mediaOver = (connected: Connected): Handler => ({
  attempts: 120,
  waits: steady,
  timeoutMs: 5 * 60_000,
  async run({ job, stop }) {
    const { messageId } = payload.parse(job.payload)
    const house = system(job.workspaceId)
    const wanted = await filesToFetch(house, { messageId })
    if (!wanted) return
    const { type, id, settings } = wanted.channel
    const channel = connected[type]
    const known = channel?.settings.safeParse(settings)
    if (!channel?.media || !known?.success) return giveUpFile(house, { messageId, error: 'channel_not_connected' })
    let trouble: unknown
    for (const { ref, name } of wanted.files) {
      try {
        const file = await channel.media(ref, known.data, stop)
        const actor = { kind: 'channel', workspaceId: job.workspaceId, channelId: id } as const
        const stream = await file.open()
        if (file.size > FETCHED_MAX) await stream.cancel().then(() => refuse('file_too_large', { limit: FETCHED_MAX }))
        const kept = await keep(actor, bytesOf(stream), { name: name ?? file.name, max: FETCHED_MAX })
        await attachFetched(actor, { messageId, ref, attachmentId: kept.id })
      } catch (e) {
        if (e instanceof MediaGone) await giveUpFile(house, { messageId, ref, error: 'file_unreachable' })
        else if (e instanceof DomainError && e.code === 'invalid') await giveUpFile(house, { messageId, ref, error: e.reason })
        // The others are not held up by one.
        else trouble = e
      }
    }
    if (trouble) throw trouble
  },
  async died(job) {
    await giveUpFile(system(job.workspaceId), { messageId: payload.parse(job.payload).messageId, error: 'file_unreachable' })
  },
})

export const media = mediaOver(channels)

async function* bytesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    // A file that is too large is not read to its end.
    await reader.cancel().catch(() => {})
  }
}
