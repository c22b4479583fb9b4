/**
 * `npm run bench -- [--json] [--only list,thread] [--quick] [--million]`: the product's figures, each beside its floor in
 * the same run. Ends with 1 when a figure misses its bound.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bundle, start } from './child'
import { type Ground, holds, type Measured } from './figure'
import { browser } from './figures/browser'
import { crash } from './figures/crash'
import { email } from './figures/email'
import { depth } from './figures/depth'
import { list } from './figures/list'
import { memory } from './figures/memory'
import { open } from './figures/open'
import { programs } from './figures/programs'
import { reply } from './figures/reply'
import { thread } from './figures/thread'
import { batch, twist } from './figures/twist'
import { drain, webhooks } from './figures/webhooks'

const FIGURES: Record<string, (g: Ground) => Promise<Measured | Measured[]>> = {
  list,
  thread,
  open,
  twist,
  programs,
  batch,
  reply,
  webhooks,
  drain,
  crash,
  memory,
  email,
  browser,
}

const { values } = parseArgs({ options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, million: { type: 'boolean' }, only: { type: 'string' } } })
const figures = new Map(Object.entries({ ...FIGURES, ...(values.million ? { depth } : {}) }))
const wanted = values.only?.split(',') ?? [...figures.keys()]
const unknown = wanted.filter((name) => !figures.has(name))
if (unknown.length > 0) {
  console.error(`No figure is called ${unknown.join(', ')}. There are: ${Object.keys({ ...FIGURES, depth }).join(', ')} (depth only with --million).`)
  process.exit(2)
}
const say = (line: string) => values.json || console.log(line)

const top = mkdtempSync(join(tmpdir(), 'parley-bench-'))
const AUTH_SECRET = 'measured, not guarded: thirty-two characters'
process.env.AUTH_SECRET = AUTH_SECRET
const filler = await bundle('lib/bench/fill-entry.ts')

async function filled(conversations: number, messages: number): Promise<string> {
  const dir = mkdtempSync(join(top, 'data-'))
  const running = await start(filler, { DATA_DIR: dir, DATABASE_URL: '', CONVERSATIONS: String(conversations), MESSAGES: String(messages) })
  await running.stop()
  return dir
}

const measured: Measured[] = []
try {
  say('Filling 10,000 conversations with 100,000 messages, twice')
  const [productDir, floorDir] = [await filled(10_000, 100_000), await filled(10_000, 100_000)]
  const product = await start(await bundle('lib/bench/served.ts'), { DATA_DIR: productDir, DATABASE_URL: '', API_REQUESTS_PER_MINUTE: '100000000' })
  const floor = await start(await bundle('lib/bench/floor.ts'), { DATA_DIR: floorDir, DATABASE_URL: '' })
  const { cookieName, encodeToken } = await import('@/lib/auth/token')
  const headers = { cookie: `${cookieName()}=${await encodeToken(1, 1)}` }
  const ground: Ground = { product, floor, headers, filled, laps: values.quick ? 5 : 12, seconds: 2 }
  try {
    for (const name of wanted) {
      const made = [(await figures.get(name)?.(ground)) ?? []].flat()
      measured.push(...made)
      for (const m of made) {
        const bound = 'atLeast' in m.bound ? `at least ${m.bound.atLeast}` : `at most ${m.bound.atMost}`
        say(`${holds(m) ? 'ok  ' : 'MISS'}  ${m.name}: ${m.value.toFixed(2)} ${m.unit} (${bound})  ${JSON.stringify(m.detail)}`)
      }
    }
  } finally {
    await Promise.all([product.stop(), floor.stop()])
  }
} finally {
  rmSync(top, { recursive: true, force: true })
}
if (values.json)
  console.log(
    JSON.stringify({ node: process.version, cpus: cpus().length, at: new Date().toISOString(), figures: measured.map((m) => ({ ...m, ok: holds(m) })) }, null, 2),
  )
process.exit(measured.every(holds) ? 0 : 1)
