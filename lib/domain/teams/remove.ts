import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { teams } from '@/db/schema/workspaces'
import { command } from '../command'
import { rowId } from '../text'
import { loadTeam } from './load'

/** Takes a team away; conversations given to it stand without one. Admins only. Throws `not_found`. */
export const removeTeam = command({ permission: 'teams:manage', input: z.object({ teamId: rowId }) }, async (w, input): Promise<void> => {
  const team = await loadTeam(w, input.teamId)
  await w.db.delete(teams).where(eq(teams.id, team.id))
  w.record('team.changed', { teamId: team.id })
})
