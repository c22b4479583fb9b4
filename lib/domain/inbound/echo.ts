/** Our side wrote in the provider's own app: it is an answer like any other, by nobody here. */
import { and, eq, gt, isNotNull } from 'drizzle-orm'
import { conversations } from '@/db/schema/conversations'
import { messageParts } from '@/db/schema/messages'
import { withParty } from '../contacts/sides'
import type { Stored } from '../conversations/row'
import { currentConversation } from '../conversations/start'
import { append } from '../messages/append'
import { setDelivery } from '../messages/delivery'
import { bodyOf, metaOf } from './message'
import { findMessage } from './find-message'
import { unpark } from './lane'
import { markOver } from './mark'
import type { Arrival, Outcome } from './outcome'
import { personOf } from './person'

/** A send may take so long before we must know its id. */
const IN_FLIGHT_MS = 2 * 60_000

/** What we sent ourselves comes back as an echo too, sometimes before the send has told us its id: never shown twice. */
export async function takeEcho({ w, channel, e, at }: Arrival<'message'>): Promise<Outcome> {
  const [own] = e.clientRef
    ? await w.db
        .select()
        .from(messageParts)
        .where(and(eq(messageParts.channelId, channel.id), eq(messageParts.clientRef, e.clientRef)))
    : []
  if (own) {
    await setDelivery(w.actor, { partId: own.id, state: 'sent', externalId: e.externalId })
    return { messageId: own.messageId }
  }
  const contactId = await personOf(w, channel, e.from)
  const known = await findMessage(w, channel.id, contactId, e.externalId)
  if (known) return { messageId: known.id }
  const flying = await w.db
    .select({ id: messageParts.id })
    .from(messageParts)
    .innerJoin(conversations, eq(conversations.id, messageParts.conversationId))
    .where(
      and(
        withParty(contactId),
        eq(messageParts.channelId, channel.id),
        eq(messageParts.state, 'queued'),
        isNotNull(messageParts.sendingSince),
        gt(messageParts.sendingSince, new Date(w.at.getTime() - IN_FLIGHT_MS)),
      ),
    )
    .limit(1)
  if (flying.length > 0) return { parked: e.externalId }
  const c = await currentConversation(w, { channelId: channel.id, contactId })
  const delivery = (await markOver(w, { channelId: channel.id, sendingSince: null, createdAt: at }, contactId)) ?? 'sent'
  const m = await append(w, c, { kind: 'message', body: bodyOf(e), meta: metaOf(e), delivery, at }, answered(c.row, at))
  await w.db.insert(messageParts).values({
    messageId: m.id,
    conversationId: c.row.id,
    channelId: channel.id,
    idx: 0,
    content: { text: m.body },
    state: delivery,
    clientRef: crypto.randomUUID(),
    externalId: e.externalId,
    updatedAt: w.at,
    createdAt: at,
  })
  await unpark(w, channel.id, [e.externalId])
  return { messageId: m.id }
}

/** It answers what the customer had written by then; what came later still asks. */
function answered(row: Stored, at: Date): Partial<Stored> {
  const lastReplyAt = row.lastReplyAt && row.lastReplyAt > at ? row.lastReplyAt : at
  return row.lastCustomerAt && row.lastCustomerAt > at ? { lastReplyAt } : { needsReply: false, waitingSince: null, lastReplyAt }
}
