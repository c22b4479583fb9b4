/** A DATA_DIR of its own for a test file that keeps uploads. Import it first: settings are read once. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const made = process.env.DATA_DIR ? null : mkdtempSync(join(tmpdir(), 'parley-files-'))
export const dataDir = (process.env.DATA_DIR ??= made ?? '')
afterAll(() => made && rmSync(made, { recursive: true, force: true }))
