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

const ROUNDS = 400

/** Ten calls in one against the slowest of them alone: what one caller waits, turn by turn, median. */
export async function batch(g: Ground): Promise<Measured> {
  const reads = Array.from({ length: 9 }, (_, i) => ({ method: 'GET', url: `https://api.twist.com/api/v3/conversations/getone?id=${i + 1}` }))
  const requests = JSON.stringify([{ method: 'GET', url: `https://api.twist.com${LIST}` }, ...reads])
  const body = new URLSearchParams({ requests, parallel: 'true' }).toString()
  const took: { alone: number[]; together: number[] } = { alone: [], together: [] }
  for (let i = 0; i < ROUNDS; i++) {
    took.alone.push(await time(() => fetch(g.product.url + LIST, { headers })))
    took.together.push(
      await time(() => fetch(`${g.product.url}/api/v3/batch`, { method: 'POST', headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, body })),
    )
  }
  const [alone, together] = [median(took.alone), median(took.together)]
  return { name: 'batch of ten, of its slowest call alone', value: together / alone, unit: 'x', bound: { atMost: 2 }, detail: { aloneMs: alone, togetherMs: together } }
}

const median = (ms: number[]) => ms.toSorted((a, b) => a - b)[Math.floor(ms.length / 2)] ?? Number.NaN

/** Milliseconds until the whole answer is there. Throws for an answer that is not a 2xx. */
async function time(ask: () => Promise<Response>): Promise<number> {
  const began = performance.now()
  const r = await ask()
  await r.arrayBuffer()
  if (!r.ok) throw new Error(`${r.status} at ${r.url}`)
  return performance.now() - began
}
