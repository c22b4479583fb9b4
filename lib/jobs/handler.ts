/** What a kind of job is to the worker: how often and how long to try, and what to do. */
import type { Claimed } from '@/lib/domain/jobs/claim'

/** `stop` fires when time is up, the lease is lost or the process ends: give up what you wait for. */
export type Run = { job: Claimed; stop: AbortSignal }

export type Handler = {
  /** After so many failures the job is dead. */
  attempts: number
  timeoutMs: number
  /** How long (ms) to wait after the n-th failure, where the usual is too long or too short. */
  waits?(failures: number): number
  /** Does it, safe to do twice: a worker may die at any point. A date says when to go again though all is well. */
  run(r: Run): Promise<Date | void>
  /** Says what the death of the job means to people. `kept`: what it was about stands elsewhere to be tried again, so the job goes. */
  died?(job: Claimed, error: string): Promise<'kept' | void>
}

/** Thrown by a handler that knows when another try makes sense. */
export class TryLater extends Error {
  constructor(
    message: string,
    readonly afterMs?: number,
  ) {
    super(message)
  }
}

const FIRST_MS = 2_000
const LONGEST_MS = 15 * 60_000

/** How long to wait after the n-th failure: doubling, and scattered so that a thousand do not come back at once. */
export const backoff = (failures: number, random = Math.random) => Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS) * (0.75 + random() / 2)

const STEADY_MS = 60_000
const HOUR_MS = 60 * 60_000

/** For what somebody waits for: every minute for the first hour or so, then every quarter of one. 120 failures take a day. */
export const steady = (failures: number, random = Math.random) =>
  (failures * STEADY_MS < HOUR_MS ? Math.min(FIRST_MS * 2 ** (failures - 1), STEADY_MS) : LONGEST_MS) * (0.75 + random() / 2)
