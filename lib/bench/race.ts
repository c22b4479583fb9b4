/** Product against floor, turn by turn, so that whatever else the machine does hits both. */
import { readFileSync } from 'node:fs'
import autocannon from 'autocannon'
import type { Running } from './child'

export type Requests = {
  path: string | (() => string)
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: () => string
  sign?: (body: string) => Record<string, string>
}
export type Lap = { perSecond: number; p50: number; p95: number; p99: number }

const CONNECTIONS = 16

/** Requests per second and latency (ms) over `seconds`. Throws when any answer is not a 2xx: a fast error is no result. */
export async function lap(url: string, r: Requests, seconds: number, connections = CONNECTIONS): Promise<Lap> {
  const { path, body, sign } = r
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: [
      {
        method: r.method ?? 'GET',
        headers: r.headers,
        ...(typeof path === 'string' && !body
          ? { path }
          : {
              setupRequest: (q) => {
                const said = body?.()
                const signed = sign && said !== undefined ? { headers: { ...r.headers, ...sign(said) } } : {}
                return { ...q, path: typeof path === 'string' ? path : path(), body: said, ...signed }
              },
            }),
      },
    ],
  })
  if (result.non2xx > 0 || result.errors > 0 || result.timeouts > 0) throw new Error(`${result.non2xx} refusals, ${result.errors} errors at ${url}`)
  return { perSecond: result.requests.average, p50: result.latency.p50, p95: result.latency.p97_5, p99: result.latency.p99 }
}

export type Side = { running: Running; requests: Requests }
/** `cpu`: the same ratio in processor time per request, which other work on the machine disturbs least (null off Linux). */
export type Ratio = { ratio: number; product: number; floor: number; p50: number; p95: number; cpu: number | null; pairs: number[] }

/**
 * Laps in turn; each side counts with its best one, since whatever else the machine does can only slow a lap down.
 * The first lap of each warms up.
 */
export async function race(product: Side, floor: Side, laps: number, seconds: number): Promise<Ratio> {
  for (const side of [floor, product]) await lap(side.running.url, side.requests, 1)
  const sides = { product: { laps: [] as Lap[], cpu: 0, asked: 0 }, floor: { laps: [] as Lap[], cpu: 0, asked: 0 } }
  for (let i = 0; i < laps; i++)
    for (const [name, side] of [
      ['floor', floor],
      ['product', product],
    ] as const) {
      const [sum, before] = [sides[name], cpuOf(side.running)]
      const l = await lap(side.running.url, side.requests, seconds)
      sum.laps.push(l)
      sum.cpu += cpuOf(side.running) - before
      sum.asked += l.perSecond * seconds
    }
  const best = (name: 'product' | 'floor') => Math.max(...sides[name].laps.map((l) => l.perSecond))
  const each = (name: 'product' | 'floor') => sides[name].cpu / sides[name].asked
  const cpu = each('floor') / each('product')
  return {
    ratio: best('product') / best('floor'),
    product: best('product'),
    floor: best('floor'),
    cpu: Number.isFinite(cpu) ? cpu : null,
    p50: Math.min(...sides.product.laps.map((l) => l.p50)),
    p95: Math.min(...sides.product.laps.map((l) => l.p95)),
    pairs: sides.product.laps.map((l, i) => l.perSecond / (sides.floor.laps[i]?.perSecond ?? Number.NaN)),
  }
}

/** Processor time a server has used, in clock ticks. */
function cpuOf(r: Running): number {
  try {
    const fields = readFileSync(`/proc/${r.child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return Number(fields[11]) + Number(fields[12])
  } catch {
    return Number.NaN
  }
}
