/** What arrived is worked off by lanes: everything of one person in one channel shares one, so that it stays in order. */
import { createHash } from 'node:crypto'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { afterCommit } from '@/db/client'
import type { Write } from '@/db/doors'
import { jobs } from '@/db/schema/events'
import { inboundEvents } from '@/db/schema/inbound'
import { announceJobs } from '../announce'
import type { Work } from '../command'
import type { Incoming } from './event'

/** Lanes of one channel: people share them, so that a thousand writing at once are not a thousand jobs. */
const SHARDS = 4
/** How long a lane must have been quiet (ms) before what came is put in order and acted on. */
export const QUIET_MS = 250

export const laneOf = (channelId: number, e: Incoming): string => `arrive:${channelId}:${(createHash('sha256').update(partyOf(e)).digest()[0] ?? 0) % SHARDS}`

function partyOf(e: Incoming): string {
  if ('from' in e) return typeof e.from === 'string' ? e.from : e.from.address
  if (e.type === 'identity') return e.previous
  return e.type === 'status' ? (e.upTo?.address ?? '') : ''
}

/** Asks for a lane to be worked off at `runAt`; one that waits already keeps its time. */
export async function wakeLane(db: Write, workspaceId: number, lane: string, runAt: Date, { late = false } = {}): Promise<void> {
  await db
    .insert(jobs)
    .values({ workspaceId, kind: 'arrive', key: late ? `${lane}:late` : lane, lane, payload: { lane, late }, runAt })
    .onConflictDoUpdate({
      target: jobs.key,
      set: {
        // One that runs sees this and goes once more (jobs/finish.ts).
        attempts: 0,
        lastError: null,
        runAt: sql`case when ${jobs.state} = 'ready' and ${jobs.runAt} < excluded.run_at then ${jobs.runAt} else excluded.run_at end`,
        state: sql`case when ${jobs.state} = 'running' then 'running' else 'ready' end`,
      },
    })
  afterCommit(announceJobs)
}

/** What waited for a message with one of these ids has its turn now. */
export async function unpark(w: Pick<Work, 'db' | 'workspaceId' | 'at'>, channelId: number | null, ids: readonly string[]): Promise<void> {
  if (channelId === null || ids.length === 0) return
  const freed = await w.db
    .update(inboundEvents)
    .set({ state: 'waiting' })
    .where(and(eq(inboundEvents.channelId, channelId), inArray(inboundEvents.about, [...ids]), eq(inboundEvents.state, 'parked')))
    .returning({ lane: inboundEvents.lane })
  for (const lane of new Set(freed.map((f) => f.lane))) await wakeLane(w.db, w.workspaceId, lane, w.at)
}
