import { spawn } from 'node:child_process'
import { eq } from 'drizzle-orm'
import { expect, it, vi } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { jobs } from '@/db/schema/events'
import { enqueue } from '@/lib/domain/jobs/enqueue'
import { startWorker } from './worker'

/** Another process that takes the job, says so, and never ends it. */
const CHILD = `
const { startWorker } = await import('./lib/jobs/worker.ts')
const run = () => { console.log('at work'); return new Promise(() => {}) }
startWorker({ handlers: { test: { attempts: 3, timeoutMs: 60_000, run } }, leaseMs: 2_000 })
setInterval(() => {}, 1_000)
`

it('a worker killed in the middle of a job: another process does it again after the lease, once', { timeout: 60_000 }, async () => {
  const s = await makeScene()
  await transaction((db) => enqueue(db, { workspaceId: s.workspace.id, kind: 'test', payload: {}, runAt: new Date() }))
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', CHILD], { env: process.env, stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise<void>((ok, no) => {
    child.stdout.once('data', () => ok())
    child.once('exit', (code) => no(new Error(`the other process ended with ${code}`)))
  })
  const job = async () => (await (await reader()).select().from(jobs).where(eq(jobs.workspaceId, s.workspace.id)))[0]
  const first = (await job())?.leaseUntil?.getTime() ?? 0
  // It lives, so it keeps the job beyond its first lease.
  await vi.waitFor(async () => expect((await job())?.leaseUntil?.getTime()).toBeGreaterThan(first), { timeout: 20_000 })
  let runs = 0
  const worker = startWorker({ pollMs: 50, handlers: { test: { attempts: 3, timeoutMs: 5_000, run: async () => void runs++ } } })
  child.kill('SIGKILL')
  await vi.waitFor(async () => expect(await job()).toBeUndefined(), { timeout: 20_000 })
  await worker.stop()
  expect(runs).toBe(1)
})
