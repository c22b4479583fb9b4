/** The provider tells what became of what we sent. */
import { and, asc, between, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { conversations } from '@/db/schema/conversations'
import { type DeliveryState, messageParts } from '@/db/schema/messages'
import type { Work } from '../command'
import { setProblem } from '../channels/set-problem'
import { partyOf, withPartyOn } from '../contacts/sides'
import { setDelivery } from '../messages/delivery'
import { keepMark, leftAt, leftBy, type Mark } from './mark'
import type { Arrival, Outcome } from './outcome'
import { addressesOf, contactsBehind } from './person'

export async function takeStatus(a: Arrival<'status'>): Promise<Outcome> {
  const { w, channel, e, late } = a
  if (e.fault?.class === 'account') await setProblem(w.actor, { channelId: channel.id, problem: { code: e.fault.code, message: e.fault.message } })
  if (e.upTo) return raiseUpTo(a, e.upTo)
  const part = (await partOf(a)) ?? (e.sent ? await unclearOne(a, e.sent) : undefined)
  if (!part) return late ? { note: 'nothing here has this id' } : { parked: e.externalId ?? e.clientRef ?? '' }
  await setDelivery(w.actor, {
    partId: part.id,
    state: e.state,
    error: e.state === 'failed' ? (e.fault?.message ?? 'delivery_failed').slice(0, 500) : undefined,
    externalId: part.externalId ? undefined : e.externalId,
    at: a.at,
  })
  if (e.andBefore) await andBefore(a, part)
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

/** Our clock and the provider's, and how long a call may take, ms. */
const ABOUT_MS = 3 * 60_000

/** A part that may have left, is known by no id yet, and says the same to the same person at that time. */
async function unclearOne({ w, channel }: Arrival<'status'>, sent: { to: string; text: string; at: number }): Promise<typeof messageParts.$inferSelect | undefined> {
  const [contactId] = await contactsBehind(w, channel, addressesOf(channel, { address: sent.to }))
  if (contactId === undefined) return undefined
  const found = await w.db
    .select({ part: messageParts })
    .from(messageParts)
    .innerJoin(conversations, eq(conversations.id, messageParts.conversationId))
    .where(
      and(
        withPartyOn(contactId, channel.id),
        eq(messageParts.channelId, channel.id),
        eq(messageParts.state, 'failed'),
        eq(messageParts.error, 'delivery_unclear'),
        isNull(messageParts.externalId),
        between(messageParts.sendingSince, new Date(sent.at - ABOUT_MS), new Date(sent.at + ABOUT_MS)),
      ),
    )
    .orderBy(asc(messageParts.sendingSince))
    .limit(50)
  return found.map((f) => f.part).find((p) => (p.content.text ?? '').trim() === sent.text.trim())
}

/** A watermark: everything that left before it. */
async function raiseUpTo({ w, channel, e, at }: Arrival<'status'>, upTo: { address: string; at: number }): Promise<Outcome> {
  if (e.state !== 'delivered' && e.state !== 'read') return { note: `a mark of ${e.state}` }
  const addresses = addressesOf(channel, { address: upTo.address })
  const [contactId] = await contactsBehind(w, channel, addresses)
  if (contactId === undefined) return { note: 'nobody here has this address' }
  await keepMark(w, channel, addresses, e.state, new Date(upTo.at))
  await raise(w, channel.id, contactId, { mark: e.state, upTo: new Date(upTo.at), at })
  return {}
}

const LOWER: Record<Mark, DeliveryState[]> = { delivered: ['sent'], read: ['sent', 'delivered'] }
/** Most messages one mark raises at a time; what is older was raised by an earlier one. */
const AT_ONCE = 500

async function raise(w: Work, channelId: number, contactId: number, { mark, upTo, at }: { mark: Mark; upTo: Date; at: Date }): Promise<void> {
  const parts = await w.db
    .select({ id: messageParts.id })
    .from(messageParts)
    .innerJoin(conversations, eq(conversations.id, messageParts.conversationId))
    .where(
      and(
        withPartyOn(contactId, channelId),
        eq(messageParts.channelId, channelId),
        inArray(messageParts.state, LOWER[mark]),
        isNotNull(messageParts.externalId),
        leftBy(upTo),
      ),
    )
    .orderBy(asc(messageParts.id))
    .limit(AT_ONCE)
  for (const p of parts) await setDelivery(w.actor, { partId: p.id, state: mark, at })
}

/** A provider that names the last one read means those before it as well. */
async function andBefore({ w, channel, e, at }: Arrival<'status'>, part: typeof messageParts.$inferSelect): Promise<void> {
  const [of] = await w.db
    .select({ contactId: conversations.contactId, sideId: conversations.sideId })
    .from(conversations)
    .where(eq(conversations.id, part.conversationId))
  const party = of && partyOf(of)
  if (party && (e.state === 'delivered' || e.state === 'read')) await raise(w, channel.id, party, { mark: e.state, upTo: leftAt(part), at })
}
