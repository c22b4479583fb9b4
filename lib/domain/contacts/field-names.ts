import { asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { contactFieldNames } from '@/db/schema/contacts'
import { query } from '../query'

/** Names of contacts' fields that this workspace has used, to be offered again. At most 200. */
export const fieldNames = query({ permission: 'contacts:read', input: z.object({}) }, async ({ db, actor }): Promise<string[]> => {
  const rows = await db
    .select({ name: contactFieldNames.name })
    .from(contactFieldNames)
    .where(eq(contactFieldNames.workspaceId, actor.workspaceId))
    .orderBy(asc(contactFieldNames.name))
    .limit(200)
  return rows.map((r) => r.name)
})
