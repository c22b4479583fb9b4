/** Postgres through a pool. Statements longer than 15 s are cut, so a stuck query cannot hold a connection. `tx` may run its function again. */
import { drizzle } from 'drizzle-orm/node-postgres'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import type { Doors, Full, Write } from './doors'
import { DatabaseError } from './trouble'

/** Of two that wait for each other Postgres ends one, undone: it goes again. More than twice means something else is wrong. */
async function retryDeadlock<R>(run: () => Promise<R>): Promise<R> {
  for (let left = 2; ; left--) {
    try {
      return await run()
    } catch (e) {
      const cause = e instanceof Error && e.cause ? e.cause : e
      const code = cause instanceof Error && 'code' in cause ? cause.code : null
      if (left === 0 || (code !== '40P01' && code !== '40001')) throw e
      await new Promise((r) => setTimeout(r, 5 + Math.random() * 45))
    }
  }
}

/**
 * What went wrong first is what the caller hears: a rollback on a connection that is gone fails too, and says nothing. Such a
 * connection never goes back to the pool.
 */
async function inTransactionOf<R>(pool: pg.Pool, fn: (db: Write) => Promise<R>): Promise<R> {
  const client = await pool.connect().catch((e: unknown) => told('the database cannot be reached', e))
  let lost: Error | undefined
  const say = (statement: string) => client.query(statement).catch((e: unknown) => told(`the database did not ${statement}`, e))
  try {
    await say('begin')
    const out = await fn(drizzle(client) as unknown as Write)
    await say('commit')
    return out
  } catch (e) {
    await client.query('rollback').catch((gone: unknown) => (lost = gone instanceof Error ? gone : new Error(String(gone))))
    throw e
  } finally {
    client.release(lost)
  }
}

function told(message: string, cause: unknown): never {
  throw new DatabaseError(message, { cause })
}

export async function openPostgres(url: string, max = 10): Promise<Doors> {
  // Not as parameters of the connection, which PgBouncer refuses.
  const onConnect = async (c: pg.ClientBase) => void (await c.query('set statement_timeout = 15000; set idle_in_transaction_session_timeout = 30000'))
  const pool = new pg.Pool({ connectionString: url, max, connectionTimeoutMillis: 10_000, onConnect })
  // Without a listener a connection the server drops while idle would end the process.
  let closed = false
  pool.on('error', (e) => closed || console.error(`postgres: idle connection lost (${e.message})`))
  // Nor one that it drops in the middle of a transaction: whoever waits there gets the error, and that is enough.
  pool.on('connect', (c) => void c.on('error', () => {}))
  const db = drizzle(pool) as unknown as Full
  return {
    dialect: 'postgres',
    read: db,
    write: async (fn) => await fn(db),
    tx: (fn) => retryDeadlock(() => inTransactionOf(pool, fn)),
    raw: async (s) => void (await pool.query(s)),
    // A transaction's number is given only where writing is allowed, and its commit goes to the log.
    probe: () =>
      retryDeadlock(() =>
        inTransactionOf(pool, async (db) => {
          const [row] = await db.select({ readOnly: sql<string>`current_setting('transaction_read_only')`, at: sql`pg_current_xact_id()` }).from(sql`(select 1) as one`)
          if (row?.readOnly === 'on') throw Object.assign(new Error('cannot write in a read-only transaction'), { code: '25006' })
        }),
      ),
    close: () => {
      closed = true
      return pool.end()
    },
  }
}
