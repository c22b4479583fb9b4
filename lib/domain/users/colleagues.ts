import { asc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { prepared } from '@/db/prepared'
import { type Preferences, users } from '@/db/schema/users'
import { query } from '../query'

/** `disabled`: their account is switched off; what they wrote still names them. */
export type Colleague = { id: number; name: string; email: string; role: 'admin' | 'agent'; disabled: boolean; preferences: Preferences }

/** Everybody who is or was on the team, oldest first. At most 500. */
export const colleagues = query({ permission: 'users:read', input: z.object({}) }, async ({ db, actor }): Promise<Colleague[]> => {
  const rows = await prepared(db, 'colleagues', (d, name) =>
    d
      .select({ id: users.id, name: users.name, email: users.email, role: users.role, disabledAt: users.disabledAt, preferences: users.preferences })
      .from(users)
      .where(eq(users.workspaceId, sql.placeholder('workspaceId')))
      .orderBy(asc(users.id))
      .limit(500)
      .prepare(name),
  ).execute({ workspaceId: actor.workspaceId })
  return rows.map(({ disabledAt, ...u }) => ({ ...u, disabled: disabledAt !== null }))
})
