import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { ensurePages } from './build.mjs'
import { isForMachine } from './install.mjs'
import { nodeProblem } from './node-version.mjs'

type Locked = { optionalDependencies?: Record<string, string>; os?: string[]; cpu?: string[]; libc?: string[]; engines?: { node?: string } }
const { packages }: { packages: Record<string, Locked> } = JSON.parse(readFileSync('package-lock.json', 'utf8'))

describe('the versions of Node', () => {
  it.each(['20.19.0', '20.20.2', '22.12.0', '22.23.3', '24.0.0', '24.21.0', '26.1.0'])('%s runs it', (version) => {
    expect(nodeProblem(version)).toBeNull()
  })
  it.each(['18.20.8', '20.9.0', '20.18.3', '21.7.3', '22.0.0', '22.11.0', '23.11.1'])('%s is told in one sentence', (version) => {
    expect(nodeProblem(version)).toMatch(
      /^Parley needs Node 20\.19 or newer, 22\.12 or newer, or 24, and this is Node [\d.]+\. Get one from https:\/\/nodejs\.org and run this again\.$/,
    )
  })
  it('are the same in package.json and README', () => {
    expect(packages['']?.engines?.node).toBe('^20.19.0 || ^22.12.0 || >=24')
    expect(readFileSync('README.md', 'utf8')).toContain('20 from 20.19 on, 22 from 22.12 on, or 24 and newer')
  })
})

describe('packages', () => {
  it('for every platform are in the lockfile, so that npm ci takes it anywhere', () => {
    const missing = Object.entries(packages).flatMap(([path, p]) =>
      Object.keys(p.optionalDependencies ?? {}).filter((name) => {
        for (let at = path; ; at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))) {
          if (packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return false
          if (at === '') return true
        }
      }),
    )
    expect(missing).toEqual([])
  })

  it('of this machine are told from those of others', () => {
    const here = { os: 'linux', cpu: 'x64', libc: 'glibc' }
    const of = (name: string) => isForMachine(packages[`node_modules/${name}`] ?? {}, here)
    expect(of('@next/swc-linux-x64-gnu')).toBe(true)
    expect(of('@tailwindcss/oxide-linux-x64-gnu')).toBe(true)
    expect(of('@next/swc-linux-x64-musl')).toBe(false)
    expect(of('@next/swc-darwin-arm64')).toBe(false)
    expect(of('@tailwindcss/oxide-win32-x64-msvc')).toBe(false)
    expect(isForMachine({ os: ['!win32'], cpu: ['x64'] }, here)).toBe(true)
    expect(isForMachine({}, here)).toBe(false)
  })
})

it('a build that fails leaves nothing behind for the next one, and does not touch the development server', async () => {
  const at = mkdtempSync(join(tmpdir(), 'parley-build-'))
  vi.spyOn(console, 'log').mockImplementation(() => {})
  try {
    const put = (file: string, text: string) => (mkdirSync(join(at, file, '..'), { recursive: true }), writeFileSync(join(at, file), text))
    put('.next/dev/server', 'running')
    put('.next/cache/before', 'a failure of another Node')
    put('package.json', '{"type":"commonjs"}')
    const next = (code: number) => `const fs = require('fs')
      if (fs.existsSync('.next/cache')) process.exit(3)
      fs.mkdirSync('.next/cache', { recursive: true }); fs.mkdirSync('.next/static'); process.exit(${code})`
    put('node_modules/next/dist/bin/next', next(1))
    await expect(ensurePages('one', at)).rejects.toThrow('could not be built')
    expect(existsSync(join(at, '.next/cache'))).toBe(false)
    expect(existsSync(join(at, '.next/dev/server'))).toBe(true)
    put('node_modules/next/dist/bin/next', next(0))
    await ensurePages('one', at)
    expect(existsSync(join(at, '.next/static'))).toBe(true)
  } finally {
    rmSync(at, { recursive: true, force: true })
    vi.restoreAllMocks()
  }
})
