import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { AWAY_KINDS, users } from '@/db/schema/users'
import { requirePerson } from '../actor'
import { command } from '../command'
import { refuse } from '../errors'

const day = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)

/** Says that one is away from a day to a day (both included), or no longer (null). Colleagues see it. */
export const setAway = command(
  { permission: 'conversations:update', input: z.object({ away: z.object({ kind: z.enum(AWAY_KINDS), from: day, to: day }).nullable() }) },
  async (w, { away }): Promise<void> => {
    const mine = and(eq(users.id, requirePerson(w.actor)), eq(users.workspaceId, w.workspaceId))
    const [before] = await w.db.select({ id: users.id, preferences: users.preferences }).from(users).where(mine)
    if (!before) refuse('not_found', { what: 'user' })
    const { away: _was, ...rest } = before.preferences
    await w.db
      .update(users)
      .set({ preferences: away ? { ...rest, away } : rest })
      .where(mine)
    w.record('user.changed', { userId: before.id })
  },
)
