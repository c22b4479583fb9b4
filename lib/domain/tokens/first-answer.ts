/** The first answer to a keyed request, kept 24 hours: a repeated request gets it again and changes nothing. */
import { and, eq, isNull, lt } from 'drizzle-orm'
import { reader, transaction } from '@/db/client'
import { firstAnswers } from '@/db/schema/programs'

export type Kept = { status: number; body: string }
type At = { tokenId: number; key: string; requestHash: string }

const KEPT_MS = 24 * 3_600_000
/** A claim is its holder's for so long unless it is renewed: a process that was killed frees its keys by then. */
export const CLAIM_MS = 10_000

type Claim = { is: 'mine'; madeId: number | null } | { is: 'reused' | 'busy' } | { is: 'kept'; answer: Kept }

/**
 * `mine`: go ahead; `madeId` is what the same request already made, before its process was killed. `kept`: answer this.
 * `reused`: the key belongs to another request. `busy`: the first is still at work.
 */
export async function claimAnswer(at: At, now = new Date()): Promise<Claim> {
  const here = and(eq(firstAnswers.tokenId, at.tokenId), eq(firstAnswers.key, at.key))
  const made = await transaction(async (db) => {
    await db.delete(firstAnswers).where(and(here, lt(firstAnswers.createdAt, new Date(now.getTime() - KEPT_MS))))
    const left = and(here, isNull(firstAnswers.status), lt(firstAnswers.createdAt, new Date(now.getTime() - CLAIM_MS)))
    const [taken] = await db
      .update(firstAnswers)
      .set({ createdAt: now })
      .where(and(left, eq(firstAnswers.requestHash, at.requestHash)))
      .returning({ body: firstAnswers.body })
    if (taken) return { madeId: taken.body === null ? null : Number(taken.body) }
    await db.delete(firstAnswers).where(left)
    const [claimed] = await db
      .insert(firstAnswers)
      .values({ ...at, createdAt: now })
      .onConflictDoNothing()
      .returning({ key: firstAnswers.key })
    return claimed ? { madeId: null } : null
  })
  if (made) return { is: 'mine', madeId: made.madeId }
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

/**
 * Runs `make`, and keeps the id that it answers with the key in the same transaction: whoever takes the request over after a
 * kill finds what was made.
 */
export async function makeWithKey(at: { tokenId: number; key: string }, make: () => Promise<number>): Promise<number> {
  const here = and(eq(firstAnswers.tokenId, at.tokenId), eq(firstAnswers.key, at.key), isNull(firstAnswers.status))
  return transaction(async (db) => {
    const id = await make()
    await db
      .update(firstAnswers)
      .set({ body: String(id) })
      .where(here)
    return id
  })
}

/** Keeps the answer, or (null) frees the key because nothing was decided; what was made meanwhile stays known to the next try. */
export async function keepAnswer(at: At, answer: Kept | null): Promise<void> {
  const here = and(eq(firstAnswers.tokenId, at.tokenId), eq(firstAnswers.key, at.key))
  await transaction(async (db) => {
    if (answer) await db.update(firstAnswers).set(answer).where(here)
    else {
      await db.delete(firstAnswers).where(and(here, isNull(firstAnswers.body)))
      const free = new Date(Date.now() - CLAIM_MS - 1)
      await db
        .update(firstAnswers)
        .set({ createdAt: free })
        .where(and(here, isNull(firstAnswers.status)))
    }
  })
}
