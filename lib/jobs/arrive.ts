/** Acts on what channels brought, lane by lane, once a lane has been quiet long enough to put it in order. */
import { z } from 'zod'
import { transaction } from '@/db/client'
import { QUIET_MS, wakeLane } from '@/lib/domain/inbound/lane'
import { endPatience, laneAge, workOff } from '@/lib/domain/inbound/work-off'
import type { Handler } from './handler'

const payload = z.object({ lane: z.string(), late: z.boolean().default(false) })

/** Nobody waits longer than this (ms) for others to finish sending. */
const LONGEST_MS = 1_500

export const arriveAfter = (quietMs: number, longestMs = LONGEST_MS): Handler => ({
  attempts: 1_000,
  timeoutMs: 120_000,
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
      if (!late && now - age.last < quietMs && now - age.first < longestMs) return new Date(Math.min(age.last + quietMs, age.first + longestMs))
      // What stands there now, in order; then it is looked at anew.
      while (!stop.aborted && (await workOff(lane, age.upTo)) > 0) continue
    }
  },
})

export const arrive = arriveAfter(QUIET_MS)
