// Builds what is older than the sources: Next's pages into .next, our own programs into dist.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { root } from './place.mjs'
import { Plain } from './run.mjs'

const PAGES = '.next/parley-build'
const PROGRAMS = 'dist/parley-build'

/** The pages. `hash`: of the sources. `at`: the project's folder. Throws a plain sentence when the build fails. */
export async function ensurePages(hash, at = root) {
  if (isBuilt(join(at, PAGES), hash)) return
  console.log('  Building the pages (once per change of the sources, about half a minute)')
  // Next's cache keeps what a build found out about its tools, failures too: no build begins from another's.
  clear(at)
  const code = await quietly([join(at, 'node_modules/next/dist/bin/next'), 'build'], at)
  if (code !== 0) {
    clear(at)
    throw new Plain('The pages could not be built: see above.')
  }
  squeeze(join(at, '.next/static'))
  mark(join(at, PAGES), hash)
}

/** Removes what `next build` made; `.next/dev` is the running development server's. */
function clear(at) {
  const folder = join(at, '.next')
  for (const name of existsSync(folder) ? readdirSync(folder) : []) if (name !== 'dev') rmSync(join(folder, name), { recursive: true, force: true })
}

/** The server and the command line, each with what is shared between them in common chunks. */
export async function ensureBundle(hash, { quiet = false } = {}) {
  if (isBuilt(join(root, PROGRAMS), hash)) return
  if (!quiet) console.log('  Building the server')
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  const { build } = await import('esbuild')
  // Split: what only one engine or command needs is not loaded by the others.
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      [
        ['server', 'server.ts'],
        ['parley', 'lib/cli/main.ts'],
        ['mail-reader', 'lib/channels/email/reader.ts'],
      ].filter(([, file]) => existsSync(join(root, file))),
    ),
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  })
  mark(join(root, PROGRAMS), hash)
}

// Scripts and styles once more, as small as Brotli makes them: a cold load is a sixth lighter than with gzip on the fly.
function squeeze(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!/\.(js|css)$/.test(name)) continue
    const file = join(folder, name)
    writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file)))
  }
}

function isBuilt(stamp, hash) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash
}

// Written last: a build that was cut short counts for nothing.
function mark(stamp, hash) {
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, hash)
}

/** Runs a Node program and shows what it said only when it fails. */
function quietly(args, cwd) {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said = []
    child.stdout.on('data', (d) => said.push(d))
    child.stderr.on('data', (d) => said.push(d))
    child.on('error', failed)
    child.on('exit', (code) => {
      if (code !== 0) process.stderr.write(Buffer.concat(said))
      done(code ?? 1)
    })
  })
}
