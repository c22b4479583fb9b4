import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { users } from '@/db/schema/users'
import { command } from '../command'
import { refuse } from '../errors'
import { endSessions } from '../sessions/end'

/** Ends every session of the person themselves, this one too. */
export const signOutEverywhere = command({ permission: 'users:self', input: z.object({}) }, async (w) => {
  if (w.actor.kind !== 'user') refuse('not_allowed')
  const { userId } = w.actor
  await w.db
    .update(users)
    .set({ sessionVersion: sql`${users.sessionVersion} + 1` })
    .where(and(eq(users.id, userId), eq(users.workspaceId, w.workspaceId)))
    .returning({ id: users.id })
  await endSessions(w, userId)
  w.record('user.changed', { userId }, { audience: [userId] })
})
