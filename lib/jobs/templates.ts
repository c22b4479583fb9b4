/** Reads a channel's approved texts from its provider, when it is connected, when one changed, and once a day. */
import { z } from 'zod'
import { isFault } from '@/lib/channels/http'
import { readTemplates } from '@/lib/channels/templates'
import { system } from '@/lib/domain/actor'
import { connectionOf } from '@/lib/domain/channels/connection'
import { ifThere } from '@/lib/domain/errors'
import { keepTemplates } from '@/lib/domain/templates/keep'
import { type Handler, TryLater } from './handler'

const payload = z.object({ channelId: z.number().int() })
const DAY_MS = 24 * 60 * 60_000

export const templates: Handler = {
  attempts: 8,
  timeoutMs: 120_000,
  async run({ job, stop }) {
    const { channelId } = payload.parse(job.payload)
    const house = system(job.workspaceId)
    const at = await ifThere(connectionOf(house, { channelId }))
    if (!at || at.disabled) return
    const found = await readTemplates(at, stop)
    if (found === null) return
    const tomorrow = new Date(Date.now() + DAY_MS * (0.9 + Math.random() * 0.2))
    if (!isFault(found)) await keepTemplates(house, { channelId, templates: found })
    // A token that may not read them still sends: nothing is said, and it is asked again tomorrow.
    else if (found.class === 'retry') throw new TryLater(found.message, found.retryAfterMs)
    return tomorrow
  },
}
