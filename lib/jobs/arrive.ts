/** Acts on what channels brought, lane by lane, once a lane has been quiet long enough to put it in order. */
import { z } from 'zod'
import { transaction } from '@/db/client'
import { LIVE_MS, QUIET_MS, wakeLane } from '@/lib/domain/inbound/lane'
import { endPatience, laneAge, workOff } from '@/lib/domain/inbound/work-off'
import { backoff, type Handler } from './handler'

const payload = z.object({ lane: z.string(), late: z.boolean().default(false) })

type Patience = { quietMs: number; longestMs: number }
/** Nobody waits longer than this (ms) for others to finish sending. */
const LIVE: Patience = { quietMs: QUIET_MS, longestMs: 1_500 }
/** What was held up comes in any order: it is put in order as a whole. */
const HELD_UP: Patience = { quietMs: 4 * QUIET_MS, longestMs: 10_000 }

const LONGEST_WAIT_MS = 5_000

export const arriveAfter = (quietMs: number, longestMs = LIVE.longestMs, heldUp: Patience = { quietMs, longestMs }): Handler => ({
  attempts: 1_000,
  timeoutMs: 120_000,
  // Somebody sits waiting for what came.
  waits: (failures) => Math.min(backoff(failures), LONGEST_WAIT_MS),
  async run({ job, stop }) {
    const { lane, late } = payload.parse(job.payload)
    if (late) {
      const next = await endPatience(lane)
      if (next !== null) await transaction((db) => wakeLane(db, job.workspaceId, lane, new Date(Math.max(next, Date.now() + 1_000)), { late: true }))
    }
    while (!stop.aborted) {
      const age = await laneAge(lane)
      if (!age) return
      const now = Date.now()
      const wait = age.last - age.oldest < LIVE_MS ? { quietMs, longestMs } : heldUp
      const due = Math.min(age.last + wait.quietMs, age.first + wait.longestMs)
      if (!late && now < due) return new Date(due)
      // What stands there now, in order; then it is looked at anew.
      while (!stop.aborted && (await workOff(lane, age.upTo)) > 0) continue
    }
  },
})

export const arrive = arriveAfter(LIVE.quietMs, LIVE.longestMs, HELD_UP)
