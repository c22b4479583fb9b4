/** Holding a team for a change. Not a verb. */
import { and, eq } from 'drizzle-orm'
import { lockRows } from '@/db/dialects'
import { teams } from '@/db/schema/workspaces'
import type { Work } from '../command'
import { refuse } from '../errors'

/** The workspace's team, locked until the end of the change. Throws `not_found`. */
export async function loadTeam(w: Work, id: number): Promise<typeof teams.$inferSelect> {
  const [found] = await lockRows(
    w.db
      .select()
      .from(teams)
      .where(and(eq(teams.id, id), eq(teams.workspaceId, w.workspaceId))),
    teams,
  )
  return found ?? refuse('not_found')
}
