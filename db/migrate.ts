/** Brings the database to the newest schema, with the engine's own folder and drizzle's journal. */
import { resolve } from 'node:path'
import { databaseUrl, dialect } from './columns/dialect'
import { sqliteFile } from './client'

const folder = (name: string) => resolve(process.env.PARLEY_ROOT || process.cwd(), 'db/migrations', name)

/** Applies what is missing; safe to run twice and from several processes. Throws when a reference is broken after. */
export async function migrateDatabase(): Promise<void> {
  if (dialect === 'postgres') return migratePostgres()
  if (/^(libsql|https?|wss?):/.test(databaseUrl)) return migrateLibsql()
  const { mkdirSync } = await import('node:fs')
  const { dirname } = await import('node:path')
  const { drizzle } = await import('drizzle-orm/better-sqlite3')
  const { migrate } = await import('drizzle-orm/better-sqlite3/migrator')
  const { default: Database } = await import('better-sqlite3')
  const file = databaseUrl ? resolve(databaseUrl.replace(/^(file|sqlite):(\/\/)?/, '')) : sqliteFile()
  mkdirSync(dirname(file), { recursive: true })
  const c = new Database(file, { timeout: 10_000 })
  try {
    c.pragma('journal_mode = WAL')
    // A table rebuilt inside the migrator's transaction is dropped first: with keys on, its children would cascade away.
    c.pragma('foreign_keys = OFF')
    migrate(drizzle(c), { migrationsFolder: folder('sqlite') })
    const broken = c.pragma('foreign_key_check')
    if (Array.isArray(broken) && broken.length > 0) throw new Error(`${broken.length} broken references after migration`)
  } finally {
    c.close()
  }
}

async function migratePostgres(): Promise<void> {
  const { default: pg } = await import('pg')
  const { drizzle } = await import('drizzle-orm/node-postgres')
  const { migrate } = await import('drizzle-orm/node-postgres/migrator')
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    // Two processes starting at once: the second waits here and then finds nothing to do.
    await client.query('select pg_advisory_lock(7215831)')
    await migrate(drizzle(client), { migrationsFolder: folder('postgres') })
  } finally {
    await client.end()
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
  await migrate(drizzle(client), { migrationsFolder: folder('sqlite') })
  client.close()
}
