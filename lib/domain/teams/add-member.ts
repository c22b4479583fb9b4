import { z } from 'zod'
import { teamMembers } from '@/db/schema/users'
import { command } from '../command'
import { requireActive } from '../conversations/assign'
import { rowId } from '../text'
import { loadTeam } from './load'

/** Puts a colleague on a team; quiet when they are on it. Admins only. Throws `not_found`, `user_disabled`. */
export const addMember = command({ permission: 'teams:manage', input: z.object({ teamId: rowId, userId: rowId }) }, async (w, input): Promise<void> => {
  const team = await loadTeam(w, input.teamId)
  await requireActive(w, input.userId)
  const added = await w.db.insert(teamMembers).values({ teamId: team.id, userId: input.userId }).onConflictDoNothing().returning()
  if (added.length > 0) w.record('team.changed', { teamId: team.id })
})
