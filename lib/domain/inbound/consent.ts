/** Whether somebody wants to hear from us. */
import { and, eq, gt, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm'
import { prepared } from '@/db/prepared'
import { contactIdentities } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { limitOf } from '@/lib/channels/limits'
import type { StoredChannel } from '../channels/load'
import { scopeOf } from '../channels/scope'
import type { Work } from '../command'
import { shownAs, withPartyOn } from '../contacts/sides'
import type { Arrival, Outcome } from './outcome'
import { personOf } from './person'

export async function takeConsent({ w, channel, e, at }: Arrival<'consent'>): Promise<Outcome> {
  const contactId = await personOf(w, channel, e.from)
  if (e.state === 'blocked' && (await wroteAfter(w, channel, contactId, at))) return { note: 'older than what they wrote' }
  await setConsent(w, channel, contactId, e.state === 'opted_in' ? null : e.state, at)
  return {}
}

/** Whoever writes has not blocked us. (Where one opts out in words, one opts in again in words.) */
export async function heardFrom(w: Work, channel: StoredChannel, contactId: number, at: Date): Promise<void> {
  if (limitOf(channel.type).staysOptedOut) return
  // Most never left: a look costs less than a change of nothing.
  const left = await prepared(w.db, 'consent:left', (db, name) =>
    db
      .select({ id: contactIdentities.id })
      .from(contactIdentities)
      .where(and(eq(contactIdentities.contactId, sql.placeholder('contactId')), isNotNull(contactIdentities.consent)))
      .limit(1)
      .prepare(name),
  ).execute({ contactId })
  if (left.length > 0) await setConsent(w, channel, contactId, null, at)
}

async function wroteAfter(w: Work, channel: StoredChannel, contactId: number, at: Date): Promise<boolean> {
  const later = await w.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(withPartyOn(contactId, channel.id), gt(conversations.lastCustomerAt, at)))
    .limit(1)
  return later.length > 0
}

/** Keeps whether they want to hear from us, for every address of theirs on this channel. Quiet when that is known, or older than what is. */
export async function setConsent(
  w: Work,
  channel: Pick<StoredChannel, 'id' | 'type' | 'settings'>,
  contactId: number,
  consent: 'opted_out' | 'blocked' | null,
  at: Date,
): Promise<void> {
  const changed = await w.db
    .update(contactIdentities)
    .set({ consent, consentAt: at })
    .where(
      and(
        eq(contactIdentities.contactId, contactId),
        eq(contactIdentities.channelType, channel.type),
        inArray(contactIdentities.scope, [...new Set(['', scopeOf(channel)])]),
        sql`${contactIdentities.consent} is distinct from ${consent}`,
        or(isNull(contactIdentities.consentAt), lte(contactIdentities.consentAt, at)),
      ),
    )
    .returning({ id: contactIdentities.id })
  if (changed.length > 0) w.record('contact.reach_changed', { contactId: await shownAs(w.db, w.workspaceId, contactId) })
}
