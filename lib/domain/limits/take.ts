/** Attempts per key in a window of time, counted in the database so that every process counts together. */
import { createHash } from 'node:crypto'
import { and, eq, lt, ne, sql } from 'drizzle-orm'
import { transaction } from '@/db/client'
import { limits } from '@/db/schema/workspaces'
import { refuse } from '../errors'

/** Not a limit: the latest moment that any server has seen (clock.ts). */
export const CLOCK_KEY = 'clock'

/** `max` attempts per `windowMs` milliseconds; the window begins with the first. */
export type Limit = { max: number; windowMs: number }

/** By how much the clocks of several servers may differ, ms. */
const SKEW_MS = 60_000
const SWEEP_EVERY_MS = 10 * 60_000
let nextSweep = 0

/** Long or secret parts of a key go in as a hash: keys stay short and hold nobody's address. */
export const keyOf = (what: string, of: string) => `${what}:${createHash('sha256').update(of).digest('base64url').slice(0, 24)}`

/** Takes one attempt, in one statement. Refuses `too_many` with `data.retryAt` (unix ms) when the window's are used up. */
export async function take(key: string, limit: Limit, now = new Date()): Promise<void> {
  const fresh = new Date(now.getTime() + limit.windowMs)
  // No window ends later than this: one that does was begun before the clock was set back.
  const latest = new Date(fresh.getTime() + SKEW_MS)
  const over = sql`(${limits.until} <= ${sql.param(now, limits.until)} or ${limits.until} > ${sql.param(latest, limits.until)})`
  const [row] = await transaction((db) =>
    db
      .insert(limits)
      .values({ key, n: 1, until: fresh })
      .onConflictDoUpdate({
        target: limits.key,
        // Counts no further than one beyond the limit: whoever hammers cannot overflow the column.
        set: {
          n: sql`case when ${over} then 1 when ${limits.n} > ${limit.max} then ${limits.n} else ${limits.n} + 1 end`,
          until: sql`case when ${over} then ${sql.param(fresh, limits.until)} else ${limits.until} end`,
        },
      })
      .returning(),
  )
  await sweep(now)
  if (row && row.n > limit.max) refuse('too_many', { retryAt: row.until.getTime() })
}

/** Gives one attempt back: what succeeded does not count. */
export async function giveBack(key: string): Promise<void> {
  await transaction((db) =>
    db
      .update(limits)
      .set({ n: sql`case when ${limits.n} > 0 then ${limits.n} - 1 else 0 end` })
      .where(eq(limits.key, key))
      .returning({ n: limits.n }),
  )
}

/** Windows that are over are forgotten, now and then. */
async function sweep(now: Date): Promise<void> {
  if (now.getTime() < nextSweep) return
  nextSweep = now.getTime() + SWEEP_EVERY_MS
  await transaction((db) =>
    db
      .delete(limits)
      .where(and(lt(limits.until, now), ne(limits.key, CLOCK_KEY)))
      .returning({ key: limits.key }),
  )
}
