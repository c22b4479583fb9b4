import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { sessions } from '@/db/schema/users'
import { command, type Work } from '../command'
import { refuse } from '../errors'
import { rowId } from '../text'

/** Ends one of one's own sessions: its cookie opens nothing from here on. Again is quiet. */
export const endSession = command({ permission: 'users:self', input: z.object({ sessionId: rowId }) }, async (w, { sessionId }) => {
  if (w.actor.kind !== 'user') refuse('not_allowed')
  const { userId } = w.actor
  const ended = await w.db
    .delete(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)))
    .returning({ id: sessions.id })
  // Open event streams ask again whether their reader is signed in.
  if (ended.length > 0) w.record('user.changed', { userId }, { audience: [userId] })
})

/** Ends all of a person's sessions, beside raising the version that older cookies carry. Not a verb. */
export const endSessions = async (w: Work, userId: number): Promise<void> => void (await w.db.delete(sessions).where(eq(sessions.userId, userId)))
