/** As which side a contact is reached on a channel. Not a verb. */
import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm'
import { channels } from '@/db/schema/channels'
import { contactIdentities } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { scopeOf } from '../channels/scope'
import type { Work } from '../command'
import { refuse } from '../errors'
import { shownAs, sidesOf } from './sides'

/**
 * A side that was named stays itself. Otherwise whoever has the named address; else, of those with an address there, the
 * one that was last spoken with; else the contact itself. Throws `not_found` for an address that is not theirs there.
 */
export async function partyFor(w: Work, at: { channelId: number; contactId: number; identityId?: number }): Promise<number> {
  const shown = await shownAs(w.db, w.workspaceId, at.contactId)
  const all = [shown, ...(await sidesOf(w.db, shown))]
  if (at.identityId === undefined && (shown !== at.contactId || all.length === 1)) return at.contactId
  const [channel] = await w.db
    .select()
    .from(channels)
    .where(and(eq(channels.id, at.channelId), eq(channels.workspaceId, w.workspaceId)))
  if (!channel) refuse('not_found', { what: 'channel' })
  const reached = await w.db
    .select({ contactId: contactIdentities.contactId })
    .from(contactIdentities)
    .where(
      and(
        inArray(contactIdentities.contactId, all),
        eq(contactIdentities.channelType, channel.type),
        inArray(contactIdentities.scope, [...new Set(['', scopeOf(channel)])]),
        at.identityId === undefined ? undefined : eq(contactIdentities.id, at.identityId),
      ),
    )
    .orderBy(asc(contactIdentities.id))
  if (at.identityId !== undefined) return reached[0]?.contactId ?? refuse('not_found', { what: 'method' })
  const parties = new Set(reached.map((r) => r.contactId))
  if (parties.size < 2) return reached[0]?.contactId ?? shown
  const newest = await w.db
    .select({ sideId: conversations.sideId })
    .from(conversations)
    .where(and(eq(conversations.contactId, shown), eq(conversations.channelId, channel.id), isNull(conversations.mergedInto)))
    .orderBy(desc(conversations.lastActivityAt), desc(conversations.id))
    .limit(20)
  return newest.map((c) => c.sideId ?? shown).find((id) => parties.has(id)) ?? reached[0]?.contactId ?? shown
}
