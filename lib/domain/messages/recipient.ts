/** Where what we do about a conversation goes: its channel's account and the customer's address there. Not a verb. */
import { and, asc, desc, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Read } from '@/db/doors'
import { channels, type ChannelType } from '@/db/schema/channels'
import { contactIdentities } from '@/db/schema/contacts'
import { messages } from '@/db/schema/messages'
import { limitOf } from '@/lib/channels/limits'
import { scopeOf } from '../channels/scope'
import { wholeSettings } from '../channels/secrets'
import type { Stored } from '../conversations/row'
import type { Reason } from '../errors'
import type { Party } from '../inbound/event'

export type Recipient = { channel: { id: number; type: ChannelType; settings: Record<string, unknown> }; to: Party }
type About = Pick<Stored, 'id' | 'channelId' | 'contactId' | 'sideId'>
type StoredChannel = typeof channels.$inferSelect

/** The channel of a conversation when it is on and connected. */
export async function liveChannel(db: Read, c: Pick<Stored, 'channelId'>): Promise<StoredChannel | null> {
  const [channel] = c.channelId === null ? [] : await db.select().from(channels).where(eq(channels.id, c.channelId))
  return channel && !channel.disabledAt && !channel.deletedAt && channel.secrets !== null ? channel : null
}

export type NoRecipient = Extract<Reason, 'channel_off' | 'no_recipient' | 'customer_blocked' | 'customer_opted_out'>

/** Or why there is none: the channel is off or not connected, the customer has no address there, or does not want to hear from us. */
export async function recipientOf(db: Read, c: About): Promise<Recipient | NoRecipient> {
  const channel = await liveChannel(db, c)
  if (!channel) return 'channel_off'
  const [first, ...others] = await db
    .select({ address: contactIdentities.address, consent: contactIdentities.consent })
    .from(contactIdentities)
    .where(
      and(
        eq(contactIdentities.contactId, c.sideId ?? c.contactId ?? 0),
        eq(contactIdentities.channelType, channel.type),
        inArray(contactIdentities.scope, [...new Set(['', scopeOf(channel)])]),
      ),
    )
    .orderBy(desc(contactIdentities.scope), desc(contactIdentities.verified), asc(contactIdentities.id))
    .limit(10)
  if (!first) return 'no_recipient'
  if (first.consent) return first.consent === 'blocked' ? 'customer_blocked' : 'customer_opted_out'
  const via = await viaOf(db, c, channel.type)
  return {
    channel: { id: channel.id, type: channel.type, settings: wholeSettings(channel) },
    to: { address: first.address, aliases: others.map((o) => o.address), ...(via ? { via } : {}) },
  }
}

/** Over what the customer wrote last, where their channel has several ways. `answers`: the message that is answered goes first. */
export async function viaOf(db: Read, c: Pick<Stored, 'id'>, type: ChannelType, answers?: { via?: string } | null): Promise<string | undefined> {
  if (!limitOf(type).hasWays) return undefined
  if (answers && 'via' in answers) return answers.via
  const [last] = await db
    .select({ meta: messages.meta })
    .from(messages)
    .where(and(eq(messages.conversationId, c.id), isNotNull(messages.contactId)))
    .orderBy(desc(messages.index))
    .limit(1)
  return last?.meta.via
}
