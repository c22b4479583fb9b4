import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { lockDataDir } from './lock'

it('a folder has one server at a time, and the second is told where the first is', () => {
  const dir = mkdtempSync(join(tmpdir(), 'parley lock '))
  try {
    const first = lockDataDir(dir)
    first.announce('http://localhost:1234')
    expect(() => lockDataDir(dir)).toThrow(/already running on DATA_DIR .* at http:\/\/localhost:1234/)
    first.release()
    lockDataDir(dir).release()
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})
