import { bundle, start } from '../child'
import type { Ground, Measured } from '../figure'
import { lap } from '../race'

/** The list's p95 with a million messages against a hundred thousand: a page must not cost more because there is more behind it. */
export async function depth(g: Ground): Promise<Measured> {
  const deep = await start(await bundle('lib/bench/served.ts'), { DATA_DIR: await g.filled(100_000, 1_000_000), DATABASE_URL: '' })
  try {
    const requests = { path: '/api/ui/conversations?limit=20', headers: g.headers }
    for (const at of [g.product, deep]) await lap(at.url, requests, 1)
    const pairs: { shallow: number; deep: number }[] = []
    for (let i = 0; i < g.laps; i++) pairs.push({ shallow: (await lap(g.product.url, requests, g.seconds)).p95, deep: (await lap(deep.url, requests, g.seconds)).p95 })
    // The best of each: other work on the machine can only slow a lap down.
    const [shallow, below] = [Math.min(...pairs.map((p) => p.shallow)), Math.min(...pairs.map((p) => p.deep))]
    return {
      name: 'list p95 at 1,000,000 messages, of that at 100,000',
      value: below / Math.max(shallow, 1),
      unit: 'x',
      bound: { atMost: 1.5 },
      detail: { shallow, deep: below, pairs },
    }
  } finally {
    await deep.stop()
  }
}
