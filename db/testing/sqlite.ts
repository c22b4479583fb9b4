/** Each test file gets its own empty SQLite database. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'

const dir = mkdtempSync(join(tmpdir(), 'parley-test-'))
process.env.DATA_DIR = dir
delete process.env.DATABASE_URL

beforeAll(async () => {
  const { migrateDatabase } = await import('../migrate')
  await migrateDatabase()
})
afterAll(async () => {
  const { closeDatabase } = await import('../client')
  await closeDatabase()
  rmSync(dir, { recursive: true, force: true })
})
