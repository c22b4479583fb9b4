/** Every address of ours at which mail comes in. Not a verb. */
import { and, eq, isNull } from 'drizzle-orm'
import type { Read } from '@/db/doors'
import { channels } from '@/db/schema/channels'
import { ownAddresses } from '@/lib/channels/email/settings'
import { query } from '../query'
import { z } from 'zod'

type Mailbox = { channelId: number; addresses: string[] }

const MAILBOXES_MAX = 1000

/** Of all mailboxes of the workspace, without what stands behind a plus. Those that are off are ours too. */
export async function ownMailboxes(db: Read, workspaceId: number): Promise<Mailbox[]> {
  const found = await db
    .select({ id: channels.id, settings: channels.settings })
    .from(channels)
    .where(and(eq(channels.workspaceId, workspaceId), eq(channels.type, 'email'), isNull(channels.deletedAt)))
    .limit(MAILBOXES_MAX)
  return found.map(({ id, settings: { address, aliases } }) => ({
    channelId: id,
    addresses: ownAddresses({
      address: typeof address === 'string' ? address : '',
      aliases: Array.isArray(aliases) ? aliases.filter((a) => typeof a === 'string') : [],
    }).filter((a) => a.includes('@')),
  }))
}

export const ownAddressesOf = query({ permission: 'messages:receive', input: z.object({}) }, async ({ db, actor }): Promise<string[]> =>
  (await ownMailboxes(db, actor.workspaceId)).flatMap((m) => m.addresses),
)
