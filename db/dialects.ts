/** The few sentences SQL has no common form for. Everything else in the project is engine-neutral. */
import { sql, type SQL } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { dialect } from './columns/dialect'
import type { Write } from './doors'

/**
 * Locks the selected rows of one table until the transaction ends. SQLite has one writer: there the lock is already held.
 * Rows that refer to a locked one may still be written (or two writers would wait for each other in a ring), unless it is
 * `toDelete`.
 */
export function lockRows<Q extends { for(strength: 'update' | 'no key update', options: { of: PgTable }): unknown }>(
  query: Q,
  of: PgTable,
  { toDelete = false } = {},
): Q {
  if (dialect === 'postgres') query.for(toDelete ? 'update' : 'no key update', { of })
  return query
}

/** The same, passing over rows that somebody else has locked: how several workers share one queue. */
export function lockFreeRows<Q extends { for(strength: 'update', options: { skipLocked: true }): unknown }>(query: Q): Q {
  if (dialect === 'postgres') query.for('update', { skipLocked: true })
  return query
}

/** The pattern of "contains" for like: `%`, `_` and `\` in the text stand for themselves. */
export const containsPattern = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** Holds a name until the transaction ends: who else asks for it waits. SQLite has one writer: there everything is held already. */
export async function lockName(db: Write, name: string): Promise<void> {
  if (dialect === 'postgres') await db.select({ held: sql`pg_advisory_xact_lock(hashtextextended(${name}, 0))` }).from(sql`(select 1) as one`)
}

/** "One of these ids" with one placeholder for all of them, so that the statement stays the same however many there are. */
export const among = (column: PgColumn, name: string): SQL =>
  dialect === 'postgres' ? sql`${column} = any(${sql.placeholder(name)}::bigint[])` : sql`${column} in (select value from json_each(${sql.placeholder(name)}))`

/** The value for `among`'s placeholder. */
export const amongIds = (ids: readonly number[]): unknown => (dialect === 'postgres' ? [...ids] : JSON.stringify(ids))

/** A JSON column with one text in it replaced, where there is one. `path` in plain words. */
export const textReplaced = (column: PgColumn | SQL, path: readonly string[], text: string): SQL =>
  dialect === 'postgres'
    ? sql`jsonb_set(${column}, ${`{${path.join(',')}}`}::text[], to_jsonb(${text}::text), false)`
    : sql`json_replace(${column}, ${`$.${path.join('.')}`}, ${text})`

/** A number that stands in a JSON column under this name; null where there is none. */
export const numberIn = (column: PgColumn, name: string): SQL =>
  dialect === 'postgres' ? sql`(${column}->>${name}::text)::bigint` : sql`json_extract(${column}, ${`$.${name}`})`

type Path = readonly string[]
const sqlitePath = (path: Path) => `$.${path.join('.')}`
const postgresPath = (path: Path) => `{${path.join(',')}}`

/** A JSON column without what stands under these paths (plain words). */
export const withoutPaths = (column: PgColumn, paths: readonly Path[]): SQL =>
  dialect === 'postgres'
    ? paths.reduce((at, path) => sql`${at} #- ${postgresPath(path)}::text[]`, sql`${column}`)
    : sql`json_remove(${column}, ${sql.join(
        paths.map((path) => sql`${sqlitePath(path)}`),
        sql`, `,
      )})`

/** Whether anything stands under one of these paths. */
export const hasPath = (column: PgColumn, paths: readonly Path[]): SQL =>
  sql`(${sql.join(
    paths.map((path) =>
      dialect === 'postgres' ? sql`${column} #> ${postgresPath(path)}::text[] is not null` : sql`json_type(${column}, ${sqlitePath(path)}) is not null`,
    ),
    sql` or `,
  )})`
