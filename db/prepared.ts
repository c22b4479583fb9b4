/**
 * Building a query costs more than running it. `prepared` builds it once per database handle and key; on Postgres a
 * transaction is its own handle, so there it is built once per transaction.
 */
import { createHash } from 'node:crypto'
import { getTableColumns, type SQL, sql, type Table } from 'drizzle-orm'
import type { Read } from './doors'

const made = new WeakMap<Read, Map<string, unknown>>()
const names = new Map<string, string>()

/** Postgres refuses one name for two texts on a connection and cuts names at 63 bytes, so the key is hashed. */
function nameOf(key: string): string {
  let name = names.get(key)
  if (!name) names.set(key, (name = `q_${createHash('sha256').update(key).digest('hex').slice(0, 16)}`))
  return name
}

/** `key` names the query's shape: the same key must always build the same query. Values go in as placeholders. */
export function prepared<Db extends Read, Q>(db: Db, key: string, build: (db: Db, name: string) => Q): Q {
  let map = made.get(db)
  if (!map) made.set(db, (map = new Map()))
  let query = map.get(key) as Q | undefined
  if (query === undefined) map.set(key, (query = build(db, nameOf(key))))
  return query
}

/**
 * Placeholders for these columns, for `.values()` or `.set()` of a prepared statement; give their values with `bind`.
 * Drizzle's own would run a column's encoder on null and throw.
 */
export const slots = <K extends string>(names: readonly K[]): Record<K, SQL> => Object.fromEntries(names.map((n) => [n, sql`${sql.placeholder(n)}`])) as Record<K, SQL>

/** Values as the driver takes them, by column; absent ones are null. */
export function bind<T extends Table>(table: T, names: readonly (keyof T['$inferInsert'] & string)[], values: Partial<T['$inferInsert']>): Record<string, unknown> {
  const columns = getTableColumns(table)
  return Object.fromEntries(
    names.map((n) => {
      const v = values[n]
      return [n, v === null || v === undefined ? null : columns[n]?.mapToDriverValue(v)]
    }),
  )
}
