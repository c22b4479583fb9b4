import { and, eq, isNull } from 'drizzle-orm'
import { reader } from '@/db/client'
import { channels } from '@/db/schema/channels'
import { wholeSettings } from '../channels/secrets'

/** `settings`: with the secrets. */
export type Followed = { id: number; workspaceId: number; settings: Record<string, unknown> }

/** Every mail channel that is switched on, of all workspaces. Not a query: whoever follows mailboxes works for all. */
export async function mailChannels(): Promise<Followed[]> {
  const found = await (
    await reader()
  )
    .select()
    .from(channels)
    .where(and(eq(channels.type, 'email'), isNull(channels.disabledAt)))
    .limit(1000)
  return found.flatMap((c) => {
    try {
      return [{ id: c.id, workspaceId: c.workspaceId, settings: wholeSettings(c) }]
    } catch {
      // The key that sealed its secrets is gone: the others go on.
      return []
    }
  })
}

/** A channel's settings with its secrets, for our own jobs. */
export async function channelSettings(channelId: number): Promise<Record<string, unknown>> {
  const [found] = await (await reader()).select().from(channels).where(eq(channels.id, channelId))
  return found ? wholeSettings(found) : {}
}
