/** Is this server able to answer, and to keep what it is told? For load balancers and people; needs no sign-in, so it says nothing private. */
import { sql } from 'drizzle-orm'
import { dialect } from '@/db/columns/dialect'
import { doors, embeddedFile, lastWriteFailure, reader } from '@/db/client'
import { problemOf } from '@/db/problem'
import { workspaces } from '@/db/schema/workspaces'
import { env } from '../env'
import { json } from './answer'

/** How long the database may take, ms. */
const PATIENCE = 2000
/** How long a write that was refused counts, ms: afterwards the trial write alone decides. */
const REMEMBERED = 30_000

type Status = 'ok' | 'unreachable' | 'not-writable'

export async function health(): Promise<Response> {
  const began = performance.now()
  const status = await state()
  const database = { engine: dialect, status, ms: Math.round(performance.now() - began) }
  return json({ status: status === 'ok' ? 'ok' : 'failed', version: env.version, database, time: new Date().toISOString() }, status === 'ok' ? 200 : 503)
}

async function state(): Promise<Status> {
  const reads = await inTime(async () => {
    const db = await reader()
    await db
      .select({ one: sql`1` })
      .from(workspaces)
      .limit(1)
  })
  if (!reads) return 'unreachable'
  if (Date.now() - lastWriteFailure() < REMEMBERED) return 'not-writable'
  // Waiting for another's write is no failure; only a refusal is.
  return (await inTime(probe, true)) ? 'ok' : 'not-writable'
}

let probing: Promise<void> | null = null
/** One trial at a time, however many ask. */
const probe = (): Promise<void> =>
  (probing ??= doors()
    .then((d) => d.probe())
    .finally(() => (probing = null)))

/** Whether the work ends well; `whenLate` when it has not ended within the patience. Its failure is logged when it is a new one. */
async function inTime(work: () => Promise<void>, whenLate = false): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((done) => (timer = setTimeout(done, PATIENCE, whenLate)))
  const done = work().then(
    () => true,
    (e: unknown) => {
      tell(problemOf(e, embeddedFile()))
      return false
    },
  )
  return Promise.race([done, late]).finally(() => clearTimeout(timer))
}

let told: string | null = null
/** A load balancer asks each second: the same sentence once is enough. */
function tell(problem: string | null): void {
  if (problem !== null && problem !== told) console.error(problem)
  told = problem
}
