/** What a provider says a customer is called and looks like. */
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { contactIdentities, contacts } from '@/db/schema/contacts'
import { channels, type ChannelType } from '@/db/schema/channels'
import { lockRows } from '@/db/dialects'
import { limitOf } from '@/lib/channels/limits'
import type { StoredChannel } from '../channels/load'
import { scopeOf } from '../channels/scope'
import { wholeSettings } from '../channels/secrets'
import { command, type Work } from '../command'
import { refuse } from '../errors'
import { query } from '../query'
import { cleanLine, rowId } from '../text'
import { change } from './change'

/** How long what a provider said of somebody is believed. */
const WEEK_MS = 7 * 24 * 60 * 60_000

const nameOf = (said: string) => cleanLine(said).slice(0, 120).toWellFormed().replaceAll('\ufffd', '')

const identitiesOf = (w: Work, channel: Pick<StoredChannel, 'id' | 'type' | 'settings'>, contactId: number) =>
  w.db
    .select()
    .from(contactIdentities)
    .where(and(eq(contactIdentities.contactId, contactId), eq(contactIdentities.channelType, channel.type), eq(contactIdentities.scope, scopeOf(channel))))

/**
 * A customer's message came: takes over how they call themselves from then on, or asks for their provider to be asked. The
 * newest word counts, in whatever order messages come. Not a verb.
 */
export async function learnProfile(w: Work, channel: StoredChannel, contactId: number, said: string | undefined, at: Date): Promise<void> {
  const limits = limitOf(channel.type)
  // A mail's sender may call themselves anything in each of them.
  if (limits.addresses === 'mail' || (!said && !limits.asksWho)) return
  const known = await identitiesOf(w, channel, contactId)
  if (limits.asksWho) {
    const stale = known.find((i) => !i.profileAt || w.at.getTime() - i.profileAt.getTime() > WEEK_MS)
    if (!stale) return
    await w.db.update(contactIdentities).set({ profileAt: w.at }).where(eq(contactIdentities.id, stale.id))
    w.record('contact.unknown', { identityId: stale.id, channelId: channel.id }, { audience: [] })
    return
  }
  const name = nameOf(said ?? '')
  const [before] = known
  if (!name || !before) return
  const isNewer = !before.profileAt || at > before.profileAt || (at.getTime() === before.profileAt.getTime() && name > (before.profileName ?? ''))
  if (isNewer) await takeName(w, contactId, known, name, at)
}

/** A name that nobody here changed by hand follows the provider's. */
async function takeName(w: Work, contactId: number, known: (typeof contactIdentities.$inferSelect)[], name: string, at: Date): Promise<void> {
  await w.db
    .update(contactIdentities)
    .set({ profileName: name, profileAt: at })
    .where(
      inArray(
        contactIdentities.id,
        known.map((i) => i.id),
      ),
    )
  const [contact] = await lockRows(w.db.select().from(contacts).where(eq(contacts.id, contactId)), contacts)
  if (contact && !contact.removedAt && known.some((i) => contact.name === i.profileName || contact.name === i.address)) await change(w, contact, { name })
}

export type ProfileToAsk = { channel: { id: number; type: ChannelType; settings: Record<string, unknown> }; contactId: number; address: string }

const about = z.object({ identityId: rowId, channelId: rowId })

/** Whom to ask about whom; null when there is no longer anybody. */
export const profileToAsk = command({ permission: 'contacts:update', input: about }, async (w, { identityId, channelId }): Promise<ProfileToAsk | null> => {
  const [found] = await w.db
    .select({ channel: channels, identity: contactIdentities })
    .from(contactIdentities)
    .innerJoin(channels, eq(channels.id, channelId))
    .where(and(eq(contactIdentities.id, identityId), eq(contactIdentities.workspaceId, w.workspaceId), eq(channels.workspaceId, w.workspaceId)))
  if (!found || found.channel.disabledAt || found.channel.deletedAt || found.channel.secrets === null) return null
  const { channel, identity } = found
  return { channel: { id: channel.id, type: channel.type, settings: wholeSettings(channel) }, contactId: identity.contactId, address: identity.address }
})

/** What the provider said. `pictureKey`: blob of their picture. Returns the blob that is nobody's now. */
export const takeProfile = command(
  { permission: 'contacts:update', input: z.object({ identityId: rowId, name: z.string().max(500).nullable(), pictureKey: z.string().max(200).nullable() }) },
  async (w, { identityId, name: said, pictureKey }): Promise<string | null> => {
    const [identity] = await w.db
      .select()
      .from(contactIdentities)
      .where(and(eq(contactIdentities.id, identityId), eq(contactIdentities.workspaceId, w.workspaceId)))
    if (!identity) return pictureKey
    const name = nameOf(said ?? '')
    if (name) await takeName(w, identity.contactId, [identity], name, w.at)
    if (!pictureKey) return null
    const [contact] = await lockRows(w.db.select().from(contacts).where(eq(contacts.id, identity.contactId)), contacts)
    if (!contact || contact.removedAt) return pictureKey
    await w.db.update(contacts).set({ pictureKey }).where(eq(contacts.id, contact.id))
    w.record('contact.changed', { contactId: contact.id, name: name || contact.name })
    return contact.pictureKey
  },
)

/** Blob of a contact's picture. Throws `not_found` where there is none. */
export const pictureOf = query({ permission: 'contacts:read', input: z.object({ contactId: rowId }) }, async ({ db, actor }, { contactId }): Promise<string> => {
  const [found] = await db
    .select({ key: contacts.pictureKey })
    .from(contacts)
    .where(and(eq(contacts.id, contactId), eq(contacts.workspaceId, actor.workspaceId), isNull(contacts.removedAt)))
  return found?.key ?? refuse('not_found')
})
