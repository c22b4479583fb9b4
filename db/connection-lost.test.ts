import { sql } from 'drizzle-orm'
import { expect, it, vi } from 'vitest'
import { doors, reader, transaction } from './client'
import { dialect } from './columns/dialect'
import { makeWorkspace } from './factories'
import { workspaces } from './schema/workspaces'

it.runIf(dialect === 'postgres')('a connection lost in the middle of a transaction fails that one and nothing else', async () => {
  await makeWorkspace()
  const lost = transaction(async (db) => {
    const [row] = await db
      .select({ pid: sql<number>`pg_backend_pid()` })
      .from(workspaces)
      .limit(1)
    await (await doors()).raw(`select pg_terminate_backend(${Number(row?.pid)})`)
    // Between two statements nobody waits for an answer: that is when an unheard error would end the process.
    const gone = `do $$ begin if exists (select 1 from pg_stat_activity where pid = ${Number(row?.pid)}) then raise 'it lives'; end if; end $$`
    await vi.waitFor(async () => (await doors()).raw(gone))
    return db.select().from(workspaces)
  })
  await expect(lost).rejects.toThrow(/Failed query|terminat/)
  expect(await (await reader()).select().from(workspaces)).toHaveLength(1)
})
