/** Copies of the embedded database: taken while it is in use, looked through, and put back. */
import { chmodSync, closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'

/** Why a copy cannot be taken or put back: one sentence for a person. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
}

const why = (e: unknown) => (e instanceof Error ? e.message : String(e))
const temporary = (file: string) => join(dirname(file), `.parley-${process.pid}-${Date.now()}.part`)
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

/**
 * Writes the whole database as it is at this moment to one new file, and verifies it. Servers may write meanwhile.
 * Returns bytes. Throws BackupError; then there is no file.
 */
export function backupSqlite(file: string, to: string): number {
  if (!existsSync(file)) throw new BackupError(`There is no database at ${file}.`)
  if (existsSync(to)) throw new BackupError(`${to} is already there: name a new file.`)
  const part = temporary(to)
  try {
    const c = new Database(file, { timeout: 10_000 })
    try {
      c.exec(`VACUUM INTO ${quoted(part)}`)
    } finally {
      c.close()
    }
    chmodSync(part, 0o600)
    verifySqlite(part)
    toDisk(part)
    renameSync(part, to)
    return statSync(to).size
  } catch (e) {
    rmSync(part, { force: true })
    throw e instanceof BackupError ? e : new BackupError(`The backup could not be written to ${to}: ${why(e)}.`)
  }
}

/** Looks through a copy: every page, every index, every reference, and that it is ours. Throws BackupError. */
export function verifySqlite(file: string): void {
  let c: Database.Database | undefined
  try {
    c = new Database(file, { timeout: 10_000, readonly: true })
    const said = c.prepare('select integrity_check as v from pragma_integrity_check(1)').raw().get()
    const broken = c.prepare('select count(*) from pragma_foreign_key_check').raw().get()
    const ours = c.prepare("select count(*) from sqlite_master where name in ('__drizzle_migrations', 'conversations')").raw().get()
    if (String(said) !== 'ok') throw new BackupError(`${file} is damaged (${String(said)}).`)
    if (Number(broken) > 0) throw new BackupError(`${file} is damaged (${Number(broken)} broken references).`)
    if (Number(ours) !== 2) throw new BackupError(`${file} is a SQLite database, but not one of Parley's.`)
  } catch (e) {
    throw e instanceof BackupError ? e : new BackupError(`${file} cannot be read as a database: ${why(e)}.`)
  } finally {
    c?.close()
  }
}

/**
 * Puts a verified copy in the database's place. What was there stays beside it under another name, which is returned
 * (null: there was nothing). No server may have the database open. Throws BackupError; then nothing has changed.
 */
export function restoreSqlite(from: string, file: string): string | null {
  if (!existsSync(from)) throw new BackupError(`There is no file ${from}.`)
  const part = temporary(file)
  try {
    copyFileSync(from, part)
    chmodSync(part, 0o600)
    verifySqlite(part)
    toDisk(part)
    const aside = existsSync(file) ? setAside(file) : null
    // A log left beside the old file would be read into the new one.
    for (const rest of ['-wal', '-shm']) rmSync(`${file}${rest}`, { force: true })
    renameSync(part, file)
    return aside
  } catch (e) {
    throw e instanceof BackupError ? e : new BackupError(`The database could not be restored to ${file}: ${why(e)}.`)
  } finally {
    for (const rest of ['', '-wal', '-shm']) rmSync(`${part}${rest}`, { force: true })
  }
}

function setAside(file: string): string {
  const aside = `${file}.before-${new Date().toISOString().replace(/[:.]/g, '-')}`
  // A log that belongs to it goes along: what was committed last is there.
  for (const rest of ['-wal', '-shm']) if (existsSync(`${file}${rest}`)) copyFileSync(`${file}${rest}`, `${aside}${rest}`)
  renameSync(file, aside)
  return aside
}

function toDisk(file: string): void {
  const fd = openSync(file, 'r+')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
