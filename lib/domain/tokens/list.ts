import { and, desc, eq, lt } from 'drizzle-orm'
import { z } from 'zod'
import { tokens } from '@/db/schema/programs'
import { users } from '@/db/schema/users'
import { personOf } from '../actor'
import { query } from '../query'
import { rowId } from '../text'

export type TokenView = {
  id: number
  name: string
  tail: string
  scopes: string[]
  userId: number
  userName: string
  createdAt: number
  expiresAt: number | null
  lastUsedAt: number | null
  revokedAt: number | null
}

/** One's own tokens, newest first; an admin sees everybody's. `before`: an id to go on from. */
export const listTokens = query(
  { permission: 'tokens:self', input: z.object({ before: rowId.optional(), limit: z.number().int().min(1).max(100).default(50) }) },
  async ({ db, actor }, input): Promise<TokenView[]> => {
    const all = actor.kind === 'system' || (actor.kind === 'user' && actor.role === 'admin')
    const rows = await db
      .select({ t: tokens, userName: users.name })
      .from(tokens)
      .innerJoin(users, eq(users.id, tokens.userId))
      .where(
        and(eq(tokens.workspaceId, actor.workspaceId), all ? undefined : eq(tokens.userId, personOf(actor) ?? 0), input.before ? lt(tokens.id, input.before) : undefined),
      )
      .orderBy(desc(tokens.id))
      .limit(input.limit)
    return rows.map(({ t, userName }) => ({
      id: t.id,
      name: t.name,
      tail: t.tail,
      scopes: t.scopes,
      userId: t.userId,
      userName,
      createdAt: t.createdAt.getTime(),
      expiresAt: t.expiresAt?.getTime() ?? null,
      lastUsedAt: t.lastUsedAt?.getTime() ?? null,
      revokedAt: t.revokedAt?.getTime() ?? null,
    }))
  },
)
