/** What an endpoint may be told: what the token that made it may read, for as long as that token lives. Not a verb. */
import { eq, inArray, sql, type SQL } from 'drizzle-orm'
import type { Read, Write } from '@/db/doors'
import { tokens, webhookDeliveries, webhooks } from '@/db/schema/programs'
import { users } from '@/db/schema/users'
import { grants, type Scope } from '../tokens/scopes'

export type Reads = (scope: Scope) => boolean

/** Null when the token has ended: revoked, expired, or its person deactivated. An endpoint made on screen reads everything. */
export async function readsOf(db: Read, hook: { tokenId: number | null }, at: Date): Promise<Reads | null> {
  if (hook.tokenId === null) return () => true
  const [token] = await db
    .select({ scopes: tokens.scopes, revokedAt: tokens.revokedAt, expiresAt: tokens.expiresAt, disabledAt: users.disabledAt })
    .from(tokens)
    .innerJoin(users, eq(users.id, tokens.userId))
    .where(eq(tokens.id, hook.tokenId))
  if (!token || hasEnded(token, at)) return null
  const granted = new Set(grants(token.scopes))
  return (scope) => granted.has(scope)
}

type Life = { revokedAt: Date | null; expiresAt: Date | null; disabledAt: Date | null }

export const hasEnded = (token: Life, at: Date): boolean => token.revokedAt !== null || token.disabledAt !== null || (token.expiresAt !== null && token.expiresAt <= at)

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
    .set({ state: 'failed', error: 'the token that made this endpoint has ended' })
    .where(sql`${inArray(webhookDeliveries.webhookId, ids)} and ${waiting}`)
}
