/** Servers under measure run as processes of their own, bundled like the real one, so that the measuring does not slow them. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'

export type Running = { url: string; child: ChildProcess; stop: () => Promise<void> }

const dir = resolve('node_modules/.cache/parley-bench')

/** Bundles an entry (once per run) and gives the file to run. Beside node_modules, so that packages are found. */
export async function bundle(entry: string): Promise<string> {
  const out = join(dir, `${entry.replaceAll('/', '-')}.mjs`)
  if (existsSync(out)) rmSync(out)
  mkdirSync(dirname(out), { recursive: true })
  await build({ entryPoints: [entry], outfile: out, bundle: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external', logLevel: 'error' })
  return out
}

/** Starts it with these settings and waits (at most 60 s) for the address on its first line. */
export async function start(file: string, env: Record<string, string>, args: string[] = []): Promise<Running> {
  const child = spawn(process.execPath, [...args, file], {
    env: { ...process.env, NODE_ENV: 'production', CHANNELS_ALLOW_PRIVATE: '1', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((ok, no) => {
    const late = setTimeout(() => no(new Error(`${file} said nothing for 5 min`)), 300_000)
    let said = ''
    child.stdout.on('data', (d: Buffer) => {
      said += String(d)
      const found = /https?:\/\/[\w.:[\]-]+/.exec(said)
      if (!found) return
      clearTimeout(late)
      ok(found[0])
    })
    child.once('exit', (code) => no(new Error(`${file} ended with ${code}`)))
  })
  return { url, child, stop: () => new Promise((done) => (child.exitCode === null ? (child.once('exit', () => done()), child.kill('SIGTERM')) : done())) }
}
