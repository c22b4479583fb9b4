/** Brings the database to the newest schema, with the engine's own folder and drizzle's journal. */
import type Database from 'better-sqlite3'
import type { Client } from 'pg'
import { databaseUrl, dialect } from './columns/dialect'
import { embeddedFile } from './client'
import { makeFolder, makePrivate } from './folder'
import { migrationsFolder, refuseNewer } from './journal'
import { DatabaseProblem, POOLER, problemOf } from './problem'

/**
 * Applies what is missing; safe to run twice and from several processes. Throws DatabaseProblem, whose message is one
 * sentence, for a database that cannot be used: damaged, read-only, newer, out of reach.
 */
export async function migrateDatabase(): Promise<void> {
  try {
    await migrateAny()
  } catch (e) {
    const problem = problemOf(e, embeddedFile())
    throw problem === null || e instanceof DatabaseProblem ? e : new DatabaseProblem(problem, { cause: e })
  }
}

async function migrateAny(): Promise<void> {
  if (dialect === 'postgres') return migratePostgres()
  const file = embeddedFile()
  if (file === null) return migrateLibsql()
  const { statSync } = await import('node:fs')
  const { dirname } = await import('node:path')
  const { drizzle } = await import('drizzle-orm/better-sqlite3')
  const { migrate } = await import('drizzle-orm/better-sqlite3/migrator')
  const { default: Database } = await import('better-sqlite3')
  makeFolder(dirname(file))
  const c = new Database(file, { timeout: 10_000 })
  for (const end of ['', '-wal', '-shm']) makePrivate(`${file}${end}`, 0o600)
  try {
    c.pragma('journal_mode = WAL')
    if (statSync(file).size < LOOK_THROUGH_MAX) lookThrough(c)
    if (c.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get())
      refuseNewer(Number(c.prepare('select max(created_at) from __drizzle_migrations').raw().get()))
    // A table rebuilt inside the migrator's transaction is dropped first: with keys on, its children would cascade away.
    c.pragma('foreign_keys = OFF')
    migrate(drizzle(c), { migrationsFolder: migrationsFolder() })
    const broken = c.pragma('foreign_key_check')
    if (Array.isArray(broken) && broken.length > 0)
      throw new DatabaseProblem(`The database ${file} is damaged (${broken.length} broken references): restore a backup with \`npm run parley -- restore --from FILE\`.`)
    c.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    c.close()
  }
}

/** Bytes up to which every page is looked at before each start: a second or two of reading. */
const LOOK_THROUGH_MAX = 1024 ** 3

/** Writing on into a damaged file makes the damage worse and the last good backup older. */
function lookThrough(c: Database.Database): void {
  const [found] = c.prepare('select quick_check from pragma_quick_check(1)').raw().all().flat()
  if (found !== 'ok') throw Object.assign(new Error(String(found)), { code: 'SQLITE_CORRUPT' })
}

async function migratePostgres(): Promise<void> {
  const { default: pg } = await import('pg')
  const { drizzle } = await import('drizzle-orm/node-postgres')
  const { migrate } = await import('drizzle-orm/node-postgres/migrator')
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const { rows } = await client.query<{ v: string }>("select current_setting('transaction_read_only') as v")
    if (rows[0]?.v === 'on') throw Object.assign(new Error('read-only transaction'), { code: '25006' })
    // Two processes starting at once: the second waits here and then finds nothing to do.
    await client.query('select pg_advisory_lock(7215831)')
    await refusePooler(client, () => new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 }))
    const has = await client.query<{ there: boolean }>("select to_regclass('drizzle.__drizzle_migrations') is not null as there")
    if (has.rows[0]?.there) {
      const last = await client.query<{ at: string | null }>('select max(created_at) as at from drizzle.__drizzle_migrations')
      refuseNewer(Number(last.rows[0]?.at ?? 0))
    }
    await migrate(drizzle(client), { migrationsFolder: migrationsFolder() })
  } finally {
    await client.end()
  }
}

/**
 * A pooler that hands the server's sessions around by transaction keeps neither our prepared statements, nor locks, nor
 * LISTEN. It is found out by taking the session we just used for somebody else's transaction: then ours is another one.
 */
async function refusePooler(client: Client, another: () => Client): Promise<void> {
  const session = async (c: Client) => (await c.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid
  const before = await session(client)
  const other = another()
  await other.connect()
  try {
    await other.query('begin')
    const taken = await session(other)
    if (taken === before || (await session(client)) !== before) throw new DatabaseProblem(POOLER)
  } finally {
    await other.end()
  }
}

async function migrateLibsql(): Promise<void> {
  const { createClient } = await import('@libsql/client')
  const { drizzle } = await import('drizzle-orm/libsql')
  const { migrate } = await import('drizzle-orm/libsql/migrator')
  const at = new URL(databaseUrl)
  const authToken = at.searchParams.get('authToken') ?? undefined
  at.searchParams.delete('authToken')
  const client = createClient({ url: at.toString(), authToken })
  await migrate(drizzle(client), { migrationsFolder: migrationsFolder() })
  client.close()
}
