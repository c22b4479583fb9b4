/** Many rows at once, for samples and imports: no verbs, no events; the caller keeps everything consistent. */
import { getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { doors } from './client'
import { dialect } from './columns/dialect'
import type { Write } from './doors'
import { prepared } from './prepared'

/** Rows per statement: building costs once per size, and both engines' parameter limits are far away. */
const SIZES = [100, 10, 1] as const

/** Inserts `rows`; every column in `columns` is written (absent: null), so name those that have a default too. */
export async function insertMany<T extends PgTable, K extends keyof T['$inferInsert'] & string>(
  db: Write,
  table: T,
  columns: readonly K[],
  rows: readonly Pick<T['$inferInsert'], K>[],
): Promise<void> {
  const all = getTableColumns(table)
  const name = getTableName(table)
  const takers = columns.map((c) => ({ c, encode: all[c] }))
  let from = 0
  for (const size of SIZES) {
    if (from + size > rows.length) continue
    // Names are made once per statement: making them per row cost as much as the rest together.
    const { statement, slots } = prepared(db, `many:${name}:${size}:${columns.join()}`, (d, key) => {
      const named = Array.from({ length: size }, (_, i) => columns.map((c) => `${c}${i}`))
      const values = named.map((names) => Object.fromEntries(columns.map((c, j) => [c, sql`${sql.placeholder(names[j] ?? '')}`])) as Record<K, SQL>)
      return {
        statement: d
          .insert(table)
          .values(values as never)
          .prepare(key),
        slots: named,
      }
    })
    for (; from + size <= rows.length; from += size) {
      const values: Record<string, unknown> = {}
      for (const [i, names] of slots.entries()) {
        const row = rows[from + i]
        for (const [j, { c, encode }] of takers.entries()) {
          const v = row?.[c]
          values[names[j] ?? ''] = v === null || v === undefined ? null : encode?.mapToDriverValue(v)
        }
      }
      await statement.execute(values)
    }
  }
}

/** Sets `n` ids of a table aside and returns the first. Nobody else will be given them. */
export async function reserveIds(db: Write, table: PgTable, n: number): Promise<number> {
  const name = getTableName(table)
  const d = await doors()
  const one = sql`(select 1) as one`
  if (dialect === 'postgres') {
    const [row] = await db.select({ last: sql<string>`setval(${`${name}_id_seq`}, nextval(${`${name}_id_seq`}) + ${Math.max(n, 1)})` }).from(one)
    return Number(row?.last ?? 0) - Math.max(n, 1)
  }
  const [row] = await db
    .select({ last: sql<number>`max(coalesce((select max(id) from ${table}), 0), coalesce((select seq from sqlite_sequence where name = ${name}), 0))` })
    .from(one)
  const last = Number(row?.last ?? 0)
  await d.raw(`delete from sqlite_sequence where name = '${name}'; insert into sqlite_sequence (name, seq) values ('${name}', ${last + n})`)
  return last + 1
}
