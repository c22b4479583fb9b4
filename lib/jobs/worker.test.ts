import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { jobs } from '@/db/schema/events'
import { DatabaseError } from '@/db/trouble'
import { get } from '@/lib/domain/conversations/get'
import { snooze } from '@/lib/domain/conversations/snooze'
import { claimJobs } from '@/lib/domain/jobs/claim'
import { enqueue, type NewJob } from '@/lib/domain/jobs/enqueue'
import { finishJob } from '@/lib/domain/jobs/finish'
import { listDeadJobs } from '@/lib/domain/jobs/list-dead'
import { reviveJob } from '@/lib/domain/jobs/revive'
import { receive } from '@/lib/domain/messages/receive'
import { eventsOf, refused } from '@/lib/domain/testing/expect'
import { backoff, type Handler, steady, TryLater } from './handler'
import { handlers } from './handlers'
import { startWorker, type Worker } from './worker'

let s: Awaited<ReturnType<typeof makeScene>>
const workers: Worker[] = []
const start = (...a: Parameters<typeof startWorker>) => {
  const w = startWorker({ pollMs: 50, ...a[0] })
  workers.push(w)
  return w
}
beforeEach(async () => {
  s = await makeScene()
  await transaction((db) => db.delete(jobs).returning())
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((w) => w.stop()))
})

const add = (over: Partial<NewJob> = {}) => transaction((db) => enqueue(db, { workspaceId: s.workspace.id, kind: 'test', payload: {}, runAt: new Date(), ...over }))
const left = async () => (await reader()).select().from(jobs).where(eq(jobs.workspaceId, s.workspace.id)).orderBy(jobs.id)
const does = (run: Handler['run'], over: Partial<Handler> = {}) => ({ test: { attempts: 3, timeoutMs: 5_000, run, ...over } })
const soon = { timeout: 8_000, interval: 5 }
const gone = () => vi.waitFor(async () => expect(await left()).toEqual([]), soon)
/** A promise that somebody else ends. */
const gate = () => {
  let open = () => {}
  const passed = new Promise<void>((ok) => (open = ok))
  return { open, passed }
}

