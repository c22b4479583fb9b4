import { bundle, start } from '../child'
import { TOKEN } from '../fill'
import type { Ground, Measured } from '../figure'
import { lap } from '../race'

const token = { authorization: `Bearer ${TOKEN}` }

/** What is asked of both: a page, a filter or a notice must not cost more because there is more behind it. */
const asked = (g: Ground) => ({
  list: { path: '/api/ui/conversations?limit=20', headers: g.headers },
  'list by assignee and status': { path: '/api/v1/conversations?assigned_to=user_2&status=open&page_size=20', headers: token },
  get_unread: { path: '/api/v3/conversations/get_unread?workspace_id=1', headers: token },
})

/** p95 with a million messages against a hundred thousand. */
export async function depth(g: Ground): Promise<Measured[]> {
  const deep = await start(await bundle('lib/bench/served.ts'), { DATA_DIR: await g.filled(100_000, 1_000_000), DATABASE_URL: '', API_REQUESTS_PER_MINUTE: '100000000' })
  try {
    const out: Measured[] = []
    for (const [name, requests] of Object.entries(asked(g))) {
      await lap(deep.url, requests, 1)
      const pairs: { shallow: number; deep: number }[] = []
      for (let i = 0; i < g.laps; i++) pairs.push({ shallow: (await lap(g.product.url, requests, g.seconds)).p95, deep: (await lap(deep.url, requests, g.seconds)).p95 })
      // The best of each: other work on the machine can only slow a lap down.
      const [shallow, below] = [Math.min(...pairs.map((p) => p.shallow)), Math.min(...pairs.map((p) => p.deep))]
      out.push({
        name: `${name} p95 at 1,000,000 messages, of that at 100,000`,
        value: below / Math.max(shallow, 1),
        unit: 'x',
        bound: { atMost: 1.5 },
        detail: { shallow, deep: below, pairs },
      })
    }
    return out
  } finally {
    await deep.stop()
  }
}
