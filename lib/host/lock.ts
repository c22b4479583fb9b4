/**
 * One server per DATA_DIR: two would each think they alone feed the screens. A lock of the operating system, held by an
 * open SQLite transaction, because it goes away with the process however that ends.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { makeFolder, makePrivate } from '@/db/folder'
import { SettingError } from '@/lib/env'

/** Takes the folder; throws SettingError when another server has it. Returns how to give it back and how to say where we are. */
export function lockDataDir(dataDir: string): { release: () => void; announce: (address: string) => void } {
  const note = join(dataDir, 'server.txt')
  let lock: Database.Database | undefined
  try {
    makeFolder(dataDir)
    makePrivate(dataDir, 0o700)
    lock = new Database(join(dataDir, 'server.lock'), { timeout: 0 })
    lock.exec('BEGIN EXCLUSIVE')
  } catch (e) {
    lock?.close()
    if (!(e instanceof Error && 'code' in e && e.code === 'SQLITE_BUSY'))
      throw new SettingError(
        `DATA_DIR is "${dataDir}", and nothing can be written there (${e instanceof Error ? e.message : String(e)}): make it a folder that this account may write to.`,
      )
    throw new SettingError(`Another Parley is already running on DATA_DIR "${dataDir}"${told(note)}: stop it first, or give this one a DATA_DIR of its own.`)
  }
  const held = lock
  return {
    release: () => held.close(),
    announce: (address) => writeFileSync(note, `${address} (process ${process.pid})`),
  }
}

function told(note: string): string {
  try {
    return ` at ${readFileSync(note, 'utf8').slice(0, 200)}`
  } catch {
    return ''
  }
}
