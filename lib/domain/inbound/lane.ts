/** What arrived is worked off by lanes, one job at a time in each, so that it stays in order. */
import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { afterCommit } from '@/db/client'
import type { Write } from '@/db/doors'
import { bind, prepared, slots } from '@/db/prepared'
import { jobs } from '@/db/schema/events'
import { inboundEvents } from '@/db/schema/inbound'
import { announceJobs } from '../announce'
import type { Work } from '../command'

/** How long a lane must have been quiet (ms) before what came is put in order and acted on. */
export const QUIET_MS = 250

/** What is older than this (ms) when it comes was held up somewhere: it comes in any order, and nobody sits waiting for it. */
export const LIVE_MS = 10_000

/** One a channel: whoever changes their number must not be overtaken by what they write under the new one. */
export const laneOf = (channelId: number): string => `arrive:${channelId}`

/** Asks for a lane to be worked off at `runAt`; one that waits already keeps its time. */
export async function wakeLane(db: Write, workspaceId: number, lane: string, runAt: Date, { late = false } = {}): Promise<void> {
  await prepared(db, 'lane:wake', (d, name) =>
    d
      .insert(jobs)
      .values(slots(JOB))
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
      .prepare(name),
  ).execute(
    bind(jobs, JOB, {
      workspaceId,
      kind: 'arrive',
      key: late ? `${lane}:late` : lane,
      lane,
      payload: { lane, late },
      runAt,
      state: 'ready',
      attempts: 0,
      createdAt: new Date(),
    }),
  )
  afterCommit(announceJobs)
}

const JOB = ['workspaceId', 'kind', 'key', 'lane', 'payload', 'runAt', 'state', 'attempts', 'createdAt'] as const

/** What waited for a message with one of these ids has its turn now. */
export async function unpark(w: Pick<Work, 'db' | 'workspaceId' | 'at'>, channelId: number | null, ids: readonly string[]): Promise<void> {
  if (channelId === null || ids.length === 0) return
  const freed: { lane: string }[] = []
  for (const id of ids)
    freed.push(
      ...(await prepared(w.db, 'inbound:unpark', (db, name) =>
        db
          .update(inboundEvents)
          .set({ state: 'waiting' })
          .where(and(eq(inboundEvents.channelId, sql.placeholder('channelId')), eq(inboundEvents.about, sql.placeholder('id')), eq(inboundEvents.state, 'parked')))
          .returning({ lane: inboundEvents.lane })
          .prepare(name),
      ).execute({ channelId, id })),
    )
  for (const lane of new Set(freed.map((f) => f.lane))) await wakeLane(w.db, w.workspaceId, lane, w.at)
}

/** What came while the channel was off has its turn now. */
export async function takeKept(w: Work, channelId: number): Promise<void> {
  const kept = await w.db
    .update(inboundEvents)
    .set({ state: 'waiting', error: null })
    .where(and(eq(inboundEvents.channelId, channelId), eq(inboundEvents.state, 'failed'), eq(inboundEvents.error, 'channel_off'), isNotNull(inboundEvents.event)))
    .returning({ id: inboundEvents.id })
  if (kept.length > 0) await wakeLane(w.db, w.workspaceId, laneOf(channelId), w.at)
}
