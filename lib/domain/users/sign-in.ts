import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { reader } from '@/db/client'
import { users } from '@/db/schema/users'
import type { Actor } from '../actor'
import { parseInput } from '../command'
import { refuse } from '../errors'
import { giveBack, keyOf, type Limit, take } from '../limits/take'
import { cleanLine } from '../text'
import { isPassword, PASSWORD_MAX } from './password'

export type UserActor = Extract<Actor, { kind: 'user' }>
export type SignedIn = { actor: UserActor; name: string; email: string; sessionVersion: number }

const WINDOW = 15 * 60_000
/** Wrong passwords for one account from one address: few. */
export const GUESS_LIMIT: Limit = { max: 10, windowMs: WINDOW }
/** For one account from everywhere: more, so that a stranger elsewhere cannot lock its owner out with a handful. */
export const ACCOUNT_LIMIT: Limit = { max: 40, windowMs: WINDOW }
/** From one address for all accounts: more, since a whole office may share it. */
export const ADDRESS_LIMIT: Limit = { max: 30, windowMs: WINDOW }

/** What an attempt counts against, the narrowest first. */
export const signInLimits = (email: string, address: string) =>
  [
    [keyOf('sign-in:guess', `${email} ${address}`), GUESS_LIMIT],
    [keyOf('sign-in:address', address), ADDRESS_LIMIT],
    [keyOf('sign-in:account', email), ACCOUNT_LIMIT],
  ] as const

const input = z.object({ email: z.string().max(1000), password: z.string().max(10_000), address: z.string().max(200) })

/**
 * Checks an email and a password; `address` is where the attempt comes from. Only failures count towards the limits.
 * Throws `wrong_password` (also for an unknown account, after the same work), `account_disabled`, `too_many`.
 */
export async function signIn(raw: z.input<typeof input>): Promise<SignedIn> {
  const { email: said, password, address } = parseInput(input, raw)
  const email = cleanLine(said).toLowerCase()
  const keys = signInLimits(email, address)
  for (const [key, limit] of keys) await take(key, limit)

  const [user] = await (await reader()).select().from(users).where(eq(users.email, email)).limit(1)
  const right = await isPassword(password.slice(0, PASSWORD_MAX + 1), user?.passwordHash ?? null)
  if (!user || !right) refuse('wrong_password')
  for (const [key] of keys) await giveBack(key)
  if (user.disabledAt) refuse('account_disabled')
  return {
    actor: { kind: 'user', workspaceId: user.workspaceId, userId: user.id, role: user.role },
    name: user.name,
    email: user.email,
    sessionVersion: user.sessionVersion,
  }
}
