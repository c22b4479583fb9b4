/** Holding a channel for a change. Not a verb. */
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { lockRows } from '@/db/dialects'
import { prepared } from '@/db/prepared'
import { channels } from '@/db/schema/channels'
import { limitOf } from '@/lib/channels/limits'
import type { Work } from '../command'
import { refuse } from '../errors'

export type StoredChannel = typeof channels.$inferSelect

/** The workspace's channel, locked until the end of the change. Throws `not_found`, also for a deleted one. */
export const loadChannel = async (w: Work, id: number): Promise<StoredChannel> =>
  (await load(w, id, isNull(channels.deletedAt))) ?? refuse('not_found', { what: 'channel' })

/** One that was deleted and can still be brought back; null for none. */
export const loadDeleted = (w: Work, id: number): Promise<StoredChannel | null> => load(w, id, and(isNotNull(channels.deletedAt), isNull(channels.purgedAt)))

async function load(w: Work, id: number, which: ReturnType<typeof and>): Promise<StoredChannel | null> {
  const [found] = await lockRows(
    w.db
      .select()
      .from(channels)
      .where(and(eq(channels.id, id), eq(channels.workspaceId, w.workspaceId), which)),
    channels,
  )
  return found ?? null
}

const rows = new WeakMap<Work['touched'], Map<number, StoredChannel>>()

/** The workspace's channel as it stood when the change first asked, not locked; deleted ones too. */
export async function channelRow(w: Work, id: number): Promise<StoredChannel | null> {
  let known = rows.get(w.touched)
  if (!known) rows.set(w.touched, (known = new Map()))
  const row = known.get(id)
  if (row) return row
  const [found] = await prepared(w.db, 'channel:row', (d, name) =>
    d
      .select()
      .from(channels)
      .where(and(eq(channels.id, sql.placeholder('id')), eq(channels.workspaceId, sql.placeholder('workspaceId'))))
      .prepare(name),
  ).execute({ id, workspaceId: w.workspaceId })
  if (found) known.set(id, found)
  return found ?? null
}

/** Where there are approved texts, they are read when the channel begins to work. */
export function staleTemplates(w: Work, c: Pick<StoredChannel, 'id' | 'type'>): void {
  if (limitOf(c.type).next === 'template') w.record('templates.changed', { channelId: c.id, stale: true })
}

type Fields = Partial<Omit<StoredChannel, 'id' | 'workspaceId' | 'type' | 'createdAt'>>

/** Writes it and says so. */
export async function storeChannel(w: Work, c: StoredChannel, fields: Fields): Promise<StoredChannel> {
  const [now] = await w.db.update(channels).set(fields).where(eq(channels.id, c.id)).returning()
  w.record('channel.changed', { channelId: c.id })
  if (fields.secrets || fields.disabledAt === null) staleTemplates(w, c)
  return now ?? refuse('not_found', { what: 'channel' })
}
