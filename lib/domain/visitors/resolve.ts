import { and, eq, isNull, sql } from 'drizzle-orm'
import { reader, transaction } from '@/db/client'
import { prepared } from '@/db/prepared'
import { visitors } from '@/db/schema/contacts'
import type { VisitorActor } from './begin'
import { hashToken, isToken } from './token'

const DAY = 86_400_000
/** A browser unheard of for this long is a stranger again. */
const SILENCE_MAX = 180 * DAY
const NOTE_EVERY = DAY / 4

/** Who holds this token on this channel; null for nobody, or when it was ended. Not a query: whoever asks is nobody yet. */
export async function resolve(channelId: number, token: string, now = new Date()): Promise<VisitorActor | null> {
  if (!isToken(token)) return null
  const [v] = await prepared(await reader(), 'visitor', (d, name) =>
    d
      .select()
      .from(visitors)
      .where(and(eq(visitors.tokenHash, sql.placeholder('hash')), eq(visitors.channelId, sql.placeholder('channelId')), isNull(visitors.endedAt)))
      .prepare(name),
  ).execute({ hash: hashToken(token), channelId })
  if (!v) return null
  const silence = now.getTime() - v.lastSeenAt.getTime()
  if (silence > SILENCE_MAX) return null
  if (silence > NOTE_EVERY) await transaction((db) => db.update(visitors).set({ lastSeenAt: now }).where(eq(visitors.id, v.id)))
  return { kind: 'visitor', workspaceId: v.workspaceId, channelId: v.channelId, contactId: v.contactId, visitorId: v.id }
}
