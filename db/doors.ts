/**
 * The three doors to the database, the same on every engine:
 *   read  - selects, outside any transaction (on SQLite a connection that refuses writes)
 *   write - one statement, autocommitted
 *   tx    - several statements; SQLite has one writer, so they queue there
 */
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import type { Dialect } from './columns/dialect'

export type Full = PgDatabase<PgQueryResultHKT, Record<string, never>>
/** What exists on both engines; Postgres-only members are hidden. */
export type Read = Pick<Full, 'select' | 'selectDistinct' | 'with' | '$with' | '$count'>
export type Write = Read & Pick<Full, 'insert' | 'update' | 'delete'>

export interface Doors {
  dialect: Dialect
  read: Read
  write<R>(fn: (db: Write) => PromiseLike<R>): Promise<R>
  tx<R>(fn: (db: Write) => Promise<R>): Promise<R>
  /** Runs raw SQL that has no portable form; only db/ uses it. */
  raw(statement: string): Promise<void>
  /** Whether a write would be kept right now: throws what the driver says when not. Changes nothing that anybody sees. */
  probe(): Promise<void>
  close(): Promise<void>
}
