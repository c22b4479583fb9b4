import { and, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { reader } from '@/db/client'
import { users } from '@/db/schema/users'
import type { Actor } from '../actor'
import { command, parseInput } from '../command'
import { refuse } from '../errors'
import { giveBack, keyOf, take } from '../limits/take'
import { endSessions } from '../sessions/end'
import { rowId } from '../text'
import { endTokens } from '../tokens/revoke'
import { userForChange } from './admins'
import { isPassword, requireStrong } from './password'
import { hashFor } from './shared-salt'
import { GUESS_LIMIT } from './sign-in'

/** `endsTokens`: the person's API tokens end as well. */
const input = z.object({ current: z.string().max(1000), next: z.string().max(1000), endsTokens: z.boolean().default(false) })

/**
 * Changes one's own password and ends every session; returns the session version in which this one may go on.
 * Throws `wrong_password`, `weak_password`, `too_many`.
 */
export async function changePassword(actor: Actor, raw: z.input<typeof input>): Promise<{ sessionVersion: number }> {
  if (actor.kind !== 'user') refuse('not_allowed')
  const { current, next, endsTokens } = parseInput(input, raw)
  const key = keyOf('change-password', String(actor.userId))
  await take(key, GUESS_LIMIT)
  const [user] = await (
    await reader()
  )
    .select()
    .from(users)
    .where(and(eq(users.id, actor.userId), eq(users.workspaceId, actor.workspaceId)))
  if (!user || !(await isPassword(current, user.passwordHash))) refuse('wrong_password')
  await giveBack(key)
  requireStrong(next, user)
  return keepHash(actor, { userId: user.id, before: user.passwordHash, hash: await hashFor(user.email, next), endsTokens })
}

/**
 * Gives somebody a password without knowing the old one; their sessions end, and their API tokens if so wished. Only for the
 * command line and for whoever holds a reset link. Throws `weak_password`.
 */
export async function setPassword(
  actor: Extract<Actor, { kind: 'system' }>,
  raw: { userId: number; password: string; endsTokens?: boolean },
): Promise<{ sessionVersion: number }> {
  const [user] = await (
    await reader()
  )
    .select()
    .from(users)
    .where(and(eq(users.id, raw.userId), eq(users.workspaceId, actor.workspaceId)))
  if (!user) refuse('not_found')
  requireStrong(raw.password, user)
  return keepHash(actor, { userId: user.id, hash: await hashFor(user.email, raw.password), endsTokens: raw.endsTokens ?? false })
}

/** `before`: only if that is still the one, so that of two changes at once the second is asked for the new password. */
export const keepHash = command(
  { permission: 'users:self', input: z.object({ userId: rowId, before: z.string().nullable().optional(), hash: z.string(), endsTokens: z.boolean() }) },
  async (w, { userId, before, hash, endsTokens }) => {
    await userForChange(w, userId)
    const unchanged = before === undefined ? undefined : before === null ? isNull(users.passwordHash) : eq(users.passwordHash, before)
    const [changed] = await w.db
      .update(users)
      .set({ passwordHash: hash, sessionVersion: sql`${users.sessionVersion} + 1` })
      .where(and(eq(users.id, userId), unchanged))
      .returning({ sessionVersion: users.sessionVersion })
    if (!changed) refuse('wrong_password')
    await endSessions(w, userId)
    if (endsTokens) await endTokens(w, userId)
    w.record('user.changed', { userId }, { audience: [userId] })
    return changed
  },
)
