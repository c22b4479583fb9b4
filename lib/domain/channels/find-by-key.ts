import { and, eq, isNull, sql } from 'drizzle-orm'
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
