import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { prepared } from '@/db/prepared'
import { channels } from '@/db/schema/channels'
import { conversations } from '@/db/schema/conversations'
import { personOf, requirePerson } from '../actor'
import { command, type Work } from '../command'
import { partyFor } from '../contacts/party-for'
import { currentOf, currentWith, holdShown } from '../contacts/sides'
import { refuse } from '../errors'
import { lineOrEmpty, rowId } from '../text'
import { channelRow } from '../channels/load'
import { type Loaded, loadForChange } from './load'
import { holdSet, requireColleagues } from './participants'
import { recordPersonal } from './personal'
import { rowForActor } from './present'
import { storePersonal } from './store'

/** Finds or begins the team conversation of exactly these people and the actor. The same set gives the same one; `alone`: also of nobody else. */
export const startTeam = command(
  { permission: 'conversations:create', input: z.object({ userIds: z.array(rowId).max(100), title: lineOrEmpty(200).default(''), alone: z.boolean().default(false) }) },
  async (w, input) => {
    const me = requirePerson(w.actor)
    const members = [...new Set([...input.userIds, me])].sort((a, b) => a - b)
    if (members.length < 2 && !input.alone) refuse('too_few_people')
    await requireColleagues(w, members)
    const memberKey = members.join()
    await holdSet(w, memberKey)
    const [made] = await w.db
      .insert(conversations)
      .values({ workspaceId: w.workspaceId, kind: 'team', members, memberKey, title: input.title, creatorId: me, lastActivityAt: w.at })
      .onConflictDoNothing()
      .returning({ id: conversations.id })
    if (!made) {
      const known = await loadForChange(w, await idByMembers(w, memberKey))
      // Whoever asks for it wants it in their list.
      if (known.people.some((p) => p.userId === me && p.archived)) {
        await storePersonal(w, known, me, { archived: false })
        recordPersonal(w, known, me, 'unarchived')
      }
      return rowForActor(w.actor, known)
    }
    const c = await loadNew(w, made.id)
    for (const id of members) await storePersonal(w, c, id, { member: true })
    w.record('conversation.started', { kind: 'team' }, { conversation: c })
    return rowForActor(w.actor, c)
  },
)

async function idByMembers(w: Work, memberKey: string): Promise<number> {
  const [found] = await w.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(eq(conversations.workspaceId, w.workspaceId), eq(conversations.memberKey, memberKey)))
  return found?.id ?? refuse('not_found')
}

/**
 * Finds or begins the contact's current conversation on a channel; `fresh` begins another beside the old ones. Of a contact
 * with sides it is the side that has an address there. `identityId`: that address and no other.
 */
export const startCustomer = command(
  {
    permission: 'conversations:create',
    input: z.object({ channelId: rowId, contactId: rowId, identityId: rowId.optional(), title: lineOrEmpty(200).default(''), fresh: z.boolean().default(false) }),
  },
  async (w, input) => {
    const contactId = w.actor.kind === 'visitor' ? input.contactId : await partyFor(w, input)
    const c = await currentConversation(w, { ...input, contactId })
    return rowForActor(w.actor, c)
  },
)

/**
 * The conversation where this party's next message on this channel belongs. Two at once get the same one: the unique
 * key on (channel, contact, current) decides, not a read before the write.
 */
export async function currentConversation(w: Work, at: { channelId: number; contactId: number; title?: string; fresh?: boolean }): Promise<Loaded> {
  const channel = (await channelRow(w, at.channelId)) ?? refuse('not_found', { what: 'channel' })
  if (w.actor.kind === 'visitor' && (w.actor.channelId !== at.channelId || w.actor.contactId !== at.contactId)) refuse('not_found')
  if (channel.deletedAt) refuse('channel_deleted')
  if (channel.disabledAt) refuse('channel_off')
  const here = and(currentWith(at.contactId, at.channelId), sql`+${conversations.workspaceId} = ${w.workspaceId}`)
  const current = () =>
    prepared(w.db, 'conversation:current', (db, name) =>
      db
        .select({ id: conversations.id })
        .from(conversations)
        .where(
          and(
            currentWith(sql.placeholder('party'), sql.placeholder('channelId'), sql.placeholder('of')),
            sql`+${conversations.workspaceId} = ${sql.placeholder('workspaceId')}`,
          ),
        )
        .prepare(name),
    ).execute({ party: at.contactId, channelId: at.channelId, of: currentOf(at.contactId), workspaceId: w.workspaceId })
  const [known] = at.fresh ? [] : await current()
  if (known) return loadForChange(w, known.id)
  // Held while a conversation is made, so that neither a change of the name nor a merge misses it.
  const [shown] = await holdShown(w, [at.contactId])
  const contactId = shown?.id ?? refuse('not_found', { what: 'contact' })
  const sideId = contactId === at.contactId ? null : at.contactId
  if (at.fresh) await w.db.update(conversations).set({ current: null }).where(here)
  const [made] = await w.db
    .insert(conversations)
    .values({
      workspaceId: w.workspaceId,
      kind: 'customer',
      channelId: channel.id,
      channelType: channel.type,
      contactId,
      sideId,
      current: currentOf(sideId),
      title: at.title ?? '',
      creatorId: personOf(w.actor),
      lastActivityAt: w.at,
    })
    .onConflictDoNothing()
    .returning({ id: conversations.id })
  if (!made) {
    const [found] = await current()
    return loadForChange(w, found?.id ?? refuse('not_found'))
  }
  const c = await loadNew(w, made.id)
  w.record('conversation.started', { kind: 'customer' }, { conversation: c })
  return c
}

/** Begins a conversation beside all others, where each new matter has its own (mail). */
export async function beginConversation(w: Work, at: { channelId: number; contactId: number; title: string }): Promise<Loaded> {
  const [channel] = await w.db
    .select()
    .from(channels)
    .where(and(eq(channels.id, at.channelId), eq(channels.workspaceId, w.workspaceId)))
  if (!channel) refuse('not_found', { what: 'channel' })
  if (channel.deletedAt) refuse('channel_deleted')
  if (channel.disabledAt) refuse('channel_off')
  const [shown] = await holdShown(w, [at.contactId])
  const contactId = shown?.id ?? refuse('not_found', { what: 'contact' })
  const [made] = await w.db
    .insert(conversations)
    .values({
      workspaceId: w.workspaceId,
      kind: 'customer',
      channelId: channel.id,
      channelType: channel.type,
      contactId,
      sideId: contactId === at.contactId ? null : at.contactId,
      title: at.title,
      lastActivityAt: w.at,
    })
    .returning({ id: conversations.id })
  const c = await loadNew(w, made?.id ?? refuse('not_found'))
  w.record('conversation.started', { kind: 'customer' }, { conversation: c })
  return c
}

/** What was just made stood in no count before. */
async function loadNew(w: Work, id: number): Promise<Loaded> {
  const c = await loadForChange(w, id)
  c.before = new Set()
  return c
}
