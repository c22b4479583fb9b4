import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { users } from '@/db/schema/users'
import { personOf } from '../actor'
import { command } from '../command'
import { refuse } from '../errors'
import { endSessions } from '../sessions/end'
import { rowId } from '../text'
import { endTokens } from '../tokens/revoke'
import { suspendEndpointsOf } from '../webhooks/reads'
import { keepAnAdmin, userForChange } from './admins'

const input = z.object({ userId: rowId })

/**
 * Switches an account off: every session and API token ends at once, the webhooks of those tokens with them; the webhooks
 * they made on screen are suspended until somebody who is here replays them. Conversations stay assigned, so that nothing is lost from sight; the directory says the assignee is
 * switched off. Throws `own_account`, `last_admin`, `not_found`.
 */
export const disable = command({ permission: 'users:manage', input }, async (w, { userId }) => {
  if (personOf(w.actor) === userId) refuse('own_account')
  await keepAnAdmin(w, userId)
  const user = await userForChange(w, userId)
  if (user.disabledAt) return
  await w.db
    .update(users)
    .set({ disabledAt: w.at, sessionVersion: sql`${users.sessionVersion} + 1` })
    .where(eq(users.id, userId))
    .returning({ id: users.id })
  await suspendEndpointsOf(w.db, userId, w.at)
  await endSessions(w, userId)
  await endTokens(w, userId)
  w.record('user.changed', { userId })
})

/** Switches an account on again; the person signs in anew, and makes new tokens. */
export const enable = command({ permission: 'users:manage', input }, async (w, { userId }) => {
  const user = await userForChange(w, userId)
  if (!user.disabledAt) return
  await w.db.update(users).set({ disabledAt: null }).where(eq(users.id, userId)).returning({ id: users.id })
  w.record('user.changed', { userId })
})
