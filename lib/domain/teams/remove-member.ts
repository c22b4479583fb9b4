import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { teamMembers } from '@/db/schema/users'
import { command } from '../command'
import { rowId } from '../text'
import { loadTeam } from './load'

/** Takes somebody off a team; quiet when they are not on it. Admins only. Throws `not_found` for the team. */
export const removeMember = command({ permission: 'teams:manage', input: z.object({ teamId: rowId, userId: rowId }) }, async (w, input): Promise<void> => {
  const team = await loadTeam(w, input.teamId)
  const gone = await w.db
    .delete(teamMembers)
    .where(and(eq(teamMembers.teamId, team.id), eq(teamMembers.userId, input.userId)))
    .returning()
  if (gone.length > 0) w.record('team.changed', { teamId: team.id })
})
