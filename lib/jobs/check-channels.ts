/** Once a day each channel's credentials are tried, so that an account that ended is known before somebody's answer fails. */
import { credentialsEnd, tryChannel } from '@/lib/channels/try'
import type { Actor } from '@/lib/domain/actor'
import { connectionOf } from '@/lib/domain/channels/connection'
import { listChannels } from '@/lib/domain/channels/list'
import { setProblem } from '@/lib/domain/channels/set-problem'
import { ifThere } from '@/lib/domain/errors'

/** Those that are on and have all they need. Only what an admin must mend is told: a provider that is busy now is none of it. */
export async function checkChannels(house: Actor, stop: AbortSignal): Promise<void> {
  for (const c of await listChannels(house, {})) {
    if (stop.aborted) return
    if (c.disabled || !c.complete) continue
    const connection = await ifThere(connectionOf(house, { channelId: c.id }))
    if (!connection) continue
    const fault = await tryChannel(connection)
    if (fault && fault.class !== 'account') continue
    const signs = { testedAt: Date.now(), ...(fault ? {} : { expiresAt: await credentialsEnd(connection) }) }
    await ifThere(setProblem(house, { channelId: c.id, problem: fault && { code: fault.code, message: fault.message }, signs }))
  }
}
