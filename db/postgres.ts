/** Postgres through a pool. Statements longer than 15 s are cut, so a stuck query cannot hold a connection. */
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Doors, Full, Write } from './doors'

export async function openPostgres(url: string, max = 10): Promise<Doors> {
  const pool = new pg.Pool({ connectionString: url, max, connectionTimeoutMillis: 10_000, statement_timeout: 15_000, idle_in_transaction_session_timeout: 30_000 })
  // Without a listener a connection the server drops while idle would end the process.
  let closed = false
  pool.on('error', (e) => closed || console.error(`postgres: idle connection lost (${e.message})`))
  const db = drizzle(pool) as unknown as Full
  return {
    dialect: 'postgres',
    read: db,
    write: async (fn) => await fn(db),
    tx: (fn) => db.transaction((t) => fn(t as unknown as Write)),
    raw: async (s) => void (await pool.query(s)),
    close: () => {
      closed = true
      return pool.end()
    },
  }
}
