#!/usr/bin/env node
// `npm run check`: everything that can be known without running the product. Says each finding; ends with 1 when there is one.
import './node-version.mjs'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { call } from './call.mjs'
import { directionProblems } from './direction.mjs'
import { ensureInstalled } from './install.mjs'
import { root } from './place.mjs'
import { run } from './run.mjs'
import { wordProblems } from './words.mjs'

const tool = (path, ...args) => call([join('node_modules', path), ...args])
const listed = (problems) => {
  for (const p of problems) console.log(`  ${p}`)
  return problems.length
}

const CHECKS = [
  ['types', () => tool('typescript/bin/tsc', '--noEmit')],
  ['lint', () => tool('oxlint/bin/oxlint', '--deny-warnings', '--format=unix')],
  ['format', () => tool('oxfmt/bin/oxfmt', '--list-different', '.')],
  ['direction', () => listed(directionProblems())],
  ['words', () => listed(wordProblems())],
  ['dead code', () => tool('knip/bin/knip.js', '--no-progress', '--no-config-hints')],
  ['migrations', staleMigrations],
]

async function check() {
  process.chdir(root)
  await ensureInstalled({ dev: true })
  const wanted = process.argv.slice(2)
  const bad = []
  for (const [name, look] of CHECKS) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    const began = performance.now()
    const ok = (await look()) === 0
    console.log(`${ok ? 'ok ' : 'BAD'} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
    if (!ok) bad.push(name)
  }
  console.log(bad.length === 0 ? 'All is well.' : `Not well: ${bad.join(', ')}.`)
  process.exitCode = bad.length > 0 ? 1 : 0
}

/** Generating on a copy of the migrations must add nothing, for either engine. */
async function staleMigrations() {
  let stale = 0
  for (const [folder, dialect, url] of [
    ['sqlite', 'sqlite', ''],
    ['postgres', 'postgresql', 'postgres://x/x'],
  ]) {
    const copy = mkdtempSync(join(tmpdir(), 'parley-migrations-'))
    cpSync(join(root, 'db/migrations', folder), copy, { recursive: true })
    const count = () => readdirSync(copy).length
    const before = count()
    const code = await call(
      ['node_modules/drizzle-kit/bin.cjs', 'generate', `--dialect=${dialect}`, '--schema=./db/schema/index.ts', `--out=${copy}`],
      { DATABASE_URL: url },
      root,
      true,
    )
    if (code !== 0 || count() !== before) {
      console.log(`  db/migrations/${folder} is behind the schema: run drizzle-kit generate for both engines (see CONTRIBUTING.md)`)
      stale++
    }
    rmSync(copy, { recursive: true, force: true })
  }
  return stale
}

await run(check)
