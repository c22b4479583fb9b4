/** Whether a conversation's customer may be written to right now, as far as we know. Not a verb. */
import { and, asc, desc, eq, inArray, max, or, sql } from 'drizzle-orm'
import type { Read } from '@/db/doors'
import { prepared } from '@/db/prepared'
import { channels, type ChannelType } from '@/db/schema/channels'
import { contactIdentities } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { partyOf, withParty } from '../contacts/sides'
import type { Stored } from '../conversations/row'
import { limitOf } from '@/lib/channels/limits'
import type { Reach } from '@/lib/channels/window'
import { scopeOf } from './scope'

type About = Pick<Stored, 'channelId' | 'channelType' | 'contactId' | 'sideId' | 'lastCustomerAt'>

/** Null where nothing can stand in the way. The window is the person's, whichever conversation they wrote in. */
export async function reachOf(db: Read, c: About): Promise<Reach | null> {
  const { channelId, channelType: type } = c
  const contactId = partyOf(c)
  if (channelId === null || contactId === null || type === null || limitOf(type).leaves === 'pull' || type === 'email') return null
  const [[channel], [wrote]] = await Promise.all([
    prepared(db, 'reach:channel', (d, name) =>
      d
        .select({ id: channels.id, type: channels.type, settings: channels.settings, secrets: channels.secrets })
        .from(channels)
        .where(eq(channels.id, sql.placeholder('channelId')))
        .prepare(name),
    ).execute({ channelId }),
    prepared(db, 'reach:last', (d, name) =>
      d
        .select({ at: max(conversations.lastCustomerAt) })
        .from(conversations)
        .where(and(withParty(sql.placeholder('contactId')), sql`+${conversations.channelId} = ${sql.placeholder('channelId')}`))
        .prepare(name),
    ).execute({ channelId, contactId }),
  ])
  if (!channel) return null
  const identity = await addressOf(db, contactId, channel)
  return {
    lastCustomerAt: wrote?.at?.getTime() ?? null,
    humanAgent: channel.settings.humanAgent === true,
    consent: identity?.consent ?? null,
    connected: channel.secrets !== null,
    ...(identity && isName(channel.type, identity.address) ? { isName: true } : {}),
  }
}

/** The address that a message would leave to (messages/send-parts.ts). */
async function addressOf(
  db: Read,
  contactId: number,
  channel: Parameters<typeof scopeOf>[0] & { type: ChannelType },
): Promise<{ address: string; consent: Reach['consent'] } | null> {
  const [identity] = await prepared(db, 'reach:consent', (d, name) =>
    d
      .select({ address: contactIdentities.address, consent: contactIdentities.consent })
      .from(contactIdentities)
      .where(
        and(
          eq(contactIdentities.contactId, sql.placeholder('contactId')),
          eq(contactIdentities.channelType, sql.placeholder('type')),
          or(eq(contactIdentities.scope, sql.placeholder('scope')), inArray(contactIdentities.scope, [''])),
        ),
      )
      .orderBy(desc(contactIdentities.scope), asc(contactIdentities.id))
      .limit(1)
      .prepare(name),
  ).execute({ contactId, type: channel.type, scope: scopeOf(channel) })
  return identity ?? null
}

/** Parcel services and the like write under a name; a number, also one behind a service's name (`whatsapp:+34…`), can be answered. */
const isName = (type: ChannelType, address: string) => limitOf(type).numbersOnly === true && !/^\+?\d{3,20}$/.test(address) && !/^\w+:\+?\w/.test(address)
