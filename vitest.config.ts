import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const alias = { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') }
const both = [
  'lib/domain/**/*.test.ts',
  'lib/jobs/**/*.test.ts',
  'lib/api/**/*.test.ts',
  'lib/auth/**/*.test.ts',
  'lib/realtime/**/*.test.ts',
  'db/**/*.test.ts',
  'lib/cli/commands/**/*.test.ts',
]

// What touches the database runs twice, once per engine; the rest once.
export default defineConfig({
  resolve: { alias },
  test: {
    // Two cores are enough for four files, most of whose time is waiting for the database.
    maxWorkers: 4,
    // Providers and mail servers are played on loopback.
    env: { CHANNELS_ALLOW_PRIVATE: '1' },
    testTimeout: 30_000,
    retry: 0,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'sqlite', include: both, setupFiles: ['db/testing/sqlite.ts'] } },
      { extends: true, test: { name: 'postgres', include: both, globalSetup: ['db/testing/postgres-server.ts'], setupFiles: ['db/testing/postgres.ts'] } },
      { extends: true, test: { name: 'unit', include: ['lib/**/*.test.ts', 'components/**/*.test.ts'], exclude: [...both, '**/node_modules/**'] } },
    ],
  },
})
