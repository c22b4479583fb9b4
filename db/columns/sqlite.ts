/** The same vocabulary on SQLite: other storage, the same JavaScript values. */
import * as lite from 'drizzle-orm/sqlite-core'

export const sqliteColumns = {
  table: lite.sqliteTable,
  id: () => lite.integer('id').primaryKey({ autoIncrement: true }),
  long: (name: string) => lite.integer(name),
  int: (name: string) => lite.integer(name),
  text: (name: string) => lite.text(name),
  oneOf: <const V extends readonly [string, ...string[]]>(name: string, values: V) => lite.text(name, { enum: values as unknown as [V[number], ...V[number][]] }),
  bool: (name: string) => lite.integer(name, { mode: 'boolean' }),
  time: (name: string) => lite.integer(name, { mode: 'timestamp_ms' }),
  json: <T>(name: string) => lite.text(name, { mode: 'json' }).$type<T>(),
  index: lite.index,
  uniqueIndex: lite.uniqueIndex,
  primaryKey: lite.primaryKey,
}
