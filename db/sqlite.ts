/** SQLite in this process, through the synchronous driver; one writer, one reader, WAL. */
import { dirname } from 'node:path'
// `better-sqlite3` is npm `libsql` by an alias in package.json: the same interface, built for every Node.
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { Doors, Read, Write } from './doors'
import { makeFolder, makePrivate } from './folder'

/** ms between two times that the log is emptied into the file. */
const FOLD_MS = 60_000

/** First in, first out. A failure in one turn does not poison the next. */
function mutex() {
  let tail: Promise<unknown> = Promise.resolve()
  return <R>(fn: () => Promise<R>): Promise<R> => {
    const run = tail.then(fn, fn)
    tail = run.catch(() => {})
    return run
  }
}

const BUSY = /SQLITE_BUSY|database is locked/
const isBusy = (e: unknown) => e instanceof Error && BUSY.test(`${'code' in e ? String(e.code) : ''} ${e.message}`)

/** Waits for another process's lock without blocking the event loop, as busy_timeout would. Gives up after `forMs`. */
async function retryBusy<R>(fn: () => R, forMs = 10_000): Promise<R> {
  const end = Date.now() + forMs
  for (let wait = 1; ; wait = Math.min(wait * 2, 50)) {
    try {
      return fn()
    } catch (e) {
      if (!isBusy(e) || Date.now() > end) throw e
      await new Promise((r) => setTimeout(r, wait * (0.5 + Math.random())))
    }
  }
}

/**
 * Opens (and makes) the database file.
 * Locks are taken only by exec('BEGIN IMMEDIATE'): after SQLITE_BUSY this driver leaves a prepared statement unreset
 * and every later COMMIT on the connection fails (libsql-client-ts#352).
 */
export async function openSqlite(file: string): Promise<Doors> {
  makeFolder(dirname(file))
  const open = () => {
    const c = new Database(file, { timeout: 5 })
    for (const p of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'cache_size = -32768', 'temp_store = MEMORY']) c.pragma(p)
    return c
  }
  const writer = await retryBusy(open)
  // SQLite gives its log the mode of the file.
  for (const end of ['', '-wal', '-shm']) makePrivate(`${file}${end}`, 0o600)
  const reader = await retryBusy(open)
  reader.pragma('query_only = ON')
  const db = drizzle(writer) as unknown as Write
  const turn = mutex()
  const tx: Doors['tx'] = (fn) =>
    turn(async () => {
      await retryBusy(() => writer.exec('BEGIN IMMEDIATE'))
      try {
        const out = await fn(db)
        await retryBusy(() => writer.exec('COMMIT'))
        return out
      } catch (e) {
        if (writer.inTransaction) writer.exec('ROLLBACK')
        throw e
      }
    })
  // What was written goes from the log into the file itself, so that a copy of the file is not an empty one.
  const fold = () => turn(async () => void writer.pragma('wal_checkpoint(TRUNCATE)')).catch(() => {})
  const folding = setInterval(fold, FOLD_MS)
  folding.unref()
  return {
    dialect: 'sqlite',
    read: drizzle(reader) as unknown as Read,
    tx,
    write: (fn) => tx(async (w) => await fn(w)),
    raw: async (s) => void writer.exec(s),
    // The number is ours to choose and stays the same; writing it goes all the way to the disk.
    probe: () => tx(async () => void writer.pragma(`user_version = ${Number(writer.pragma('user_version', { simple: true }))}`)),
    close: async () => {
      clearInterval(folding)
      reader.close()
      await fold()
      writer.close()
    },
  }
}
