// The steps from a clone to a running server, on bare Node: each says what it does, and does nothing when it is done.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBundle, ensurePages } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { endWithParent } from './parent.mjs'
import { root } from './place.mjs'
import { sourcesHash } from './sources.mjs'

/** Installs, builds and serves. The server runs in this very process. */
export async function start() {
  process.chdir(root)
  if (process.env.npm_lifecycle_event) endWithParent()
  Object.assign(process.env, { PARLEY_ROOT: root, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' })
  await ensureInstalled({ dev: false })
  const hash = sourcesHash()
  await ensurePages(hash)
  await ensureBundle(hash)
  await import(pathToFileURL(join(root, 'dist/server.mjs')).href)
}

/** Serves from the sources and reloads. */
export async function dev() {
  process.chdir(root)
  if (process.env.npm_lifecycle_event) endWithParent()
  await ensureInstalled({ dev: true })
  const env = { ...process.env, PARLEY_ROOT: root, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' }
  const child = spawn(process.execPath, ['--import', 'tsx', 'server.ts', '--dev'], { cwd: root, env, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}
