import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { prepared } from '@/db/prepared'
import { workspaces } from '@/db/schema/workspaces'
import { query } from '../query'

/** The number of the workspace's newest event. Read it before a page: what happens in between is then told by the stream. */
export const newestSeq = query({ permission: 'conversations:read', input: z.object({}) }, async ({ db, actor }): Promise<number> => {
  const [w] = await prepared(db, 'workspace:seq', (d, name) =>
    d
      .select({ seq: workspaces.eventSeq })
      .from(workspaces)
      .where(eq(workspaces.id, sql.placeholder('id')))
      .prepare(name),
  ).execute({ id: actor.workspaceId })
  return w?.seq ?? 0
})
