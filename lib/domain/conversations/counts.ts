import { and, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { prepared } from '@/db/prepared'
import { counts as table, workspaces } from '@/db/schema/workspaces'
import { personOf, requireTeam } from '../actor'
import { query } from '../query'

/** `shared` are the workspace's, `mine` this person's (see buckets.ts), both as of event `seq`. */
export type Counts = { seq: number; shared: Record<string, number>; mine: Record<string, number> }

/** Every count of the workspace and the person in one statement, so numbers and sequence belong together. Counts no rows. */
export const counts = query({ permission: 'conversations:read', input: z.object({}) }, async ({ db, actor }): Promise<Counts> => {
  requireTeam(actor)
  const rows = await prepared(db, 'counts', (d, name) =>
    d
      .select({ seq: workspaces.eventSeq, userId: table.userId, key: table.key, n: table.n })
      .from(workspaces)
      .leftJoin(table, and(eq(table.workspaceId, workspaces.id), inArray(table.userId, [sql.placeholder('nobody'), sql.placeholder('me')])))
      .where(eq(workspaces.id, sql.placeholder('workspaceId')))
      .prepare(name),
  ).execute({ workspaceId: actor.workspaceId, nobody: 0, me: personOf(actor) ?? 0 })
  const out: Counts = { seq: rows[0]?.seq ?? 0, shared: {}, mine: {} }
  for (const r of rows) if (r.key !== null && r.n) (r.userId === 0 ? out.shared : out.mine)[r.key] = r.n
  return out
})
