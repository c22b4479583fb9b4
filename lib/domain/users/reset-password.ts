/** A forgotten password: a link by which its person chooses a new one, by mail or from an admin's hand. */
import { and, asc, count, eq, gt, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { reader } from '@/db/client'
import { tokens } from '@/db/schema/programs'
import { passwordResets, users } from '@/db/schema/users'
import { system } from '../actor'
import { command, parseInput, type Work } from '../command'
import { refuse } from '../errors'
import { keyOf, type Limit, take } from '../limits/take'
import { cleanLine, rowId } from '../text'
import { userForChange } from './admins'
import { keepHash } from './change-password'
import { requireStrong } from './password'
import { hashFor } from './shared-salt'
import { hashSecret, newSecret, secretInput } from './secret-link'
import type { SignedIn } from './sign-in'

/** An admin's link lasts a day, one that a mail brings an hour; in milliseconds. */
export const BY_HAND_LASTS = 86_400_000
export const BY_MAIL_LASTS = 3_600_000

export type ResetLink = { token: string; expiresAt: number }

/** Makes a link for somebody of the workspace; it works once. The token is in the answer and nowhere else. Throws `not_found`, `user_disabled`. */
export const createReset = command(
  { permission: 'users:manage', input: z.object({ userId: rowId, lastsMs: z.number().int().min(60_000).max(BY_HAND_LASTS).default(BY_HAND_LASTS) }) },
  async (w, { userId, lastsMs }): Promise<ResetLink> => {
    const user = await userForChange(w, userId)
    if (user.disabledAt) refuse('user_disabled')
    return makeLink(w, userId, lastsMs)
  },
)

async function makeLink(w: Work, userId: number, lastsMs: number): Promise<ResetLink> {
  const token = newSecret()
  const expiresAt = new Date(w.at.getTime() + lastsMs)
  await w.db.insert(passwordResets).values({ userId, tokenHash: hashSecret(token), expiresAt })
  return { token, expiresAt: expiresAt.getTime() }
}

export type OpenReset = { userId: number; workspaceId: number; email: string; name: string; tokens: number }

/** What a link opens; `tokens`: how many API tokens may end with the old password. Throws `reset_over`. */
export async function resetOf(token: string): Promise<OpenReset> {
  const db = await reader()
  const [found] = await db
    .select({ userId: users.id, workspaceId: users.workspaceId, email: users.email, name: users.name })
    .from(passwordResets)
    .innerJoin(users, eq(users.id, passwordResets.userId))
    .where(and(eq(passwordResets.tokenHash, hashSecret(parseInput(secretInput, token))), gt(passwordResets.expiresAt, new Date()), isNull(users.disabledAt)))
  if (!found) refuse('reset_over')
  const [live] = await db
    .select({ n: count() })
    .from(tokens)
    .where(and(eq(tokens.userId, found.userId), isNull(tokens.revokedAt)))
  return { ...found, tokens: live?.n ?? 0 }
}

const input = z.object({ token: secretInput, password: z.string().max(1000), endsTokens: z.boolean().default(false) })

/** Chooses the new password and is signed in; every session and every other link of the person ends. Throws `reset_over`, `weak_password`. */
export async function resetPassword(raw: z.input<typeof input>): Promise<SignedIn> {
  const { token, password, endsTokens } = parseInput(input, raw)
  // Before the slow hash: without a good link nobody makes the server work.
  const who = await resetOf(token)
  requireStrong(password, who)
  const { sessionVersion, role } = await redeem(system(who.workspaceId), { tokenHash: hashSecret(token), hash: await hashFor(who.email, password), endsTokens })
  return { actor: { kind: 'user', workspaceId: who.workspaceId, userId: who.userId, role }, name: who.name, email: who.email, sessionVersion }
}

/** Only one transaction finds it unused. */
const redeem = command(
  { permission: 'users:self', input: z.object({ tokenHash: z.string(), hash: z.string(), endsTokens: z.boolean() }) },
  async (w, { tokenHash, hash, endsTokens }) => {
    const [used] = await w.db
      .delete(passwordResets)
      .where(and(eq(passwordResets.tokenHash, tokenHash), gt(passwordResets.expiresAt, w.at)))
      .returning({ userId: passwordResets.userId })
    if (!used) refuse('reset_over')
    const user = await userForChange(w, used.userId)
    if (user.disabledAt) refuse('reset_over')
    await w.db.delete(passwordResets).where(eq(passwordResets.userId, user.id))
    return { role: user.role, ...(await keepHash(w.actor, { userId: user.id, hash, endsTokens })) }
  },
)

const ADDRESS_LIMIT: Limit = { max: 10, windowMs: 15 * 60_000 }
const EMAIL_LIMIT: Limit = { max: 3, windowMs: 3_600_000 }
const asking = z.object({ email: z.string().max(1000), address: z.string().max(200) })

/** Counts a request for a mail with a link, alike whether anybody has this email. `address`: where it comes from. Throws `too_many`. */
export async function takeResetRequest(raw: z.input<typeof asking>): Promise<string> {
  const { email: said, address } = parseInput(asking, raw)
  const email = cleanLine(said).toLowerCase()
  await take(keyOf('reset:address', address), ADDRESS_LIMIT)
  await take(keyOf('reset:email', email), EMAIL_LIMIT)
  return email
}

/** Asks for the mail for each account with this email. Its asker is told nothing of what this finds. */
export async function askForReset(email: string): Promise<void> {
  const found = await (
    await reader()
  )
    .select({ id: users.id, workspaceId: users.workspaceId })
    .from(users)
    .where(and(eq(users.email, email), isNull(users.disabledAt)))
    .orderBy(asc(users.id))
    .limit(10)
  for (const u of found) await ask(system(u.workspaceId), { userId: u.id })
}

const ask = command({ permission: 'users:manage', input: z.object({ userId: rowId }) }, async (w, { userId }) => {
  w.record('user.reset_asked', { userId }, { audience: [] })
})
