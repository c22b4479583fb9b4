import { and, asc, eq, isNull } from 'drizzle-orm'
import { reader } from '@/db/client'
import { channels } from '@/db/schema/channels'
import { workspaces } from '@/db/schema/workspaces'

/** The web chat of the demo workspace, for the demo shop; null where there is no demo. Not a query: anybody may visit a shop. */
export async function demoWebchat(): Promise<{ key: string } | null> {
  const [found] = await (
    await reader()
  )
    .select({ key: channels.key })
    .from(channels)
    .innerJoin(workspaces, eq(workspaces.id, channels.workspaceId))
    .where(and(eq(workspaces.isDemo, true), eq(channels.type, 'webchat'), isNull(channels.disabledAt)))
    .orderBy(asc(channels.id))
    .limit(1)
  return found ?? null
}
