import { z } from 'zod'
import { teams } from '@/db/schema/workspaces'
import { command } from '../command'
import { refuse } from '../errors'
import { line } from '../text'

export type TeamView = { id: number; name: string }

/** Makes a team. Admins only. Throws `name_taken`. */
export const createTeam = command({ permission: 'teams:manage', input: z.object({ name: line(80) }) }, async (w, input): Promise<TeamView> => {
  const [made] = await w.db.insert(teams).values({ workspaceId: w.workspaceId, name: input.name }).onConflictDoNothing().returning()
  if (!made) refuse('name_taken')
  w.record('team.changed', { teamId: made.id })
  return { id: made.id, name: made.name }
})
