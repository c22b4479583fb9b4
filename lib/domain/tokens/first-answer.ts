/** The first answer to a keyed request, kept 24 hours: a repeated request gets it again and changes nothing. */
import { and, eq, isNull, lt, or } from 'drizzle-orm'
import { reader, transaction } from '@/db/client'
import { firstAnswers } from '@/db/schema/programs'

export type Kept = { status: number; body: string }
type At = { tokenId: number; key: string; requestHash: string }

const KEPT_MS = 24 * 3_600_000
/** A claim is its holder's for so long unless it is renewed: a process that was killed frees its keys by then. */
export const CLAIM_MS = 10_000

/** `mine`: go ahead. `kept`: answer this. `reused`: the key belongs to another request. `busy`: the first is still at work. */
export async function claimAnswer(at: At, now = new Date()): Promise<{ is: 'mine' | 'reused' | 'busy' } | { is: 'kept'; answer: Kept }> {
  const here = and(eq(firstAnswers.tokenId, at.tokenId), eq(firstAnswers.key, at.key))
  const made = await transaction(async (db) => {
    const old = or(
      lt(firstAnswers.createdAt, new Date(now.getTime() - KEPT_MS)),
      and(isNull(firstAnswers.status), lt(firstAnswers.createdAt, new Date(now.getTime() - CLAIM_MS))),
    )
    await db.delete(firstAnswers).where(and(here, old))
    return db
      .insert(firstAnswers)
      .values({ ...at, createdAt: now })
      .onConflictDoNothing()
      .returning({ key: firstAnswers.key })
  })
  if (made.length > 0) return { is: 'mine' }
  const [first] = await (await reader()).select().from(firstAnswers).where(here)
  if (!first) return { is: 'busy' }
  if (first.requestHash !== at.requestHash) return { is: 'reused' }
  return first.status === null ? { is: 'busy' } : { is: 'kept', answer: { status: first.status, body: first.body ?? '' } }
}

/** The holder is still at work. */
export async function renewClaim(at: At, now = new Date()): Promise<void> {
  const here = and(eq(firstAnswers.tokenId, at.tokenId), eq(firstAnswers.key, at.key), eq(firstAnswers.requestHash, at.requestHash), isNull(firstAnswers.status))
  await transaction(async (db) => void (await db.update(firstAnswers).set({ createdAt: now }).where(here)))
}

/** Keeps the answer, or (null) frees the key because nothing was decided. */
export async function keepAnswer(at: At, answer: Kept | null): Promise<void> {
  const here = and(eq(firstAnswers.tokenId, at.tokenId), eq(firstAnswers.key, at.key))
  await transaction(async (db) => {
    if (answer) await db.update(firstAnswers).set(answer).where(here)
    else await db.delete(firstAnswers).where(here)
  })
}
