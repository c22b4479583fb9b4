/**
 * The one vocabulary in which every table is declared. Postgres types are canonical; the parity check below proves
 * at compile time that the SQLite words yield the same values, which makes the single cast here sound.
 */
import { dialect } from './dialect'
import { postgresColumns } from './postgres'
import { sqliteColumns } from './sqlite'

type Columns = typeof postgresColumns
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Shape<F> = F extends (...a: never[]) => { _: infer C } ? (C extends { data: infer D; notNull: infer N; hasDefault: infer H } ? { d: D; n: N; h: H } : never) : never
type Word = 'id' | 'long' | 'int' | 'text' | 'oneOf' | 'bool' | 'time' | 'json'
type Parity = { [K in Word]: Equal<Shape<Columns[K]>, Shape<(typeof sqliteColumns)[K]>> }
true satisfies Parity[Word]
true satisfies Equal<keyof Columns, keyof typeof sqliteColumns>

const columns = dialect === 'postgres' ? postgresColumns : (sqliteColumns as unknown as Columns)

export const { table, id, long, int, text, oneOf, bool, time, json, index, uniqueIndex, primaryKey } = columns
/** When the row was made. */
export const createdAt = () =>
  time('created_at')
    .notNull()
    .$defaultFn(() => new Date())
