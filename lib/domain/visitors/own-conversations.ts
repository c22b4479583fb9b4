/** The conversations a visitor may read: their contact's, on their channel. Not a verb. */
import { and, desc, sql } from 'drizzle-orm'
import type { Read } from '@/db/doors'
import { prepared } from '@/db/prepared'
import { conversations } from '@/db/schema/conversations'
import { withParty } from '../contacts/sides'
import type { VisitorActor } from './begin'

export type OwnConversation = { id: number; lastIndex: number; current: string | null; contactReadIndex: number }

/** The liveliest 20, newest begun first. */
export async function ownConversations(db: Read, actor: VisitorActor): Promise<OwnConversation[]> {
  const found = await prepared(db, 'visitor:conversations', (d, name) =>
    d
      .select({ id: conversations.id, lastIndex: conversations.lastIndex, current: conversations.current, contactReadIndex: conversations.contactReadIndex })
      .from(conversations)
      .where(
        and(
          withParty(sql.placeholder('contactId')),
          sql`+${conversations.channelId} = ${sql.placeholder('channelId')}`,
          sql`+${conversations.workspaceId} = ${sql.placeholder('workspaceId')}`,
        ),
      )
      .orderBy(desc(conversations.lastActivityAt), desc(conversations.id))
      .limit(20)
      .prepare(name),
  ).execute({ contactId: actor.contactId, channelId: actor.channelId, workspaceId: actor.workspaceId })
  return found.toSorted((a, b) => b.id - a.id)
}
