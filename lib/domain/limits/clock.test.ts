import { eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { jobs } from '@/db/schema/events'
import { webhookDeliveries } from '@/db/schema/programs'
import { limits } from '@/db/schema/workspaces'
import { claimJobs } from '../jobs/claim'
import { enqueue } from '../jobs/enqueue'
import { createWebhook } from '../webhooks/create'
import { claimDeliveries } from '../webhooks/deliver'
import { noticeClock } from './clock'
import { take } from './take'

const HOUR = 3_600_000
const later = (at: Date, ms: number) => new Date(at.getTime() + ms)
let s: Awaited<ReturnType<typeof makeScene>>
let before: Date
let after: Date
beforeEach(async () => {
  s = await makeScene()
  await transaction((db) => db.delete(jobs).returning())
  await transaction((db) => db.delete(limits).returning())
  before = new Date()
  after = later(before, -HOUR)
})

it('an hour back ends the windows of limits instead of making them longer', async () => {
  const limit = { max: 2, windowMs: 60_000 }
  for (let i = 0; i < 2; i++) await take('k', limit, before)
  await expect(take('k', limit, before)).rejects.toMatchObject({ reason: 'too_many' })
  await take('k', limit, after)
  await take('k', limit, after)
  // It counts on from there, and servers whose clocks differ a little count together.
  await expect(take('k', limit, after)).rejects.toMatchObject({ reason: 'too_many' })
  await expect(take('k', limit, later(after, -30_000))).rejects.toMatchObject({ reason: 'too_many' })
})

it('an hour back holds up no job that was due or waits for another try; what a person chose a time for keeps it', async () => {
  expect(await noticeClock(before)).toBe(0)
  const add = (key: string, ms: number) =>
    transaction((db) => enqueue(db, { workspaceId: s.workspace.id, kind: 'test', payload: { key }, key, runAt: later(before, ms) }))
  await add('due', 0)
  await add('soon', 20_000)
  await add('tomorrow', 24 * HOUR)
  await add('again', 10 * 60_000)
  await transaction((db) => db.update(jobs).set({ attempts: 3 }).where(eq(jobs.key, 'again')).returning())
  expect(await claimJobs(10, 8_000, after)).toEqual([])
  expect(await noticeClock(after)).toBe(HOUR)
  const taken = await claimJobs(10, 8_000, after)
  expect(taken.map((j) => j.payload.key).toSorted()).toEqual(['again', 'due', 'soon'])
  expect(await noticeClock(later(after, 1000))).toBe(0)
})

it('a lease of the former clock is none once a worker that lives has renewed its own', async () => {
  await noticeClock(before)
  await transaction((db) => enqueue(db, { workspaceId: s.workspace.id, kind: 'test', payload: {}, runAt: before }))
  expect(await claimJobs(10, 8_000, before)).toHaveLength(1)
  await noticeClock(after)
  expect(await claimJobs(10, 8_000, later(after, 5_000))).toEqual([])
  await noticeClock(later(after, 10_000))
  expect(await claimJobs(10, 8_000, later(after, 10_000))).toHaveLength(1)
})

it('an hour back holds up no delivery, and small steps change nothing', async () => {
  await noticeClock(before)
  const hook = await createWebhook(s.ana, { form: 'sendseven', url: 'https://program.test/' })
  const add = (seq: number, ms: number) =>
    transaction((db) =>
      db
        .insert(webhookDeliveries)
        .values({ webhookId: hook.id, seq, conversationId: seq, kind: 'k', ref: `r${seq}`, body: '{}', nextAt: later(before, ms) })
        .returning(),
    )
  await add(1, 0)
  await add(2, HOUR)
  expect(await noticeClock(later(before, -30_000))).toBe(0)
  expect(await claimDeliveries(after, 60_000, 10)).toEqual([])
  expect(await noticeClock(after)).toBe(HOUR)
  expect(await claimDeliveries(after, 60_000, 10)).toHaveLength(2)
  const [clock] = await (await reader()).select().from(limits).where(eq(limits.key, 'clock'))
  expect(clock?.until.getTime()).toBe(after.getTime())
})
