/** Product against floor, turn by turn, so that whatever else the machine does hits both. */
import autocannon from 'autocannon'

export type Requests = { path: string | (() => string); method?: 'GET' | 'POST'; headers?: Record<string, string>; body?: () => string }
export type Lap = { perSecond: number; p50: number; p95: number; p99: number }

const CONNECTIONS = 16

/** Requests per second and latency (ms) over `seconds`. Throws when any answer is not a 2xx: a fast error is no result. */
export async function lap(url: string, r: Requests, seconds: number, connections = CONNECTIONS): Promise<Lap> {
  const { path, body } = r
  const result = await autocannon({
    url, connections, duration: seconds,
    requests: [
      {
        method: r.method ?? 'GET', headers: r.headers, ...(typeof path === 'string' && !body ? { path } : {
          setupRequest: (q) => ({ ...q, path: typeof path === 'string' ? path : path(), body: body?.() }),
        }),
      },
    ],
  })
  if (result.non2xx > 0 || result.errors > 0 || result.timeouts > 0) throw new Error(`${result.non2xx} refusals, ${result.errors} errors at ${url}`)
  return { perSecond: result.requests.average, p50: result.latency.p50, p95: result.latency.p97_5, p99: result.latency.p99 }
}

export type Ratio = { ratio: number; product: number; floor: number; p50: number; p95: number; pairs: number[] }

/** The median of the paired ratios, and of each side's rate. The first, shorter lap of each warms up and is not counted. */
export async function race(product: { url: string; requests: Requests }, floor: { url: string; requests: Requests }, laps: number, seconds: number): Promise<Ratio> {
  for (const side of [floor, product]) await lap(side.url, side.requests, 1)
  const pairs: { product: Lap; floor: Lap }[] = []
  for (let i = 0; i < laps; i++) pairs.push({ floor: await lap(floor.url, floor.requests, seconds), product: await lap(product.url, product.requests, seconds) })
  const of = (pick: (p: (typeof pairs)[number]) => number) => median(pairs.map(pick))
  return {
    ratio: of((p) => p.product.perSecond / p.floor.perSecond), product: of((p) => p.product.perSecond), floor: of((p) => p.floor.perSecond), p50: of((p) => p.product.p50), p95: of((p) => p.product.p95),
    pairs: pairs.map((p) => p.product.perSecond / p.floor.perSecond),
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
