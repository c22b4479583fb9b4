/** What becomes of a deleted channel when nobody brought it back: away with all it held, in steps that hold nobody up. */
import { and, asc, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import { CHANNEL_TYPES, channels } from '@/db/schema/channels'
import { contactIdentities, visitors } from '@/db/schema/contacts'
import { jobs } from '@/db/schema/events'
import { inboundEvents } from '@/db/schema/inbound'
import { mailboxes, mailboxLeases, mailboxTokens, messageRefs } from '@/db/schema/mail'
import { messageTemplates } from '@/db/schema/templates'
import { limitOf } from '@/lib/channels/limits'
import { command, type Work } from '../command'
import { query } from '../query'
import { rowId } from '../text'
import type { Connection } from './connection'
import { deadJobsOf } from './dead-jobs'
import { loadDeleted, type StoredChannel } from './load'
import { scopeOf } from './scope'
import { openSettings } from './secrets'
import { makeKey } from './settings'

const BITE = 500
const ofJob = { permission: 'jobs:manage', input: z.object({ channelId: rowId }) } as const

/** The connection of a channel that is about to go, to take leave of its provider; null when it was brought back or is gone. */
export const endingConnection = query(ofJob, async ({ db, actor }, { channelId }): Promise<Connection | null> => {
  const [c] = await db
    .select()
    .from(channels)
    .where(and(eq(channels.id, channelId), eq(channels.workspaceId, actor.workspaceId), isNull(channels.purgedAt)))
  return c?.deletedAt ? { id: c.id, type: c.type, key: c.key, name: c.name, settings: openSettings(c).whole, signs: c.signs ?? {}, disabled: true } : null
})

/** The settings of the channels of a type that go on, for the job to see whether one of them has the same account. */
export const goingOn = query(
  { permission: 'jobs:manage', input: z.object({ type: z.enum(CHANNEL_TYPES) }) },
  async ({ db, actor }, { type }): Promise<Record<string, unknown>[]> => {
    const found = await db
      .select()
      .from(channels)
      .where(and(eq(channels.workspaceId, actor.workspaceId), eq(channels.type, type), isNull(channels.deletedAt), isNotNull(channels.secrets)))
      .limit(500)
    return found.map((c) => openSettings(c).whole)
  },
)

/** One bounded bite. Returns whether there is more. The row stays: conversations name it. */
export const purgeChannel = command(ofJob, async (w, { channelId }): Promise<boolean> => {
  const c = await loadDeleted(w, channelId)
  if (!c) return false
  for (const [table, id, of] of [
    [inboundEvents, inboundEvents.id, inboundEvents.channelId],
    [messageRefs, messageRefs.id, messageRefs.channelId],
    [visitors, visitors.id, visitors.channelId],
    [messageTemplates, messageTemplates.id, messageTemplates.channelId],
  ] as const)
    if (await bite(w, table, id, eq(of, c.id))) return true
  const dead = await deadJobsOf(w.db, w.workspaceId, c.id, { limit: 100 })
  if (dead.found.length > 0) {
    await w.db.delete(jobs).where(
      and(
        inArray(
          jobs.id,
          dead.found.map((j) => j.id),
        ),
        eq(jobs.state, 'dead'),
      ),
    )
    return true
  }
  if (await identitiesOf(w, c)) return true
  for (const table of [mailboxes, mailboxLeases, mailboxTokens]) await w.db.delete(table).where(eq(table.channelId, c.id))
  await w.db.update(channels).set({ settings: {}, secrets: null, problem: null, signs: null, key: makeKey(), purgedAt: w.at }).where(eq(channels.id, c.id))
  w.record('channel.changed', { channelId: c.id })
  return false
})

async function bite(w: Work, table: PgTable, id: PgColumn, which: ReturnType<typeof and>): Promise<boolean> {
  const some = w.db.select({ id }).from(table).where(which).orderBy(asc(id)).limit(BITE)
  return (await w.db.delete(table).where(inArray(id, some)).returning({ id })).length === BITE
}

/**
 * Ids that mean somebody only to this account go with it, unless another channel reaches the same account. A phone number or a
 * mail address is the contact's own and stays.
 */
async function identitiesOf(w: Work, c: StoredChannel): Promise<boolean> {
  if (limitOf(c.type).addresses !== 'name') return false
  const scope = limitOf(c.type).leaves === 'pull' ? String(c.id) : scopeOf(c)
  const others = await w.db
    .select()
    .from(channels)
    .where(and(eq(channels.workspaceId, w.workspaceId), eq(channels.type, c.type), ne(channels.id, c.id), isNull(channels.deletedAt)))
    .limit(500)
  if (limitOf(c.type).leaves === 'push' && others.some((o) => scopeOf(o) === scope)) return false
  return bite(
    w,
    contactIdentities,
    contactIdentities.id,
    and(eq(contactIdentities.workspaceId, w.workspaceId), eq(contactIdentities.channelType, c.type), eq(contactIdentities.scope, scope)),
  )
}
