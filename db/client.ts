/**
 * The one database of this process. It lives on globalThis because the server's own bundle and each of Next's hold
 * their own copy of this module: two SQLite writers in one process would lose each other's turn.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { resolve } from 'node:path'
import { databaseUrl, dialect } from './columns/dialect'
import type { Doors, Read, Write } from './doors'
import { isWriteFailure } from './problem'

declare global {
  var parleyDoors: Promise<Doors> | undefined
  var parleyOpenDoors: Doors | undefined
  var parleyWriteFailure: number | undefined
  var parleyTx: AsyncLocalStorage<Write> | undefined
  var parleyAfterCommit: AsyncLocalStorage<(() => void)[]> | undefined
}

/** The SQLite file used when no DATABASE_URL is set. */
export const sqliteFile = () => resolve(process.env.DATA_DIR || './data', 'parley.db')

/** The file of the database when it is one on this machine; null when a server keeps it. */
export function embeddedFile(): string | null {
  if (dialect === 'postgres' || /^(libsql|https?|wss?):/.test(databaseUrl)) return null
  return databaseUrl ? resolve(databaseUrl.replace(/^(file|sqlite):(\/\/)?/, '')) : sqliteFile()
}

async function open(): Promise<Doors> {
  if (dialect === 'postgres') return (await import('./postgres')).openPostgres(databaseUrl)
  const file = embeddedFile()
  return file === null ? (await import('./libsql')).openLibsql(databaseUrl) : (await import('./sqlite')).openSqlite(file)
}

/** Opens the database once; a failed opening is tried again by the next caller. */
export function doors(): Promise<Doors> {
  globalThis.parleyDoors ??= open().then(
    (d) => (globalThis.parleyOpenDoors = d),
    (e) => {
      globalThis.parleyDoors = undefined
      throw e
    },
  )
  return globalThis.parleyDoors
}

const current = (globalThis.parleyTx ??= new AsyncLocalStorage<Write>())
const after = (globalThis.parleyAfterCommit ??= new AsyncLocalStorage<(() => void)[]>())

/** The reading door, or the open transaction's when called inside one (so that it sees its own writes). */
export async function reader(): Promise<Read> {
  return current.getStore() ?? (globalThis.parleyOpenDoors ?? (await doors())).read
}

/** True inside `transaction`. */
export const inTransaction = () => current.getStore() !== undefined

/** Runs `fn` in a transaction; inside another it joins that one, so nothing commits before the outermost does. */
export async function transaction<R>(fn: (db: Write) => Promise<R>): Promise<R> {
  const outer = current.getStore()
  if (outer) return fn(outer)
  const d = globalThis.parleyOpenDoors ?? (await doors())
  const waiting: (() => void)[] = []
  const result = await remembered(() =>
    d.tx((db) => {
      // A transaction that was undone and runs again tells only of what it then did.
      waiting.length = 0
      return current.run(db, () => after.run(waiting, () => fn(db)))
    }),
  )
  for (const tell of waiting) tell()
  return result
}

/** Unix ms of the last write that the storage refused, until one was kept again; 0: none. On globalThis for the same reason as the doors. */
export const lastWriteFailure = (): number => globalThis.parleyWriteFailure ?? 0

async function remembered<R>(write: () => Promise<R>): Promise<R> {
  try {
    const out = await write()
    globalThis.parleyWriteFailure = 0
    return out
  } catch (e) {
    if (isWriteFailure(e)) globalThis.parleyWriteFailure = Date.now()
    throw e
  }
}

/** Runs `tell` once the outermost transaction has committed, outside of it; at once when there is none. It must not throw. */
export function afterCommit(tell: () => void): void {
  const waiting = inTransaction() ? after.getStore() : undefined
  if (waiting) waiting.push(tell)
  else tell()
}

/** Closes the database, at the end of the process or of a test file. */
export async function closeDatabase(): Promise<void> {
  const d = globalThis.parleyOpenDoors
  globalThis.parleyDoors = globalThis.parleyOpenDoors = undefined
  await d?.close()
}
