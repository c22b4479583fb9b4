import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { prepared } from '@/db/prepared'
import { workspaces } from '@/db/schema/workspaces'
import { refuse } from '../errors'
import { query } from '../query'

/** The actor's workspace itself. `createdAt` unix ms. */
export const about = query({ permission: 'conversations:read', input: z.object({}) }, async ({ db, actor }): Promise<{ id: number; name: string; createdAt: number }> => {
  const [w] = await prepared(db, 'workspace', (d, name) =>
    d
      .select()
      .from(workspaces)
      .where(eq(workspaces.id, sql.placeholder('id')))
      .prepare(name),
  ).execute({ id: actor.workspaceId })
  return w ? { id: w.id, name: w.name, createdAt: w.createdAt.getTime() } : refuse('not_found')
})
