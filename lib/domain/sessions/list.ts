import { desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { sessions } from '@/db/schema/users'
import { refuse } from '../errors'
import { query } from '../query'

/** Times in unix ms. `current`: the one that asks. */
export type SessionView = { id: number; userAgent: string; address: string; createdAt: number; lastSeenAt: number; current: boolean }

/** One's own sessions, the latest seen first: at most 50 can exist. */
export const listSessions = query({ permission: 'users:self', input: z.object({}) }, async ({ db, actor }): Promise<SessionView[]> => {
  if (actor.kind !== 'user') refuse('not_allowed')
  const rows = await db.select().from(sessions).where(eq(sessions.userId, actor.userId)).orderBy(desc(sessions.lastSeenAt), desc(sessions.id)).limit(50)
  return rows.map((s) => ({
    id: s.id,
    userAgent: s.userAgent,
    address: s.address,
    createdAt: s.createdAt.getTime(),
    lastSeenAt: s.lastSeenAt.getTime(),
    current: s.id === actor.sessionId,
  }))
})
