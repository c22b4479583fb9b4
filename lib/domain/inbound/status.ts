/** The provider tells what became of what we sent. */
import { and, eq, inArray, isNotNull, lte } from 'drizzle-orm'
import { conversations } from '@/db/schema/conversations'
import { type DeliveryState, messageParts } from '@/db/schema/messages'
import { setProblem } from '../channels/set-problem'
import { setDelivery } from '../messages/delivery'
import type { Arrival, Outcome } from './outcome'
import { addressesOf, contactsBehind } from './person'

/** Most messages one watermark raises at a time; what is older was raised by an earlier one. */
const WATERMARK_MAX = 500

export async function takeStatus(a: Arrival<'status'>): Promise<Outcome> {
  const { w, channel, e, late } = a
  if (e.fault?.class === 'account') await setProblem(w.actor, { channelId: channel.id, problem: { code: e.fault.code, message: e.fault.message } })
  if (e.upTo) return raiseUpTo(a, e.upTo)
  const part = await partOf(a)
  if (!part) return late ? { note: 'nothing here has this id' } : { parked: e.externalId ?? e.clientRef ?? '' }
  await setDelivery(w.actor, {
    partId: part.id,
    state: e.state,
    error: e.state === 'failed' ? (e.fault?.message ?? 'delivery_failed').slice(0, 500) : undefined,
    externalId: part.externalId ? undefined : e.externalId,
  })
  return { messageId: part.messageId }
}

/** By the provider's id, or by our own reference when the send has not told us the id yet. */
async function partOf({ w, channel, e }: Arrival<'status'>): Promise<typeof messageParts.$inferSelect | undefined> {
  const here = eq(messageParts.channelId, channel.id)
  const [known] = e.externalId
    ? await w.db
        .select()
        .from(messageParts)
        .where(and(here, eq(messageParts.externalId, e.externalId)))
    : []
  if (known) return known
  const [ours] = e.clientRef
    ? await w.db
        .select()
        .from(messageParts)
        .where(and(here, eq(messageParts.clientRef, e.clientRef)))
    : []
  return ours
}

const LOWER: Record<'sent' | 'failed' | 'delivered' | 'read', DeliveryState[]> = { sent: [], failed: [], delivered: ['sent'], read: ['sent', 'delivered'] }

/** A watermark: everything that left before it. */
async function raiseUpTo({ w, channel, e }: Arrival<'status'>, upTo: { address: string; at: number }): Promise<Outcome> {
  const [contactId] = await contactsBehind(w, channel, addressesOf(channel, { address: upTo.address }))
  if (contactId === undefined) return { note: 'nobody here has this address' }
  const parts = await w.db
    .select({ id: messageParts.id, state: messageParts.state })
    .from(messageParts)
    .innerJoin(conversations, eq(conversations.id, messageParts.conversationId))
    .where(
      and(
        eq(conversations.contactId, contactId),
        eq(conversations.channelId, channel.id),
        eq(messageParts.channelId, channel.id),
        inArray(messageParts.state, LOWER[e.state]),
        isNotNull(messageParts.externalId),
        lte(messageParts.createdAt, new Date(upTo.at)),
      ),
    )
    .orderBy(messageParts.id)
    .limit(WATERMARK_MAX)

  for (const p of parts) await setDelivery(w.actor, { partId: p.id, state: e.state })
  return {}
}
