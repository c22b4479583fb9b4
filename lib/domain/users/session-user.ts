import { eq, sql } from 'drizzle-orm'
import { reader } from '@/db/client'
import { prepared } from '@/db/prepared'
import { users } from '@/db/schema/users'
import type { UserActor } from './sign-in'

/** The user behind a session, as an actor; null when gone, switched off, or signed out since (another version). */
export async function sessionUser(userId: number, sessionVersion: number): Promise<UserActor | null> {
  const [u] = await prepared(await reader(), 'session:user', (db, name) =>
    db
      .select({ workspaceId: users.workspaceId, role: users.role, version: users.sessionVersion, disabledAt: users.disabledAt })
      .from(users)
      .where(eq(users.id, sql.placeholder('id')))
      .prepare(name),
  ).execute({ id: userId })
  if (!u || u.disabledAt || u.version !== sessionVersion) return null
  return { kind: 'user', workspaceId: u.workspaceId, userId, role: u.role }
}
