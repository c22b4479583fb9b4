#!/usr/bin/env node
// `npm run parley -- …`: brings what the command line needs, silently, and runs it. Its output is for people and programs.
import './node-version.mjs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBundle } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { root } from './place.mjs'
import { run } from './run.mjs'
import { sourcesHash } from './sources.mjs'

await run(async () => {
  process.chdir(root)
  process.env.PARLEY_ROOT = root
  await ensureInstalled({ dev: false, quiet: true })
  await ensureBundle(sourcesHash(), { quiet: true })
  await import(pathToFileURL(join(root, 'dist/parley.mjs')).href)
})
