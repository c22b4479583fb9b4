/** Up to when somebody has received and read what we sent: told once for all of it, also for what we learn of only later. Not a verb. */
import { and, eq, inArray, isNotNull, isNull, lte, or } from 'drizzle-orm'
import { channels } from '@/db/schema/channels'
import { contactIdentities } from '@/db/schema/contacts'
import { messageParts } from '@/db/schema/messages'
import { scopeOf } from '../channels/scope'
import type { StoredChannel } from '../channels/load'
import type { Work } from '../command'

export type Mark = 'delivered' | 'read'
type Part = Pick<typeof messageParts.$inferSelect, 'channelId' | 'sendingSince' | 'createdAt'>

/** What waited in our queue was not there to be read while it waited. */
export const leftAt = (p: Part): Date => p.sendingSince ?? p.createdAt
export const leftBy = (at: Date) =>
  or(and(isNotNull(messageParts.sendingSince), lte(messageParts.sendingSince, at)), and(isNull(messageParts.sendingSince), lte(messageParts.createdAt, at)))

/** Keeps the mark with these addresses of a customer; it only rises. */
export async function keepMark(w: Work, channel: StoredChannel, addresses: readonly string[], mark: Mark, at: Date): Promise<void> {
  const column = mark === 'read' ? contactIdentities.readUpTo : contactIdentities.deliveredUpTo
  await w.db
    .update(contactIdentities)
    .set(mark === 'read' ? { readUpTo: at } : { deliveredUpTo: at })
    .where(
      and(
        eq(contactIdentities.workspaceId, w.workspaceId),
        eq(contactIdentities.channelType, channel.type),
        eq(contactIdentities.scope, scopeOf(channel)),
        inArray(contactIdentities.address, [...addresses]),
        or(isNull(column), lte(column, at)),
      ),
    )
}

/** The mark that lies over a part whose sending is known only now; null for most. `contactId`: who is spoken with, a side where it is one. */
export async function markOver(w: Work, part: Part, contactId: number | null): Promise<Mark | null> {
  if (contactId === null || part.channelId === null) return null
  const marks = await w.db
    .select({ type: contactIdentities.channelType, scope: contactIdentities.scope, delivered: contactIdentities.deliveredUpTo, read: contactIdentities.readUpTo })
    .from(contactIdentities)
    .where(and(eq(contactIdentities.contactId, contactId), or(isNotNull(contactIdentities.deliveredUpTo), isNotNull(contactIdentities.readUpTo))))
    .limit(100)
  if (marks.length === 0) return null
  const [channel] = await w.db.select().from(channels).where(eq(channels.id, part.channelId))
  if (!channel) return null
  const here = marks.filter((m) => m.type === channel.type && m.scope === scopeOf(channel))
  const left = leftAt(part)
  if (here.some((m) => m.read && m.read >= left)) return 'read'
  return here.some((m) => m.delivered && m.delivered >= left) ? 'delivered' : null
}
