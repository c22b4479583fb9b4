import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { start } from '../child'
import type { Ground, Measured } from '../figure'

/** Resident memory of the whole built server (pages, API, worker) 10 s after its start, having served one page. MB. */
export async function memory(_: Ground): Promise<Measured> {
  const server = 'dist/server.mjs'
  if (!existsSync(server)) throw new Error('dist/server.mjs is not built: run `npm start` once first, or leave this figure out with --only')
  const dir = mkdtempSync(join(tmpdir(), 'parley-idle-'))
  const running = await start(server, { DATA_DIR: dir, DATABASE_URL: '', PORT: '0', HOST: '127.0.0.1' })
  try {
    await fetch(`${running.url}/sign-in`).then((r) => r.text())
    await new Promise((r) => setTimeout(r, 10_000))
    const rss = Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${running.child.pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024
    return { name: 'idle memory of the whole server', value: rss, unit: 'MB', bound: { atMost: 200 }, detail: {} }
  } finally {
    await running.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}
