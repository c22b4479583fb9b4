/** Whether somebody wants to hear from us. */
import { and, eq, inArray, sql } from 'drizzle-orm'
import { contactIdentities } from '@/db/schema/contacts'
import { limitOf } from '@/lib/channels/limits'
import type { StoredChannel } from '../channels/load'
import { scopeOf } from '../channels/scope'
import type { Work } from '../command'
import type { Arrival, Outcome } from './outcome'
import { personOf } from './person'

export async function takeConsent({ w, channel, e }: Arrival<'consent'>): Promise<Outcome> {
  const contactId = await personOf(w, channel, e.from)
  await setConsent(w, channel, contactId, e.state === 'opted_in' ? null : e.state)
  return {}
}

/** Whoever writes has not blocked us. (Where one opts out in words, one opts in again in words.) */
export async function heardFrom(w: Work, channel: StoredChannel, contactId: number): Promise<void> {
  if (!limitOf(channel.type).staysOptedOut) await setConsent(w, channel, contactId, null)
}

/** Keeps whether they want to hear from us, for every address of theirs on this channel. Quiet when that is known. */
export async function setConsent(w: Work, channel: Pick<StoredChannel, 'id' | 'type' | 'settings'>, contactId: number, consent: 'opted_out' | 'blocked' | null): Promise<void> {
  const changed = await w.db
    .update(contactIdentities)
    .set({ consent })
    .where(
      and(
        eq(contactIdentities.contactId, contactId),
        eq(contactIdentities.channelType, channel.type),
        inArray(contactIdentities.scope, [...new Set(['', scopeOf(channel)])]),
        sql`${contactIdentities.consent} is distinct from ${consent}`,
      ),
    )
    .returning({ id: contactIdentities.id })
  if (changed.length > 0) w.record('contact.reach_changed', { contactId })
}
