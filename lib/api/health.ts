/** Is this server able to answer? For load balancers and people; needs no sign-in, so it says nothing private. */
import { sql } from 'drizzle-orm'
import { dialect } from '@/db/columns/dialect'
import { reader } from '@/db/client'
import { workspaces } from '@/db/schema/workspaces'
import { env } from '../env'
import { json } from './answer'

/** How long the database may take, ms. */
const PATIENCE = 2000

export async function health(): Promise<Response> {
  const began = performance.now()
  const isUp = await answers()
  const database = { engine: dialect, status: isUp ? 'ok' : 'unreachable', ms: Math.round(performance.now() - began) }
  return json({ status: isUp ? 'ok' : 'failed', version: env.version, database, time: new Date().toISOString() }, isUp ? 200 : 503)
}

async function answers(): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((done) => (timer = setTimeout(done, PATIENCE, false)))
  const asked = reader()
    .then((db) =>
      db
        .select({ one: sql`1` })
        .from(workspaces)
        .limit(1),
    )
    .then(
      () => true,
      () => false,
    )
  return Promise.race([asked, late]).finally(() => clearTimeout(timer))
}
