import { defineConfig } from 'drizzle-kit'

// The schema chooses its engine from DATABASE_URL, so one run generates one folder: `npm run check` does both.
const postgres = (process.env.DATABASE_URL ?? '').startsWith('postgres')
export default defineConfig({
  dialect: postgres ? 'postgresql' : 'sqlite',
  schema: './db/schema/index.ts',
  out: postgres ? './db/migrations/postgres' : './db/migrations/sqlite',
})
