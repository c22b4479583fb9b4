import { beforeEach, expect, it } from 'vitest'
import { transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { jobs } from '@/db/schema/events'
import { claimJobs, HOLD_MS, nextDue } from './claim'
import { enqueue, type NewJob } from './enqueue'
import { failJob, finishJob, releaseAll } from './finish'

const MINUTE = 60_000
let s: Awaited<ReturnType<typeof makeScene>>
let now: Date
beforeEach(async () => {
  s = await makeScene()
  await transaction((db) => db.delete(jobs).returning())
  now = new Date()
})

const add = (name: string, over: Partial<NewJob> = {}) =>
  transaction((db) => enqueue(db, { workspaceId: s.workspace.id, kind: 'test', payload: { name }, runAt: now, lane: 'a lane', ...over }))
const claim = (after = 0, limit = 10) => claimJobs(limit, 8_000, new Date(now.getTime() + after))
const names = (claimed: Awaited<ReturnType<typeof claim>>) => claimed.map((j) => j.payload.name)

it('what waits for its time holds up nothing that is due, however many wait', async () => {
  for (const n of [1, 2, 3]) await add(`later ${n}`, { runAt: new Date(now.getTime() + n * 10 * MINUTE) })
  await add('due')
  expect((await nextDue(now))?.getTime()).toBe(now.getTime())
  const [due] = await claim()
  expect(due?.payload.name).toBe('due')
  // While it runs nothing else of its lane does, whatever has become due meanwhile.
  expect(names(await claim(1_000))).toEqual([])
  await finishJob(due!)
  expect(await claim()).toEqual([])
  expect(names(await claim(40 * MINUTE))).toEqual(['later 1'])
})

it('of what is due the oldest goes first, one at a time', async () => {
  await add('first')
  await add('second')
  const [first] = await claim()
  expect(first?.payload.name).toBe('first')
  await finishJob(first!)
  expect(names(await claim())).toEqual(['second'])
})

it('what failed keeps its place for half a minute, and then holds up nobody', async () => {
  await add('first')
  await add('second')
  const [first] = await claim()
  await failJob(first!, 'no', new Date(now.getTime() + 15 * MINUTE))
  expect(await claim(HOLD_MS - 1)).toEqual([])
  const [second] = await claim(HOLD_MS)
  expect(second?.payload.name).toBe('second')
  await finishJob(second!)
  expect(names(await claim(15 * MINUTE))).toEqual(['first'])
})

it('in a conversation nothing leaves before what failed, until that is through or given up', async () => {
  const lane = 'conversation:7'
  await add('first', { lane })
  await add('second', { lane })
  await add('beside', { lane: 'conversation:8' })
  const [first] = await claim(0, 1)
  await failJob(first!, 'no', new Date(now.getTime() + 15 * MINUTE))
  expect(names(await claim(14 * MINUTE))).toEqual(['beside'])
  const [again] = await claim(15 * MINUTE)
  expect(again?.payload.name).toBe('first')
  await failJob(again!, 'no', null)
  expect(names(await claim(15 * MINUTE))).toContain('second')
})

it('what failed and is due again goes before what was asked for later', async () => {
  await add('first')
  await add('second')
  const [first] = await claim()
  await failJob(first!, 'no', new Date(now.getTime() + 2_000))
  expect(names(await claim(2_000))).toEqual(['first'])
})

it('a failure that was not the job’s own costs it none of its tries', async () => {
  await add('x')
  for (let n = 0; n < 5; n++) {
    const [job] = await claim()
    expect(job?.attempts).toBe(1)
    await failJob(job!, 'the database was away', now, { counts: false })
  }
})

it('what a run before this one had under way is free at once', async () => {
  await add('x')
  await add('y', { lane: 'another' })
  await claim()
  expect(await claim()).toEqual([])
  expect(await releaseAll()).toBe(2)
  expect(names(await claim())).toEqual(['x', 'y'])
})
