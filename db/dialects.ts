/** The few sentences SQL has no common form for. Everything else in the project is engine-neutral. */
import { sql, type SQL } from 'drizzle-orm'
import { dialect } from './columns/dialect'

/** Locks the selected rows until the transaction ends. SQLite has one writer, so there the lock is already held. */
export function forUpdate<Q>(query: Q, options: { skipLocked?: boolean } = {}): Q {
  if (dialect === 'sqlite') return query
  return (query as { for(s: 'update', o: { skipLocked?: boolean }): unknown }).for('update', options) as Q
}

/** Case-insensitive "contains"; `%`, `_` and `\` in the text stand for themselves. */
export function contains(column: SQL.Aliased | SQL | Parameters<typeof sql>[1], text: unknown): SQL {
  return dialect === 'postgres' ? sql`${column} ilike ${text} escape '\\'` : sql`${column} like ${text} escape '\\'`
}

/** The pattern for `contains`. */
export const containsPattern = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`
