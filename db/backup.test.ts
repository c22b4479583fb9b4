import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BackupError, backupSqlite, restoreSqlite, verifySqlite } from './backup'
import { closeDatabase, embeddedFile, transaction } from './client'
import { dialect } from './columns/dialect'
import { makeScene } from './factories'
import { conversations } from './schema/conversations'

let dir: string
beforeAll(() => void (dir = mkdtempSync(join(tmpdir(), "parley back'up "))))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const count = (file: string, table = 'workspaces') => {
  const c = new Database(file, { readonly: true })
  try {
    return Number(c.prepare(`select count(*) from ${table}`).raw().get())
  } finally {
    c.close()
  }
}

describe.runIf(dialect === 'sqlite')('the embedded database', () => {
  const file = () => embeddedFile() ?? ''

  it('is backed up while it is written to, verified, and put back; what was there stays', async () => {
    await makeScene()
    const to = join(dir, 'one.db')
    const writing = transaction(async (db) => {
      await db.select().from(conversations).limit(1)
      expect(backupSqlite(file(), to)).toBeGreaterThan(4096)
    })
    await writing
    expect(statSync(to).mode & 0o777).toBe(0o600)
    expect(count(to)).toBe(1)
    await makeScene()
    await closeDatabase()
    const target = join(dir, 'target.db')
    copyFileSync(file(), target)
    expect(count(target)).toBe(2)
    const former = restoreSqlite(to, target) ?? ''
    expect([count(target), count(former)]).toEqual([1, 2])
    expect(restoreSqlite(to, join(dir, 'fresh.db'))).toBeNull()
  })

  it('is whole in its one file after a stop', async () => {
    await makeScene()
    await closeDatabase()
    const alone = join(dir, 'alone.db')
    copyFileSync(file(), alone)
    expect(count(alone)).toBe(3)
  })

  it('never overwrites a backup, and says what is no backup', async () => {
    const to = join(dir, 'two.db')
    backupSqlite(file(), to)
    expect(() => backupSqlite(file(), to)).toThrow(/already there/)
    expect(() => backupSqlite(file(), join(dir, 'nowhere', 'x.db'))).toThrow(BackupError)
    expect(() => backupSqlite(join(dir, 'none.db'), join(dir, 'x.db'))).toThrow(/no database/)
    expect(existsSync(join(dir, 'x.db'))).toBe(false)

    const text = join(dir, 'text.db')
    writeFileSync(text, 'These are not the pages you are looking for.'.repeat(500))
    const other = join(dir, 'other.db')
    const foreign = new Database(other)
    foreign.exec('create table t (a)')
    foreign.close()
    const before = count(file())
    expect(() => verifySqlite(text)).toThrow(/cannot be read as a database/)
    expect(() => restoreSqlite(text, file())).toThrow(BackupError)
    expect(() => restoreSqlite(other, file())).toThrow(/not one of Parley/)
    expect(count(file())).toBe(before)
  })
})
