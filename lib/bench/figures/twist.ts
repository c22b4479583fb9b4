import { TOKEN } from '../fill'
import type { Ground, Measured } from '../figure'
import { race } from '../race'

const headers = { authorization: `Bearer ${TOKEN}` }
const LIST = '/api/v3/conversations/get?workspace_id=1&limit=20'

/** A list of 20 in Twist's words, token check included, against the bare server with the same prepared statement. */
export async function twist(g: Ground): Promise<Measured> {
  const { ratio, ...detail } = await race(
    { running: g.product, requests: { path: LIST, headers } },
    { running: g.floor, requests: { path: '/taken' } },
    g.laps,
    g.seconds,
  )
  return { name: 'Twist list of 20, of its floor', value: ratio, unit: 'x', bound: { atLeast: 0.4 }, detail }
}

/** Ten calls in one against the slowest of them alone, one caller at a time: processor time, or requests where that is not known. */
export async function batch(g: Ground): Promise<Measured> {
  const reads = Array.from({ length: 9 }, (_, i) => ({ method: 'GET', url: `https://api.twist.com/api/v3/conversations/getone?id=${i + 1}` }))
  const requests = JSON.stringify([{ method: 'GET', url: `https://api.twist.com${LIST}` }, ...reads])
  const body = new URLSearchParams({ requests, parallel: 'true' }).toString()
  const together = { path: '/api/v3/batch', method: 'POST' as const, headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, body: () => body }
  const { ratio, cpu, product, floor } = await race(
    { running: g.product, requests: together },
    { running: g.product, requests: { path: LIST, headers } },
    g.laps,
    g.seconds,
  )
  return {
    name: 'batch of ten, of its slowest call alone',
    value: 1 / (cpu ?? ratio),
    unit: 'x',
    bound: { atMost: 2 },
    detail: { perSecond: product, alonePerSecond: floor, byRequests: 1 / ratio },
  }
}