describe('the worker', () => {
  it('gives each job to one of four, and forgets it after', async () => {
    for (let n = 0; n < 60; n++) await add({ payload: { n } })
    const ran: unknown[] = []
    for (let i = 0; i < 4; i++) start({ handlers: does(async ({ job }) => void ran.push(job.payload.n)), concurrency: 3 })
    await gone()
    expect(ran.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 60 }, (_, n) => n))
  })

  it('runs one of a lane at a time, oldest first, and no more than its bound at once', async () => {
    for (let n = 0; n < 24; n++) await add({ payload: { n, lane: n % 4 }, lane: `l${n % 4}` })
    const order: Record<string, number[]> = {}
    const busy = new Set<string>()
    let most = 0
    const handler = does(async ({ job }) => {
      const lane = String(job.payload.lane)
      expect(busy.has(lane)).toBe(false)
      busy.add(lane)
      most = Math.max(most, busy.size)
      ;(order[lane] ??= []).push(Number(job.payload.n))
      await new Promise((r) => setImmediate(r))
      busy.delete(lane)
    })
    start({ handlers: handler, concurrency: 3 })
    start({ handlers: {}, concurrency: 0 })
    await gone()
    expect(most).toBeLessThanOrEqual(3)
    for (const lane of [0, 1, 2, 3]) expect(order[lane]).toEqual(Array.from({ length: 6 }, (_, i) => i * 4 + lane))
  })

  it('runs a job again whose worker was killed between claim and finish, after its lease', async () => {
    await add()
    const [lost] = await claimJobs(1, 2_000)
    const claimedAt = Date.now()
    expect(await claimJobs(1, 2_000)).toEqual([])
    const ran: number[] = []
    start({ handlers: does(async ({ job }) => void ran.push(job.attempts, Date.now() - claimedAt)) })
    await gone()
    expect(ran[0]).toBe(2)
    expect(ran[1]).toBeGreaterThanOrEqual(1_900)
    // The dead one comes back to life: its word counts no more.
    await add()
    const [theirs] = await claimJobs(1, 60_000)
    if (lost) await finishJob(lost)
    expect((await left()).map((j) => j.id)).toEqual([theirs?.id])
  })

  it('keeps its lease while it works', async () => {
    await add()
    let runs = 0
    const handler = does(async () => {
      runs++
      const end = await leaseEnd()
      await vi.waitFor(async () => expect([Date.now() > end, (await leaseEnd()) > end]).toEqual([true, true]), soon)
    })
    const leaseEnd = async () => (await left())[0]?.leaseUntil?.getTime() ?? Infinity
    // Long enough for a machine that is busy with other things to renew it in time.
    start({ handlers: handler, leaseMs: 1_500 })
    start({ handlers: handler, leaseMs: 1_500 })
    await gone()
    expect(runs).toBe(1)
  })

  it('tries again later, then gives up where everybody can see it, until somebody revives it', async () => {
    await add({ payload: { what: 'x' } })
    let died = ''
    const failing = does(async () => Promise.reject(new TryLater('the far side is away', 1)), { died: async (_j, e) => void (died = e) })
    start({ handlers: failing })
    await vi.waitFor(async () => expect((await left())[0]?.state).toBe('dead'), soon)
    expect(died).toBe('the far side is away')
    const [dead] = await listDeadJobs(s.ana, {})
    expect(dead).toMatchObject({ kind: 'test', payload: { what: 'x' }, error: 'the far side is away', attempts: 3 })
    await refused('not_allowed', [listDeadJobs(s.ben, {}), reviveJob(s.ben, { jobId: dead!.id })])
    await refused('not_found', [reviveJob((await makeScene()).ana, { jobId: dead!.id })])
    await Promise.all(workers.splice(0).map((w) => w.stop()))
    await reviveJob(s.ana, { jobId: dead!.id })
    await refused('not_found', [reviveJob(s.ana, { jobId: dead!.id })])
    start({ handlers: does(async () => {}) })
    await gone()
  })

  it('gives up what nobody does, what takes too long, and what kills its workers', async () => {
    await add({ kind: 'unknown' })
    start({ handlers: does(() => new Promise(() => {}), { timeoutMs: 30, attempts: 1 }) })
    await add()
    await vi.waitFor(
      async () =>
        expect((await left()).map((j) => [j.state, j.lastError])).toEqual([
          ['dead', 'nothing here does "unknown"'],
          ['dead', 'took longer than 30 ms'],
        ]),
      soon,
    )
    await Promise.all(workers.splice(0).map((w) => w.stop()))
    await transaction((db) => db.delete(jobs).returning())
    await add()
    for (let i = 0; i < 3; i++) await claimJobs(1, -1)
    let ran = 0
    start({ handlers: does(async () => void ran++) })
    await vi.waitFor(async () => expect((await left())[0]).toMatchObject({ state: 'dead', lastError: 'its worker ended in the middle of it too often' }), soon)
    expect(ran).toBe(0)
  })

  it('does what is asked again under one key: while it waits, runs, after it died and after it went', async () => {
    const key = crypto.randomUUID()
    const [begun, hold] = [gate(), gate()]
    let runs = 0
    let fail = false
    const handler = does(
      async () => {
        runs++
        if (runs === 1) {
          begun.open()
          await hold.passed
        }
        if (fail) throw new Error('no')
      },
      { attempts: 1 },
    )
    await add({ key, runAt: new Date(Date.now() + 60_000) })
    await add({ key })
    start({ handlers: handler })
    await begun.passed
    await add({ key, payload: { second: true } })
    expect(await left()).toHaveLength(1)
    hold.open()
    await gone()
    expect(runs).toBe(2)
    fail = true
    await add({ key })
    await vi.waitFor(async () => expect((await left())[0]?.state).toBe('dead'), soon)
    fail = false
    await add({ key })
    await gone()
    expect(runs).toBe(4)
  })

  it('goes at once when it is asked for while it runs, though it would have rested until tomorrow', async () => {
    const key = `rest:${s.workspace.id}`
    await add({ key })
    const [job] = await claimJobs(10, 10_000)
    await add({ key })
    await finishJob(job!, new Date(Date.now() + 24 * 60 * 60_000))
    expect((await left())[0]).toMatchObject({ state: 'ready', leaseUntil: null })
    expect((await left())[0]?.runAt.getTime()).toBeLessThanOrEqual(Date.now())
    const [again] = await claimJobs(10, 10_000)
    await finishJob(again!, new Date(Date.now() + 24 * 60 * 60_000))
    expect(await claimJobs(10, 10_000)).toEqual([])
  })

  it('ends without taking more, waits for what runs, and leaves the rest to others', async () => {
    const begun = gate()
    for (let n = 0; n < 5; n++) await add()
    let done = 0
    const w = start({
      concurrency: 1,
      handlers: does(async () => {
        begun.open()
        await new Promise((r) => setTimeout(r, 100))
        done++
      }),
    })
    await begun.passed
    await w.stop()
    expect(done).toBe(1)
    expect((await left()).map((j) => j.state)).toEqual(Array(4).fill('ready'))
  })

  it('tells what does not end to stop', async () => {
    await add()
    const begun = gate()
    const w = start({
      drainMs: 20,
      handlers: does(({ stop }) => {
        begun.open()
        return new Promise((_, no) => stop.addEventListener('abort', () => no(stop.reason)))
      }),
    })
    await begun.passed
    await w.stop()
    expect((await left())[0]).toMatchObject({ state: 'ready', lastError: 'the process ends' })
  })

  it('wakes a snoozed conversation at its time', async () => {
    start({ handlers })
    const { conversationId } = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    const until = Date.now() + 400
    await snooze(s.ana, { conversationId, until })
    await vi.waitFor(async () => expect((await get(s.ana, { conversationId })).row.status).toBe('open'), soon)
    const woken = (await eventsOf(s.workspace.id)).at(-1)
    expect(woken).toMatchObject({ kind: 'conversation.status_changed', actorKind: 'system', data: { from: 'snoozed', to: 'open', cause: 'time' } })
    expect((woken?.at.getTime() ?? 0) - until).toBeLessThan(1_000)
    expect(woken?.at.getTime()).toBeGreaterThanOrEqual(until)
  })
})

it('waits longer after each failure, never all at one moment', () => {
  expect([1, 2, 3, 20].map((n) => backoff(n, () => 0.5))).toEqual([2_000, 4_000, 8_000, 900_000])
  expect([1, 2, 3, 20, 59, 60].map((n) => steady(n, () => 0.5))).toEqual([2_000, 4_000, 8_000, 60_000, 60_000, 900_000])
  expect(new Set(Array.from({ length: 20 }, () => backoff(3))).size).toBeGreaterThan(15)
})

it('never gives up what the database was away for, however often', async () => {
  await add()
  let runs = 0
  let died = false
  const away = () => new DatabaseError('the database did not commit', { cause: new Error('Connection terminated unexpectedly') })
  const handler = does(async () => (++runs < 3 ? Promise.reject(away()) : undefined), { attempts: 1, died: async () => void (died = true) })
  start({ handlers: handler })
  await vi.waitFor(async () => expect(await left()).toEqual([]), { timeout: 20_000 })
  expect([runs, died]).toEqual([3, false])
})
