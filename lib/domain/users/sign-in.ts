import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { reader, transaction } from '@/db/client'
import { users } from '@/db/schema/users'
import { workspaces } from '@/db/schema/workspaces'
import type { Actor } from '../actor'
import { parseInput } from '../command'
import { DomainError, refuse } from '../errors'
import { giveBack, keyOf, type Limit, take } from '../limits/take'
import { cleanLine } from '../text'
import { derivationOf, hashPassword, matching, PASSWORD_MAX } from './password'

export type UserActor = Extract<Actor, { kind: 'user' }>
export type SignedIn = { actor: UserActor; name: string; email: string; sessionVersion: number }

const WINDOW = 15 * 60_000
/** Wrong passwords for one account from one address: few. */
export const GUESS_LIMIT: Limit = { max: 10, windowMs: WINDOW }
/** For one account from everywhere. Beyond it nobody is locked out: an address that is new to the account has fewer guesses. */
export const ACCOUNT_LIMIT: Limit = { max: 40, windowMs: WINDOW }
/** What an address has left while others guess at the account. */
export const CROWDED_LIMIT: Limit = { max: 3, windowMs: WINDOW }
/** From one address for all accounts: more, since a whole office may share it. */
export const ADDRESS_LIMIT: Limit = { max: 30, windowMs: WINDOW }

/** What an attempt counts against, the narrowest first. */
export const signInLimits = (email: string, address: string) =>
  [
    [keyOf('sign-in:guess', `${email} ${address}`), GUESS_LIMIT],
    [keyOf('sign-in:address', address), ADDRESS_LIMIT],
    [keyOf('sign-in:account', email), ACCOUNT_LIMIT],
  ] as const

/**
 * Takes one attempt. A browser that has signed in to this account before (`device`) counts for itself alone, so that guesses
 * of others, even from its own address, never keep its person out. Returns the keys to give back on success.
 */
async function takeAttempt(email: string, address: string, device: string | null): Promise<string[]> {
  if (device !== null) {
    const key = keyOf('sign-in:device', `${email} ${device}`)
    await take(key, GUESS_LIMIT)
    return [key]
  }
  const [guess, from, account] = signInLimits(email, address)
  for (const [key, limit] of [guess, from]) await take(key, limit)
  const keys = [guess[0], from[0], account[0]]
  if (await hasRoom(account)) return keys
  const crowded = keyOf('sign-in:crowded', `${email} ${address}`)
  await take(crowded, CROWDED_LIMIT)
  return [...keys, crowded]
}

async function hasRoom([key, limit]: readonly [string, Limit]): Promise<boolean> {
  try {
    await take(key, limit)
    return true
  } catch (e) {
    if (e instanceof DomainError && e.reason === 'too_many') return false
    throw e
  }
}

const input = z.object({
  email: z.string().max(1000),
  password: z.string().max(10_000),
  address: z.string().max(200),
  device: z.object({ id: z.string().max(100), userId: z.number().int() }).nullish(),
  workspaceId: z.number().int().optional(),
})

/** One email signs in to at most so many workspaces. */
const ACCOUNTS_MAX = 10

/**
 * Checks an email and a password; `address` is where the attempt comes from. Only failures count towards the limits. One email
 * may be in several workspaces: the password says which, and where it is the same, `workspaceId` does.
 * Throws `wrong_password` (also for an unknown account, after the same work), `account_disabled`, `too_many`;
 * `choose_workspace` with `data.workspaces`, only to somebody whose password is right.
 */
export async function signIn(raw: z.input<typeof input>): Promise<SignedIn> {
  const { email: said, password, address, device, workspaceId } = parseInput(input, raw)
  const email = cleanLine(said).toLowerCase()
  const db = await reader()
  const found = await db
    .select({ user: users, workspaceName: workspaces.name })
    .from(users)
    .innerJoin(workspaces, eq(workspaces.id, users.workspaceId))
    .where(eq(users.email, email))
    .orderBy(users.id)
    .limit(ACCOUNTS_MAX)
  // A guess is at every account of this email: a browser that knows one of several guesses at the others like any stranger.
  const isKnown = device && found.length === 1 && found[0]?.user.id === device.userId
  const keys = await takeAttempt(email, address, isKnown ? device.id : null)
  const given = password.slice(0, PASSWORD_MAX + 1)
  // Several accounts take as long as one, and as none: they share a salt.
  const matches = await matching(
    given,
    found.map(({ user }) => user.passwordHash),
  ).catch(async (e: unknown) => {
    // Too many at once: what was not looked at was no wrong guess.
    for (const key of keys) await giveBack(key)
    throw e
  })
  const right = found.filter((_, i) => matches[i])
  if (right.length === 0) refuse('wrong_password')
  for (const key of keys) await giveBack(key)
  const open = right.filter(({ user }) => !user.disabledAt)
  if (open.length === 0) refuse('account_disabled')
  const chosen = open.length === 1 ? open[0] : open.find(({ user }) => user.workspaceId === workspaceId)
  if (!chosen) refuse('choose_workspace', { workspaces: open.map(({ user, workspaceName: name }) => ({ id: user.workspaceId, name })) })
  const { user } = chosen
  await shareSalt(given, user, found.find((f) => f.user.passwordHash !== null)?.user.passwordHash ?? null)
  return {
    actor: { kind: 'user', workspaceId: user.workspaceId, userId: user.id, role: user.role },
    name: user.name,
    email: user.email,
    sessionVersion: user.sessionVersion,
  }
}

/** Accounts from before they shared a salt come to share it, one by one, as their person signs in. */
async function shareSalt(password: string, user: { id: number; passwordHash: string | null }, oldest: string | null): Promise<void> {
  const before = user.passwordHash
  if (before === null || oldest === null || derivationOf(before) === derivationOf(oldest)) return
  const passwordHash = await hashPassword(password, oldest)
  if (derivationOf(passwordHash) !== derivationOf(oldest)) return
  await transaction(
    async (db) =>
      void (await db
        .update(users)
        .set({ passwordHash })
        .where(and(eq(users.id, user.id), eq(users.passwordHash, before)))),
  )
}
