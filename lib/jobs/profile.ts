/** Asks a provider who somebody is, where what they write does not say. What it will not tell stays unknown, silently. */
import { z } from 'zod'
import { blobs } from '@/lib/blobs'
import { channels } from '@/lib/channels'
import { system } from '@/lib/domain/actor'
import { profileToAsk, takeProfile } from '@/lib/domain/contacts/profile'
import { keepPortrait } from '@/lib/files/portrait'
import type { Connected } from './deliver'
import { type Handler, TryLater } from './handler'

const payload = z.object({ identityId: z.number().int(), channelId: z.number().int() })

/** The job over these channels; tests bring their own. */
export const profileOver = (connected: Connected): Handler => ({
  attempts: 4,
  timeoutMs: 60_000,
  async run({ job, stop }) {
    const about = payload.parse(job.payload)
    const house = system(job.workspaceId)
    const wanted = await profileToAsk(house, about)
    const channel = wanted ? connected[wanted.channel.type] : undefined
    const settings = channel?.settings.safeParse(wanted?.channel.settings)
    if (!wanted || !channel?.profile || !settings?.success) return
    const said = await channel.profile(wanted.address, settings.data, stop)
    if ('class' in said) {
      if (said.class === 'retry' || said.class === 'ambiguous') throw new TryLater(said.message, said.retryAfterMs)
      return
    }
    const picture = said.picture
    // Without a picture a name is still a name.
    const pictureKey =
      picture === null || !channel.media
        ? null
        : await channel.media(picture, settings.data, stop).then(
            async (f) => keepPortrait(await f.open()),
            () => null,
          )
    const gone = await takeProfile(house, { identityId: about.identityId, name: said.name, pictureKey })
    if (gone) await blobs.delete(gone)
  },
})

export const profile = profileOver(channels)
