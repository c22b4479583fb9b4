/**
 * One server per DATA_DIR: two would each think they alone feed the screens. A lock of the operating system, held by an
 * open SQLite transaction, because it goes away with the process however that ends.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { SettingError } from '@/lib/env'

/** Takes the folder; throws SettingError when another server has it. Returns how to give it back and how to say where we are. */
export function lockDataDir(dataDir: string): { release: () => void; announce: (address: string) => void } {
  mkdirSync(dataDir, { recursive: true })
  const note = join(dataDir, 'server.txt')
  const lock = new Database(join(dataDir, 'server.lock'), { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch {
    lock.close()
    throw new SettingError(`Another Parley is already running on DATA_DIR "${dataDir}"${told(note)}: stop it first, or give this one a DATA_DIR of its own.`)
  }
  return {
    release: () => lock.close(),
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
