import { createHash } from 'node:crypto'
import { z } from 'zod'
import { sql } from 'drizzle-orm'
import { bind, prepared } from '@/db/prepared'
import { inboundEvents } from '@/db/schema/inbound'
import { command, type Work } from '../command'
import { rowId } from '../text'
import { incoming, type Incoming } from './event'
import { laneOf, LIVE_MS, QUIET_MS, wakeLane } from './lane'

/** Most entries of one call. */
const MAX = 5_000
/** Longest copy of an entry that is kept to look at, in characters; of one that could not be understood all of it, to be read again. */
const RAW_MAX = 200_000
const WHOLE_MAX = 4_000_000
/** Far enough in the future to be somebody's broken clock: such an entry counts as of now. */
const AHEAD_MS = 24 * 60 * 60_000

const input = z.object({ channelId: rowId, entries: z.array(z.custom<Incoming>((v) => typeof v === 'object' && v !== null)).max(MAX) })

/**
 * Writes down what a channel brought, before anything is done about it, and asks for it to be acted on. Repeats are
 * quiet. An entry that cannot be understood is kept as failed for an admin to see. Returns how many were new.
 */
export const storeInbound = command({ permission: 'messages:receive', input }, async (w, { channelId, entries }): Promise<number> => {
  const rows = entries.filter((e) => e.type !== 'typing').map((e) => rowOf(e))
  if (rows.length === 0) return 0
  const lane = laneOf(channelId)
  const made: { state: string }[] = []
  const whole = rows.map((r) => ({ ...r, workspaceId: w.workspaceId, channelId, lane, createdAt: w.at }))
  for (let from = 0; from < whole.length;) {
    const size = SIZES.find((n) => from + n <= whole.length) ?? 1
    made.push(...(await insert(w, whole.slice(from, from + size))))
    from += size
  }
  if (made.some((m) => m.state === 'waiting')) await wakeLane(w.db, w.workspaceId, lane, new Date(w.at.getTime() + QUIET_MS))
  return made.length

  function rowOf(e: Incoming) {
    const { key, at, rank = 0, raw, account: _account, ...fact } = e
    const understood = fact.type === 'broken' ? null : incoming.safeParse(fact)
    const error = fact.type === 'broken' ? fact.error : understood?.success === false ? `not understood: ${problemIn(understood.error)}` : null
    const moment = Number.isFinite(at) && at > 0 && at < w.at.getTime() + AHEAD_MS ? Math.round(at) : w.at.getTime()
    return {
      key: key.slice(0, 500),
      type: fact.type,
      at: new Date(moment),
      rank: placeOf(rank, moment, key),
      event: understood?.success ? understood.data : null,
      raw: rawOf(raw, error === null ? RAW_MAX : WHOLE_MAX),
      state: error === null ? ('waiting' as const) : ('failed' as const),
      error: error?.slice(0, 1000) ?? null,
    }
  }

  /** Within one moment: the provider's own order, then as it comes. What is old comes in any order, so there its name decides. */
  function placeOf(rank: number, moment: number, key: string): number {
    const own = Number.isSafeInteger(rank) ? rank : 0
    return w.at.getTime() - moment < LIVE_MS || Math.abs(own) > RANKS ? own : own * TIES + createHash('sha256').update(key).digest().readUIntBE(0, 3)
  }
})

type Row = Omit<typeof inboundEvents.$inferInsert, 'id' | 'about' | 'messageId'>
const COLUMNS = ['workspaceId', 'channelId', 'key', 'lane', 'type', 'at', 'rank', 'event', 'raw', 'state', 'error', 'createdAt'] as const
/** Rows of one statement: building it costs more than running it, so there are only a few shapes of it. */
const SIZES = [64, 16, 4, 1] as const

/** The states of those that were new. */
function insert(w: Work, rows: readonly Row[]): Promise<{ state: string }[]> {
  const names = (i: number) => COLUMNS.map((c) => [c, `${c}${i}`] as const)
  const statement = prepared(w.db, `inbound:store:${rows.length}`, (db, name) =>
    db
      .insert(inboundEvents)
      .values(rows.map((_, i) => Object.fromEntries(names(i).map(([c, slot]) => [c, sql`${sql.placeholder(slot)}`])) as never))
      .onConflictDoNothing()
      .returning({ state: inboundEvents.state })
      .prepare(name),
  )
  const values = rows.map((row, i) => {
    const bound = bind(inboundEvents, COLUMNS, row)
    return Object.fromEntries(names(i).map(([c, slot]) => [slot, bound[c]]))
  })
  return statement.execute(Object.assign({}, ...values))
}

/** Ranks up to this leave room for the ties below them in a safe integer. */
const RANKS = 100_000_000
const TIES = 2 ** 24

const rawOf = (raw: unknown, max: number): string | null =>
  raw === undefined ? null : (typeof raw === 'string' ? raw : JSON.stringify(raw)).slice(0, max).toWellFormed().replaceAll('\u0000', '')

const problemIn = (e: z.ZodError) => `${e.issues[0]?.path.join('.') ?? ''} ${e.issues[0]?.message ?? ''}`.trim()
