import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { ROLES, users } from '@/db/schema/users'
import { personOf } from '../actor'
import { command } from '../command'
import { refuse } from '../errors'
import { endSessions } from '../sessions/end'
import { rowId } from '../text'
import { suspendEndpointsOf } from '../webhooks/reads'
import { keepAnAdmin, userForChange } from './admins'

/**
 * Makes somebody an admin or an agent, at once: their sessions end. Webhook endpoints are an admin's: a former one's are told
 * nothing more. Throws `own_account`, `last_admin`, `not_found`.
 */
export const changeRole = command({ permission: 'users:manage', input: z.object({ userId: rowId, role: z.enum(ROLES) }) }, async (w, { userId, role }) => {
  if (personOf(w.actor) === userId) refuse('own_account')
  if (role === 'agent') await keepAnAdmin(w, userId)
  const user = await userForChange(w, userId)
  if (user.role === role) return
  await w.db
    .update(users)
    .set({ role, sessionVersion: sql`${users.sessionVersion} + 1` })
    .where(eq(users.id, userId))
    .returning({ id: users.id })
  if (role === 'agent') await suspendEndpointsOf(w.db, userId, w.at)
  await endSessions(w, userId)
  w.record('user.changed', { userId })
})
