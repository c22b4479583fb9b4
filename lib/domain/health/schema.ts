/** Where the database's schema stands against the migrations of this version. */
import { sql } from 'drizzle-orm'
import { reader } from '@/db/client'
import { dialect } from '@/db/columns/dialect'
import { knownMigrations } from '@/db/journal'

/**
 * `applied` of `known` migrations; `newest` names the last one known; `isNewer`: the database has one of a version after
 * this. Throws when there is no schema at all.
 */
export async function schemaState(): Promise<{ applied: number; known: number; newest: string; isNewer: boolean }> {
  const entries = knownMigrations()
  const last = entries.at(-1)
  const made = dialect === 'postgres' ? sql`drizzle.__drizzle_migrations` : sql`__drizzle_migrations`
  const [row] = await (await reader()).select({ n: sql<string | number>`count(*)`, at: sql<string | number>`coalesce(max(created_at), 0)` }).from(made)
  return { applied: Number(row?.n ?? 0), known: entries.length, newest: last?.tag ?? 'nothing', isNewer: Number(row?.at ?? 0) > (last?.when ?? 0) }
}
