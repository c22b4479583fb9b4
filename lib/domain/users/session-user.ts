import { and, eq, lt, sql } from 'drizzle-orm'
import { reader, transaction } from '@/db/client'
import { prepared } from '@/db/prepared'
import { sessions, users } from '@/db/schema/users'
import type { UserActor } from './sign-in'

/**
 * The user behind a session, as an actor; null when gone, deactivated, or signed out since (another version, or the session
 * itself ended). `sessionId` null: a cookie from before sessions had rows; only the version ends it.
 */
export async function sessionUser(userId: number, sessionVersion: number, sessionId: number | null = null): Promise<UserActor | null> {
  const [u] = await prepared(await reader(), 'session:user', (db, name) =>
    db
      .select({ workspaceId: users.workspaceId, role: users.role, version: users.sessionVersion, disabledAt: users.disabledAt, lastSeenAt: sessions.lastSeenAt })
      .from(users)
      .leftJoin(sessions, and(eq(sessions.userId, users.id), eq(sessions.id, sql.placeholder('sessionId'))))
      .where(eq(users.id, sql.placeholder('id')))
      .prepare(name),
  ).execute({ id: userId, sessionId: sessionId ?? 0 })
  if (!u || u.disabledAt || u.version !== sessionVersion) return null
  const actor = { kind: 'user', workspaceId: u.workspaceId, userId, role: u.role } as const
  if (sessionId === null) return actor
  if (!u.lastSeenAt) return null
  if (u.lastSeenAt.getTime() < Date.now() - SEEN_EVERY) await noteSeen(sessionId)
  return { ...actor, sessionId }
}

/** "Last seen" is exact to this many ms: a write for each request would cost more than the request. */
const SEEN_EVERY = 5 * 60_000

async function noteSeen(id: number): Promise<void> {
  const now = new Date()
  await transaction(
    async (db) =>
      void (await db
        .update(sessions)
        .set({ lastSeenAt: now })
        .where(and(eq(sessions.id, id), lt(sessions.lastSeenAt, new Date(now.getTime() - SEEN_EVERY))))),
  )
}
