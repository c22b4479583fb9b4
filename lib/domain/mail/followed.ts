import { and, eq, isNull } from 'drizzle-orm'
import { reader } from '@/db/client'
import { channels } from '@/db/schema/channels'

export type Followed = { id: number; workspaceId: number; settings: Record<string, unknown>; secrets: string | null }

/** Every mail channel that is switched on, of all workspaces. Not a query: whoever follows mailboxes works for all. */
export async function mailChannels(): Promise<Followed[]> {
  return (await reader())
    .select({ id: channels.id, workspaceId: channels.workspaceId, settings: channels.settings, secrets: channels.secrets })
    .from(channels)
    .where(and(eq(channels.type, 'email'), isNull(channels.disabledAt)))
    .limit(1000)
}
