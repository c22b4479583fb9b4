/** Where the database's schema stands against the migrations of this version. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { sql } from 'drizzle-orm'
import { reader } from '@/db/client'
import { dialect } from '@/db/columns/dialect'

type Journal = { entries: { when: number; tag: string }[] }

/** `applied` of `known` migrations; `newest` names the last one known. Throws when there is no schema at all. */
export async function schemaState(): Promise<{ applied: number; known: number; newest: string }> {
  const file = resolve(process.env.PARLEY_ROOT || process.cwd(), 'db/migrations', dialect, 'meta/_journal.json')
  const { entries } = JSON.parse(readFileSync(file, 'utf8')) as Journal
  const made = dialect === 'postgres' ? sql`drizzle.__drizzle_migrations` : sql`__drizzle_migrations`
  const [row] = await (await reader()).select({ n: sql<string | number>`count(*)` }).from(made)
  return { applied: Number(row?.n ?? 0), known: entries.length, newest: entries.at(-1)?.tag ?? 'nothing' }
}
