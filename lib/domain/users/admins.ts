import { and, asc, eq, isNull } from 'drizzle-orm'
import { lockRows } from '@/db/dialects'
import { users } from '@/db/schema/users'
import type { Work } from '../command'
import { refuse } from '../errors'

/**
 * Refuses `last_admin` when this user is the only admin who can still sign in. The admins' rows stay locked until the
 * transaction ends, always in the same order, so two admins removing each other cannot both succeed.
 */
export async function keepAnAdmin(w: Work, leaving: number): Promise<void> {
  const admins = await lockRows(
    w.db
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.workspaceId, w.workspaceId), eq(users.role, 'admin'), isNull(users.disabledAt)))
      .orderBy(asc(users.id)),
    users,
  )
  if (admins.length === 1 && admins[0]?.id === leaving) refuse('last_admin')
}

/** The user's row, locked for the rest of the transaction. `not_found` outside the workspace. */
export async function userForChange(w: Work, userId: number): Promise<typeof users.$inferSelect> {
  const [user] = await lockRows(
    w.db
      .select()
      .from(users)
      .where(and(eq(users.id, userId), eq(users.workspaceId, w.workspaceId))),
    users,
  )
  return user ?? refuse('not_found')
}
