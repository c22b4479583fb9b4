import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { workspaces } from '@/db/schema/workspaces'
import { command } from '../command'
import { refuse } from '../errors'
import { query } from '../query'
import { line, lineOrEmpty } from '../text'

export type WorkspaceProfile = { id: number; name: string; phone: string | null; description: string | null }

/** The workspace as its own people and programs see it. */
export const workspaceProfile = query({ permission: 'conversations:read', input: z.object({}) }, async ({ db, actor }): Promise<WorkspaceProfile> => {
  const [w] = await db.select().from(workspaces).where(eq(workspaces.id, actor.workspaceId))
  return w ? { id: w.id, name: w.name, phone: w.phone, description: w.description } : refuse('not_found')
})

/** Changes what is named. Admins only. */
export const updateWorkspace = command(
  { permission: 'workspace:manage', input: z.object({ name: line(255).optional(), phone: lineOrEmpty(40).nullish(), description: lineOrEmpty(1000).nullish() }) },
  async (w, input): Promise<void> => {
    const fields = {
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.phone === undefined ? {} : { phone: input.phone || null }),
      ...(input.description === undefined ? {} : { description: input.description || null }),
    }
    if (Object.keys(fields).length === 0) return
    await w.db.update(workspaces).set(fields).where(eq(workspaces.id, w.workspaceId))
    w.record('workspace.changed', {})
  },
)
