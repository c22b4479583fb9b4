// A Chromium that really starts: Playwright's own, the system's, one that Playwright fetches, or Debian's package.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { browsers } from './browser.mjs'
import { root } from './place.mjs'

const FETCH_MS = 240_000

/** The path of its program; null when none is here and none can be installed. `wayOf`: what could bring one, each with what it says. */
export async function ensureBrowser(wayOf = ways()) {
  for (const [says, way] of wayOf) {
    if (says) console.log(`  ${says}`)
    await way()
    for (const path of await browsers()) if (await starts(path)) return path
  }
  return null
}

/** Only what will really be tried. */
function ways() {
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  return [
    [null, async () => {}],
    [
      'Fetching a browser for the tests (playwright install chromium)',
      () => tryTo(process.execPath, [join(root, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium']),
    ],
    ...(isDebianRoot ? [['Installing Debian’s chromium for the tests (apt-get)', aptGet]] : []),
  ]
}

async function aptGet() {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await tryTo('apt-get', ['update', '-qq'], env)
  await tryTo('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], env)
}

/** A program that is there may still lack the system's libraries. */
async function starts(path) {
  const { chromium } = await import('@playwright/test')
  try {
    await (await chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu'], timeout: 20_000 })).close()
    return true
  } catch {
    return false
  }
}

function tryTo(command, args, env = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'ignore'], env: { ...process.env, ...env }, timeout: FETCH_MS })
    child.on('error', () => done(false))
    child.on('exit', (code) => done(code === 0))
  })
}
