/**
 * Building a query costs more than running it. `prepared` builds it once per database handle and key; on Postgres a
 * transaction is its own handle, so there it is built once per transaction.
 */
import type { Read } from './doors'

const made = new WeakMap<Read, Map<string, unknown>>()

/** `key` names the query's shape: the same key must always build the same query. Values go in as placeholders. */
export function prepared<Db extends Read, Q>(db: Db, key: string, build: (db: Db) => Q): Q {
  let map = made.get(db)
  if (!map) made.set(db, (map = new Map()))
  let query = map.get(key) as Q | undefined
  if (query === undefined) map.set(key, (query = build(db)))
  return query
}
