import { sql } from 'drizzle-orm'
import { expect, it, vi } from 'vitest'
import { doors, reader, transaction } from './client'
import { dialect } from './columns/dialect'
import type { Read } from './doors'
import { makeWorkspace } from './factories'
import { workspaces } from './schema/workspaces'
import { causeOf, isDatabaseAway } from './trouble'

const raw = async (statement: string) => (await doors()).raw(statement)

async function pidOf(db: Read): Promise<number> {
  const [row] = await db
    .select({ pid: sql<number>`pg_backend_pid()` })
    .from(workspaces)
    .limit(1)
  return Number(row?.pid)
}

/** Ends a connection; `seen`: between two statements nobody waits for an answer, which is when an unheard error would end the process. */
async function cut(pid: number, { seen = true } = {}): Promise<void> {
  await raw(`select pg_terminate_backend(${pid})`)
  const gone = `do $$ begin if exists (select 1 from pg_stat_activity where pid = ${pid}) then raise 'it lives'; end if; end $$`
  if (seen) await vi.waitFor(() => raw(gone))
}
const thrown = (p: Promise<unknown>) =>
  p.then(
    () => null,
    (e: unknown) => e,
  )

it.runIf(dialect === 'postgres')('a connection lost in the middle of a transaction fails that one and nothing else, and says why', async () => {
  await makeWorkspace()
  const e = await thrown(
    transaction(async (db) => {
      await cut(await pidOf(db))
      return db.select().from(workspaces)
    }),
  )
  expect(isDatabaseAway(e)).toBe(true)
  expect(causeOf(e)).not.toContain('rollback')
  expect(await (await reader()).select().from(workspaces)).toHaveLength(1)
})

it.runIf(dialect === 'postgres')('cut before the commit: it is away, and nothing of it is there', async () => {
  const e = await thrown(
    transaction(async (db) => {
      await db.insert(workspaces).values({ name: 'Never' })
      await cut(await pidOf(db))
    }),
  )
  expect(isDatabaseAway(e)).toBe(true)
  expect((await (await reader()).select().from(workspaces)).map((w) => w.name)).not.toContain('Never')
})

it.runIf(dialect === 'postgres')('what our own work throws on a connection that is gone is what is heard', async () => {
  const own = new Error('our own')
  const e = await thrown(
    transaction(async (db) => {
      await cut(await pidOf(db))
      throw own
    }),
  )
  expect(e).toBe(own)
})

it.runIf(dialect === 'postgres')('connections that are cut again and again leave room for others', { timeout: 60_000 }, async () => {
  for (let n = 0; n < 30; n++)
    await thrown(
      transaction(async (db) => {
        await cut(await pidOf(db), { seen: n % 3 > 0 })
        await db.select().from(workspaces)
      }),
    )
  // Twelve at once: more than the pool has, so every place of it works.
  const all = await Promise.all(Array.from({ length: 12 }, () => transaction((db) => db.select({ id: workspaces.id }).from(workspaces).limit(1))))
  expect(all).toHaveLength(12)
})
