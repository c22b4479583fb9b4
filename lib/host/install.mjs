// Installs packages when those in node_modules are not the ones of package-lock.json.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './place.mjs'
import { Plain } from './run.mjs'

/** Which machine and Node the packages were last fetched for. */
const TRIED = 'node_modules/.parley-installed'

/** `dev`: the development packages are needed too. `quiet`: says nothing when stdout is for a program. */
export async function ensureInstalled({ dev, quiet = false }) {
  if (isInstalled(dev)) return
  if (!quiet) console.log('  Installing the packages of package-lock.json (npm install; once, about a minute)')
  const omit = !dev && process.env.NODE_ENV === 'production' && process.env.npm_config_omit === 'dev' ? ['--omit=dev'] : ['--include=dev']
  // Not `npm ci`, which removes what is there first; `--no-save` takes the locked versions and leaves the lockfile as it is.
  const code = await npm(['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', ...omit], { quiet })
  if (code !== 0) throw new Plain(`The packages could not be installed (npm install ended with ${code}): see above. Is the package registry reachable?`)
  writeFileSync(join(root, TRIED), machine())
}

/** npm leaves a lockfile of what it really installed in node_modules: it must hold every package that ours names. */
function isInstalled(dev) {
  const have = readPackages('node_modules/.package-lock.json')
  const want = readPackages('package-lock.json')
  if (!have || !want) return false
  const isThere = (path, p) => have[path]?.version === p.version && have[path]?.integrity === p.integrity && existsSync(join(root, path))
  const missing = Object.entries(want).filter(([path, p]) => path !== '' && !p.link && (dev || !p.dev) && !isThere(path, p))
  if (missing.some(([, p]) => !p.optional && !p.devOptional)) return false
  // npm leaves out an optional package that does not take this Node: another Node must be asked about once more.
  return !missing.some(([, p]) => isForMachine(p)) || wasTriedHere()
}

/**
 * Whether npm would install an optional package here, whatever its word on Node. `p`: its entry in the lockfile.
 * @param {{ os?: string[], cpu?: string[], libc?: string[] }} p
 * @param {{ os: string, cpu: string, libc: string }} here
 */
export function isForMachine(p, here = { os: process.platform, cpu: process.arch, libc: libc() }) {
  const allows = (list, value) => !list || (!list.includes(`!${value}`) && (list.every((v) => v.startsWith('!')) || list.includes(value)))
  return Boolean(p.os || p.cpu) && allows(p.os, here.os) && allows(p.cpu, here.cpu) && allows(p.libc, here.libc)
}

/** The C library that native packages are built for; none outside Linux. */
function libc() {
  if (process.platform !== 'linux') return 'none'
  return process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'
}

/** What decides which packages npm takes, besides the lockfile. */
const machine = () =>
  `node ${process.version} ${process.platform} ${process.arch} ${libc()} ${createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')}`

function wasTriedHere() {
  const file = join(root, TRIED)
  return existsSync(file) && readFileSync(file, 'utf8') === machine()
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
