/** Takes a deleted channel's things away, once nobody may bring it back any more. */
import { z } from 'zod'
import { channels } from '@/lib/channels'
import type { Channel } from '@/lib/channels/channel'
import { type Actor, system } from '@/lib/domain/actor'
import type { Connection } from '@/lib/domain/channels/connection'
import { endingConnection, goingOn, purgeChannel } from '@/lib/domain/channels/purge'
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
    await sayFarewell(house, ending, stop)
    while (await purgeChannel(house, { channelId })) if (stop.aborted) return new Date()
  },
}

/** Polite, not needed: calls that still come find nobody. Not where another channel has the same account by now: it is called by it. */
async function sayFarewell(house: Actor, ending: Connection, stop: AbortSignal): Promise<void> {
  const channel: Channel<unknown> | undefined = channels[ending.type]
  const settings = channel?.settings.safeParse(ending.settings)
  if (!channel?.disconnect || !settings?.success) return
  const accountOf = (whole: Record<string, unknown>) => {
    const parsed = channel.settings.safeParse(whole)
    return parsed.success ? channel.account?.(parsed.data) : undefined
  }
  const ours = accountOf(ending.settings)
  if ((await goingOn(house, { type: ending.type })).some((other) => accountOf(other) === ours)) return
  await channel.disconnect(settings.data, AbortSignal.any([stop, AbortSignal.timeout(FAREWELL_MS)])).catch(() => null)
}
