import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { reader } from '@/db/client'
import { prepared } from '@/db/prepared'
import { channels } from '@/db/schema/channels'
import type { StoredChannel } from './load'

/** The channel that a public address names, in whatever workspace; null for none and for a deleted one. Not a query: whoever asks is nobody yet. */
export async function channelByKey(key: string): Promise<StoredChannel | null> {
  const [found] = await prepared(await reader(), 'channel:key', (d, name) =>
    d
      .select()
      .from(channels)
      .where(and(eq(channels.key, sql.placeholder('key')), isNull(channels.deletedAt)))
      .prepare(name),
  ).execute({ key })
  return found ?? null
}

/** Channels of the same workspace and type by what their setting `name` says, those that are on. */
export async function channelsByAccount({ workspaceId, type }: Pick<StoredChannel, 'workspaceId' | 'type'>, name: string): Promise<Map<string, number>> {
  const found = await (
    await reader()
  )
    .select({ id: channels.id, settings: channels.settings })
    .from(channels)
    .where(and(eq(channels.workspaceId, workspaceId), eq(channels.type, type), isNull(channels.deletedAt), isNull(channels.disabledAt)))
    .orderBy(asc(channels.id))
    .limit(500)
  return new Map(found.toReversed().flatMap(({ id, settings }) => (typeof settings[name] === 'string' ? [[settings[name], id] as const] : [])))
}
