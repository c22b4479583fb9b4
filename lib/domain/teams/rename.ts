import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { teams } from '@/db/schema/workspaces'
import { command } from '../command'
import { refuse } from '../errors'
import { line, rowId } from '../text'
import type { TeamView } from './create'
import { loadTeam } from './load'

/** Gives a team another name. Admins only. Throws `not_found`, `name_taken`. */
export const renameTeam = command({ permission: 'teams:manage', input: z.object({ teamId: rowId, name: line(80) }) }, async (w, input): Promise<TeamView> => {
  const team = await loadTeam(w, input.teamId)
  if (team.name !== input.name) {
    const [other] = await w.db
      .select({ id: teams.id })
      .from(teams)
      .where(and(eq(teams.workspaceId, w.workspaceId), eq(teams.name, input.name)))
    if (other) refuse('name_taken')
    await w.db.update(teams).set({ name: input.name }).where(eq(teams.id, team.id))
    w.record('team.changed', { teamId: team.id })
  }
  return { id: team.id, name: input.name }
})
