/** The migrations this version knows, and what a database says of those it has. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { dialect } from './columns/dialect'
import { DatabaseProblem } from './problem'

const journal = z.object({ entries: z.array(z.object({ when: z.number(), tag: z.string() })) })

export const migrationsFolder = () => resolve(process.env.PARLEY_ROOT || process.cwd(), 'db/migrations', dialect)

/** Oldest first. `when`: unix ms, as the database keeps it of each that was applied. */
export const knownMigrations = () => journal.parse(JSON.parse(readFileSync(resolve(migrationsFolder(), 'meta/_journal.json'), 'utf8'))).entries

/** Throws DatabaseProblem when a newer version was here before: this one would write what that one cannot read. `newest`: unix ms of the last applied migration. */
export function refuseNewer(newest: number): void {
  const known = knownMigrations().at(-1)
  if (newest > (known?.when ?? 0))
    throw new DatabaseProblem(
      `The database was made by a newer Parley (its schema is of ${new Date(newest).toISOString().slice(0, 16)}, this one knows ${known?.tag ?? 'none'}): start that version, or restore a backup from before.`,
    )
}
