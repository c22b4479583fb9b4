import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { users } from '@/db/schema/users'
import { query } from '../query'
import { rowId } from '../text'

/** The display names of colleagues, and nothing else of them: for "Ana is writing". */
export const namesOf = query(
  { permission: 'visitors:self', input: z.object({ userIds: z.array(rowId).max(20) }) },
  async ({ db, actor }, { userIds }): Promise<string[]> => {
    if (userIds.length === 0) return []
    const found = await db
      .select({ name: users.name })
      .from(users)
      .where(and(eq(users.workspaceId, actor.workspaceId), inArray(users.id, userIds)))
    return found.map((u) => u.name)
  },
)
