/** What an endpoint may be told: what the token that made it may read, for as long as that token lives and is an admin's. Not a verb. */
import { and, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm'
import type { Read, Write } from '@/db/doors'
import { tokens, webhookDeliveries, webhooks } from '@/db/schema/programs'
import { users } from '@/db/schema/users'
import { grants, type Scope } from '../tokens/scopes'

export type Reads = (scope: Scope) => boolean

/** Null when the token has ended (revoked, expired, its person deactivated) or its person is no admin, whose alone endpoints are. An endpoint made on screen reads everything. */
export async function readsOf(db: Read, hook: { tokenId: number | null }, at: Date): Promise<Reads | null> {
  if (hook.tokenId === null) return () => true
  const [token] = await db
    .select({ scopes: tokens.scopes, revokedAt: tokens.revokedAt, expiresAt: tokens.expiresAt, disabledAt: users.disabledAt, role: users.role })
    .from(tokens)
    .innerJoin(users, eq(users.id, tokens.userId))
    .where(eq(tokens.id, hook.tokenId))
  if (!token || hasEnded(token, at)) return null
  const granted = new Set(grants(token.scopes))
  return (scope) => granted.has(scope)
}

type Life = { revokedAt: Date | null; expiresAt: Date | null; disabledAt: Date | null; role: 'admin' | 'agent' | null }

/** Whether a token gives its endpoints nothing to tell any more. */
export const hasEnded = (token: Life, at: Date): boolean =>
  token.revokedAt !== null || token.disabledAt !== null || token.role !== 'admin' || (token.expiresAt !== null && token.expiresAt <= at)

const SCOPE_OF = {
  conversation: 'conversations:read',
  message: 'messages:read',
  contact: 'contacts:read',
  channel: 'channels:read',
  user: 'users:read',
  team: 'users:read',
} as const satisfies Record<string, Scope>

/** The scope that reads what this event is about; null for events that no program reads. */
export function scopeOf(kind: string): Scope | null {
  const noun = kind.slice(0, kind.indexOf('.'))
  return Object.entries(SCOPE_OF).find(([name]) => name === noun)?.[1] ?? null
}

/** Nothing more is planned or sent for these endpoints; what waits is given up. */
export async function endEndpoints(db: Write, which: SQL, at: Date): Promise<void> {
  const ended = await db
    .update(webhooks)
    .set({ suspendedAt: sql`coalesce(${webhooks.suspendedAt}, ${sql.param(at, webhooks.suspendedAt)})` })
    .where(which)
    .returning({ id: webhooks.id })
  if (ended.length === 0) return
  const ids = ended.map((h) => h.id)
  const waiting = sql`${webhookDeliveries.state} = 'waiting'`
  await db
    .update(webhookDeliveries)
    .set({ state: 'failed', error: 'the token that made this endpoint has ended, or its owner is no admin' })
    .where(sql`${inArray(webhookDeliveries.webhookId, ids)} and ${waiting}`)
}

/** A person who may no longer manage endpoints: those they made on screen rest until an admin wakes them, those of their tokens end. */
export async function suspendEndpointsOf(db: Write, userId: number, at: Date): Promise<void> {
  await db
    .update(webhooks)
    .set({ suspendedAt: at })
    .where(and(eq(webhooks.userId, userId), isNull(webhooks.tokenId), isNull(webhooks.suspendedAt)))
  await endEndpoints(db, inArray(webhooks.tokenId, db.select({ id: tokens.id }).from(tokens).where(eq(tokens.userId, userId))), at)
}
