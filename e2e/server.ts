/** The built server on a free port with a folder of its own, for one worker's tests. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

export type Server = {
  /** `http://localhost:12345` */
  url: string
  /** The demo people's password. */
  password: string
  dataDir: string
  pid: number
  /** Everything it has said so far. */
  log(): string
  /** SIGTERM by default; answers when it is gone. The data stays until `close`. */
  stop(signal?: NodeJS.Signals): Promise<void>
  /** The same port and data again. `main`: what Node runs, our own server unless said otherwise. */
  restart(main?: readonly string[]): Promise<void>
  close(): Promise<void>
}

/** Next without our server before it, as on hosts that run `next start`. */
export const NEXT_ALONE = ['node_modules/next/dist/bin/next', 'start'] as const

const freePort = () =>
  new Promise<number>((ok, no) => {
    const s = createServer().once('error', no)
    s.listen(0, '127.0.0.1', () => {
      const at = s.address()
      s.close(() => (at && typeof at === 'object' ? ok(at.port) : no(new Error('no port'))))
    })
  })

/** Starts it and waits until it is healthy. Throws with what it said when it does not come up within 30 s. */
export async function startServer(more: Record<string, string> = {}): Promise<Server> {
  const port = await freePort()
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-e2e-'))
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    PARLEY_ROOT: root,
    NEXT_TELEMETRY_DISABLED: '1',
    // The demo's customers speak only when a test makes them.
    DEMO_CUSTOMERS: '0',
    // Providers and mail servers are played on loopback.
    CHANNELS_ALLOW_PRIVATE: '1',
  }
  // The developer's own settings are not the tests'.
  for (const name of ['DATABASE_URL', 'AUTH_SECRET', 'APP_URL', 'TRUST_PROXY']) delete env[name]
  Object.assign(env, more)
  const url = `http://localhost:${port}`
  let said = ''
  let child: ChildProcess | null = null

  const start = async (main: readonly string[] = ['dist/server.mjs']) => {
    child = spawn(process.execPath, [...main], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const out of [child.stdout, child.stderr]) out?.on('data', (d: Buffer) => (said += d.toString()))
    const end = Date.now() + 30_000
    while (!(await isReady(url))) {
      if (child.exitCode !== null || Date.now() > end) throw new Error(`The server did not come up:\n${said}`)
      await new Promise((r) => setTimeout(r, 50))
    }
  }
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    const running = child
    child = null
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const gone = new Promise((r) => running.once('exit', r))
    running.kill(signal)
    await gone
  }
  await start()
  return {
    url,
    dataDir,
    stop,
    password: readFileSync(join(dataDir, 'demo-password'), 'utf8').trim(),
    get pid() {
      return child?.pid ?? 0
    },
    log: () => said,
    restart: async (main) => {
      await stop()
      await start(main)
    },
    close: async () => {
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

const isReady = (url: string) =>
  fetch(`${url}/api/health`).then(
    (r) => r.ok,
    () => false,
  )
