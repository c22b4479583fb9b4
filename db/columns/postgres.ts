/** The column vocabulary on Postgres: these types are the canonical ones. */
import * as pg from 'drizzle-orm/pg-core'

export const postgresColumns = {
  table: pg.pgTable,
  /** Primary key, given by the database, rising. */
  id: () => pg.bigserial('id', { mode: 'number' }).primaryKey(),
  /** The id of a row elsewhere, or any whole number up to 2^53. */
  long: (name: string) => pg.bigint(name, { mode: 'number' }),
  int: (name: string) => pg.integer(name),
  text: (name: string) => pg.text(name),
  oneOf: <const V extends readonly [string, ...string[]]>(name: string, values: V) => pg.text(name, { enum: values as unknown as [V[number], ...V[number][]] }),
  bool: (name: string) => pg.boolean(name),
  time: (name: string) => pg.timestamp(name, { withTimezone: true, mode: 'date', precision: 3 }),
  json: <T>(name: string) => pg.jsonb(name).$type<T>(),
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
  primaryKey: pg.primaryKey,
}
