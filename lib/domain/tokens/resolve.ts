/** From a secret to its actor. Before there is an actor there is no verb, so this reads for itself. */
import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import { reader, transaction } from '@/db/client'
import { prepared } from '@/db/prepared'
import { tokens } from '@/db/schema/programs'
import { users } from '@/db/schema/users'
import type { Actor } from '../actor'
import { hashOf } from './create'
import { grants } from './scopes'

export type TokenActor = Extract<Actor, { kind: 'token' }>

/** Null for a secret that is unknown, revoked, expired, or whose user is switched off. One prepared read. */
export async function resolveToken(secret: string): Promise<TokenActor | null> {
  if (secret.length < 16 || secret.length > 200) return null
  const db = await reader()
  const [found] = await prepared(db, 'token', (d, name) =>
    d
      .select({
        id: tokens.id,
        workspaceId: tokens.workspaceId,
        userId: tokens.userId,
        scopes: tokens.scopes,
        expiresAt: tokens.expiresAt,
        lastUsedAt: tokens.lastUsedAt,
        role: users.role,
      })
      .from(tokens)
      .innerJoin(users, eq(users.id, tokens.userId))
      .where(and(eq(tokens.hash, sql.placeholder('hash')), isNull(tokens.revokedAt), isNull(users.disabledAt)))
      .prepare(name),
  ).execute({ hash: hashOf(secret) })
  const now = Date.now()
  if (!found || (found.expiresAt && found.expiresAt.getTime() <= now)) return null
  if (!found.lastUsedAt || found.lastUsedAt.getTime() < now - USED_EVERY) await noteUse(found.id, new Date(now))
  return { kind: 'token', workspaceId: found.workspaceId, userId: found.userId, role: found.role, tokenId: found.id, scopes: grants(found.scopes) }
}

/** "Last used" is exact to this many ms: a write for each request would cost more than the request. */
const USED_EVERY = 60_000

async function noteUse(id: number, at: Date): Promise<void> {
  const stale = or(isNull(tokens.lastUsedAt), lt(tokens.lastUsedAt, new Date(at.getTime() - USED_EVERY)))
  await transaction(
    async (db) =>
      void (await db
        .update(tokens)
        .set({ lastUsedAt: at })
        .where(and(eq(tokens.id, id), stale))),
  )
}
