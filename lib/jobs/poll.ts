/** Looks at the provider's own list now and then, where a webhook that failed is not sent again. */
import { z } from 'zod'
import { channels } from '@/lib/channels'
import { isFault } from '@/lib/channels/http'
import { limitOf } from '@/lib/channels/limits'
import { system } from '@/lib/domain/actor'
import { connectionOf } from '@/lib/domain/channels/connection'
import { noteSigns } from '@/lib/domain/channels/signs'
import { ifThere } from '@/lib/domain/errors'
import { storeInbound } from '@/lib/domain/inbound/store'
import { ensurePolls } from '@/lib/domain/jobs/schedule'
import type { Connected } from './deliver'
import { type Handler, TryLater } from './handler'

const payload = z.object({ channelId: z.number().int() })
/** What a first look goes back, ms; and how far each looks back behind the one before, for what changed late. */
const FIRST_MS = 24 * 60 * 60_000
const OVERLAP_MS = 60 * 60_000
/** Most pages of one look. The list begins with the newest. */
const PAGES = 50

/** The job over these channels; tests bring their own. */
export const pollOver = (connected: Connected): Handler => ({
  attempts: 1_000,
  timeoutMs: 5 * 60_000,
  async run({ job, stop }) {
    const { channelId } = payload.parse(job.payload)
    const house = system(job.workspaceId)
    const at = await ifThere(connectionOf(house, { channelId }))
    const everyMs = at ? limitOf(at.type).looksAgainMs : undefined
    const channel = at && connected[at.type]
    const settings = at && channel?.settings.safeParse(at.settings)
    if (!at || at.disabled || !channel?.poll || everyMs === undefined || !settings?.success) return
    const began = Date.now()
    const since = at.signs.polledAt === undefined ? began - FIRST_MS : at.signs.polledAt - OVERLAP_MS
    const actor = { kind: 'channel', workspaceId: job.workspaceId, channelId } as const
    let page: string | null = null
    for (let n = 0; n < PAGES && !stop.aborted; n++) {
      const found: Awaited<ReturnType<NonNullable<typeof channel.poll>>> = await channel.poll({ since, page }, settings.data, stop)
      if (isFault(found)) throw new TryLater(found.message, found.retryAfterMs ?? everyMs)
      if (found.entries.length > 0) await storeInbound(actor, { channelId, entries: found.entries })
      page = found.next
      if (page === null) break
    }
    // What stands on the pages behind was not seen: the next look begins where this one did.
    if (stop.aborted && page !== null) return new Date()
    await noteSigns(house, { channelId, signs: { polledAt: began } })
    return new Date(began + everyMs)
  },
})

export const poll = pollOver(channels)

/** Every channel that needs it is looked at; also one that was just connected, within a minute or two. */
export const schedulePolls = () => ensurePolls(new Date())
