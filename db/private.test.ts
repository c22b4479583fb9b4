import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { lockDataDir } from '@/lib/host/lock'
import { openSqlite } from './sqlite'

const dir = mkdtempSync(join(tmpdir(), 'parley-private-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

it('keeps the database and its folder for their owner, also those that an older version made for all', async () => {
  const old = join(dir, 'old')
  lockDataDir(old).release()
  writeFileSync(join(old, 'parley.db'), '', { mode: 0o644 })
  chmodSync(old, 0o755)
  for (const folder of [old, join(dir, 'new', 'below')]) {
    const lock = lockDataDir(folder)
    const db = await openSqlite(join(folder, 'parley.db'))
    await db.raw('create table x (a); insert into x values (1)')
    expect(modeOf(folder)).toBe('700')
    for (const end of ['', '-wal', '-shm']) if (existsSync(join(folder, `parley.db${end}`))) expect([end, modeOf(join(folder, `parley.db${end}`))]).toEqual([end, '600'])
    await db.close()
    lock.release()
  }
})
