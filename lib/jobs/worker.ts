/**
 * Works off the job queue: claims under a lease, a few at a time. Wakes when a commit in this process wrote jobs, at the
 * exact moment the next one is due, and now and then besides, for what other processes wrote.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { causeOf, isDatabaseAway } from '@/db/trouble'
import { onJobs } from '@/lib/domain/announce'
import { DomainError } from '@/lib/domain/errors'
import { type Claimed, claimJobs, nextDue } from '@/lib/domain/jobs/claim'
import { failJob, finishJob, renewLease } from '@/lib/domain/jobs/finish'
import { backoff, type Handler, TryLater } from './handler'
import { handlers as ours } from './handlers'
import { schedulePolls } from './poll'
import { scheduleSweeps } from './sweep'

export type Worker = {
  /** Takes no more, waits for what runs (at most `drainMs`, then tells it to stop). Whatever did not end runs again after its lease. */
  stop(): Promise<void>
  /** Looks at once. */
  kick(): void
}

type Options = { handlers?: Record<string, Handler>; concurrency?: number; leaseMs?: number; pollMs?: number; drainMs?: number }

/** How long a job is a worker's; it renews that thrice as often. What a killed one had is another's no later than this and a look. */
const LEASE_MS = 8_000
/** How soon (ms) work is tried again that the database was away for. */
const AWAY_MS = 2_000
const SWEEP_EVERY_MS = 60 * 60_000
const POLLS_EVERY_MS = 2 * 60_000

export function startWorker({ handlers = ours, concurrency = 8, leaseMs = LEASE_MS, pollMs = 1_000, drainMs = 10_000 }: Options = {}): Worker {
  const running = new Map<number, { done: Promise<void>; stop: AbortController }>()
  let stopped = false
  let looking: Promise<void> | null = null
  let again = false
  let timer: NodeJS.Timeout | undefined
  let sweptAt = 0
  let polledAt = 0

  // Whoever kicks may stand in a transaction of their own: the worker must not be carried into it.
  const outside = AsyncLocalStorage.snapshot()
  const kick = (): void =>
    outside(() => {
      if (stopped) return
      again = true
      looking ??= look().finally(() => {
        looking = null
        // A kick that came between the last look and here.
        if (again) kick()
      })
    })

  async function look(): Promise<void> {
    clearTimeout(timer)
    let wait = pollMs
    try {
      while (again && !stopped) {
        again = false
        wait = await round()
      }
    } catch (e) {
      console.error('jobs: could not look for work, trying again', causeOf(e))
      wait = Math.max(pollMs, 1_000)
    }
    if (!stopped) timer = setTimeout(kick, wait)
  }

  /** Starts what may start. Returns for how long (ms) there is nothing more to start. */
  async function round(): Promise<number> {
    if (handlers.sweep && Date.now() - sweptAt > SWEEP_EVERY_MS) {
      sweptAt = Date.now()
      await scheduleSweeps()
    }
    if (handlers.poll && Date.now() - polledAt > POLLS_EVERY_MS) {
      polledAt = Date.now()
      await schedulePolls()
    }
    for (;;) {
      const free = concurrency - running.size
      // Whoever ends kicks.
      if (free <= 0 || stopped) return pollMs
      const due = await nextDue()
      if (!due) return pollMs
      if (due.getTime() > Date.now()) return Math.min(pollMs, due.getTime() - Date.now())
      const jobs = await claimJobs(free, leaseMs)
      // Somebody else was faster, or holds its lane.
      if (jobs.length === 0) return Math.min(pollMs, 100)
      for (const job of jobs) start(job)
    }
  }

  function start(job: Claimed): void {
    // This process slept through its own lease: the former run must not go on beside the new one.
    running.get(job.id)?.stop.abort(new Error('the lease ran out'))
    const stop = new AbortController()
    const done = work(job, handlers[job.kind], leaseMs, stop)
      .catch((e: unknown) => console.error(`jobs: ${job.kind} ${job.id} ended badly; it runs again after its lease: ${causeOf(e)}`))
      .finally(() => {
        if (running.get(job.id)?.stop === stop) running.delete(job.id)
        kick()
      })
    running.set(job.id, { done, stop })
  }

  const quiet = onJobs(kick)
  kick()
  return {
    kick,
    async stop() {
      stopped = true
      quiet()
      clearTimeout(timer)
      await looking
      clearTimeout(timer)
      const all = Promise.all([...running.values()].map((r) => r.done))
      const late = setTimeout(() => running.forEach((r) => r.stop.abort(new Error('the process ends'))), drainMs)
      const never = new Promise<void>((ok) => setTimeout(ok, drainMs + 2_000).unref())
      await Promise.race([all, never])
      clearTimeout(late)
    },
  }
}

/** Runs one job under its lease and writes what became of it. */
async function work(job: Claimed, handler: Handler | undefined, leaseMs: number, stop: AbortController): Promise<void> {
  if (!handler) return failJob(job, `nothing here does "${job.kind}"`, null)
  // Its worker died in the middle, again and again: it may be the job that kills.
  if (job.attempts > handler.attempts) return giveUp(job, handler, 'its worker ended in the middle of it too often')
  const lease = holdLease(job, leaseMs, () => stop.abort(new Error('somebody else has the job')))
  const timeout = setTimeout(() => stop.abort(new Error(`took longer than ${handler.timeoutMs} ms`)), handler.timeoutMs)
  try {
    const outcome = await orStopped(handler.run({ job, stop: stop.signal }), stop.signal)
    await finishJob(await lease.end(), outcome ?? undefined)
  } catch (e) {
    const held = await lease.end()
    const error = e instanceof DomainError ? e.reason : causeOf(e)
    // Nothing that was acknowledged may be given up because the database was away.
    if (isDatabaseAway(e)) return await failJob(held, error, new Date(Date.now() + AWAY_MS * (0.75 + Math.random() / 2)), { counts: false })
    if (job.attempts >= handler.attempts) return await giveUp(held, handler, error)
    const waitMs = e instanceof TryLater && e.afterMs !== undefined ? e.afterMs : (handler.waits ?? backoff)(job.attempts)
    await failJob(held, error, new Date(Date.now() + waitMs))
  } finally {
    clearTimeout(timeout)
  }
}

/** Renews a lease until `end`, which gives the job as it is held last. */
function holdLease(job: Claimed, leaseMs: number, lost: () => void): { end(): Promise<Claimed> } {
  let held = job
  let renewal = Promise.resolve()
  const timer = setInterval(() => {
    renewal = renewal.then(async () => {
      // A database that is away for a moment: the lease may still hold at the next try.
      const kept = await renewLease(held, leaseMs).catch(() => held)
      if (kept) held = kept
      else lost()
    })
  }, leaseMs / 3)
  return {
    async end() {
      clearInterval(timer)
      await renewal
      return held
    },
  }
}

async function giveUp(job: Claimed, handler: Handler, error: string): Promise<void> {
  console.error(`jobs: ${job.kind} ${job.id} is given up: ${error}`)
  if ((await handler.died?.(job, error)) === 'kept') await finishJob(job)
  else await failJob(job, error, null)
}

/** A handler that ignores its signal must not hold its lane for ever. */
function orStopped<R>(run: Promise<R>, signal: AbortSignal): Promise<R> {
  return new Promise((ok, no) => {
    signal.addEventListener('abort', () => no(signal.reason), { once: true })
    run.then(ok, no)
  })
}
