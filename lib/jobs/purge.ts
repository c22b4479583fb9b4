/** Takes a deleted channel's things away, once nobody may bring it back any more. */
import { z } from 'zod'
import { channels } from '@/lib/channels'
import { system } from '@/lib/domain/actor'
import { endingConnection, purgeChannel } from '@/lib/domain/channels/purge'
import type { Handler } from './handler'

const payload = z.object({ channelId: z.number().int() })
const FAREWELL_MS = 10_000

export const purge: Handler = {
  attempts: 100,
  timeoutMs: 5 * 60_000,
  async run({ job, stop }) {
    const { channelId } = payload.parse(job.payload)
    const house = system(job.workspaceId)
    const ending = await endingConnection(house, { channelId })
    if (!ending) return
    const channel = channels[ending.type]
    const settings = channel?.settings.safeParse(ending.settings)
    // Polite, not needed: calls that still come find nobody.
    if (settings?.success) await channel?.disconnect?.(settings.data, AbortSignal.any([stop, AbortSignal.timeout(FAREWELL_MS)])).catch(() => null)
    while (await purgeChannel(house, { channelId })) if (stop.aborted) return new Date()
  },
}
