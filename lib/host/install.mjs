// Installs packages when those in node_modules are not the ones of package-lock.json.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './place.mjs'
import { Plain } from './run.mjs'

/** `dev`: the development packages are needed too. `quiet`: says nothing when stdout is for a program. */
export async function ensureInstalled({ dev, quiet = false }) {
  if (isInstalled(dev)) return
  if (!quiet) console.log('  Installing the packages of package-lock.json (npm install; once, about a minute)')
  const omit = !dev && process.env.NODE_ENV === 'production' && process.env.npm_config_omit === 'dev' ? ['--omit=dev'] : ['--include=dev']
  // Not `npm ci`: it refuses a lockfile that names no other platform's optional packages, which is what npm writes where a
  // registry does not carry them. `--no-save` takes the locked versions and leaves the lockfile as it is.
  const code = await npm(['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', ...omit], { quiet })
  if (code !== 0) throw new Plain(`The packages could not be installed (npm install ended with ${code}): see above. Is the package registry reachable?`)
}

/** npm leaves a lockfile of what it really installed in node_modules: it must hold every package that ours names. */
function isInstalled(dev) {
  const have = readPackages('node_modules/.package-lock.json')
  const want = readPackages('package-lock.json')
  if (!have || !want) return false
  for (const [path, p] of Object.entries(want)) {
    if (path === '' || p.link || p.optional || p.devOptional || (p.dev && !dev)) continue
    if (have[path]?.version !== p.version || have[path]?.integrity !== p.integrity || !existsSync(join(root, path))) return false
  }
  return true
}

function readPackages(file) {
  const path = join(root, file)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : null
}

/** Runs npm, the one we were started by if any. Answers its exit code. */
export function npm(args, options = {}) {
  const own = process.env.npm_execpath
  const [command, first] = own && /npm-cli\.c?js$/.test(own) ? [process.execPath, [own]] : ['npm', []]
  // Our own NODE_ENV and npm's settings of the outer script must not decide what is installed.
  const env = { ...process.env }
  delete env.NODE_ENV
  return new Promise((done, failed) => {
    const child = spawn(command, [...first, ...args], {
      cwd: root,
      stdio: ['ignore', options.quiet ? 'ignore' : 'inherit', 'inherit'],
      env,
      shell: command === 'npm' && process.platform === 'win32',
    })
    child.on('error', (e) => failed(new Plain(`npm could not be run (${e.message}). It comes with Node: https://nodejs.org`)))
    child.on('exit', (code) => done(code ?? 1))
  })
}
