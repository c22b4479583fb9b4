/** Whether somebody wants to hear from us. */
import { and, eq, sql } from 'drizzle-orm'
import { contactIdentities } from '@/db/schema/contacts'
import { limitOf } from '@/lib/channels/limits'
import type { StoredChannel } from '../channels/load'
import { scopeOf } from '../channels/scope'
import type { Work } from '../command'
import type { Arrival, Outcome } from './outcome'
import { personOf } from './person'

export async function takeConsent({ w, channel, e }: Arrival<'consent'>): Promise<Outcome> {
  const contactId = await personOf(w, channel, e.from)
  await write(w, channel, contactId, e.state === 'opted_in' ? null : e.state)
  return {}
}

/** Whoever writes has not blocked us. (Where one opts out in words, one opts in again in words.) */
export async function heardFrom(w: Work, channel: StoredChannel, contactId: number): Promise<void> {
  if (!limitOf(channel.type).staysOptedOut) await write(w, channel, contactId, null)
}

const write = (w: Work, channel: StoredChannel, contactId: number, consent: 'opted_out' | 'blocked' | null) =>
  w.db
    .update(contactIdentities)
    .set({ consent })
    .where(
      and(
        eq(contactIdentities.contactId, contactId),
        eq(contactIdentities.channelType, channel.type),
        eq(contactIdentities.scope, scopeOf(channel)),
        sql`${contactIdentities.consent} is distinct from ${consent}`,
      ),
    )
