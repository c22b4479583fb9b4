import type { Ground, Measured } from '../figure'
import { race } from '../race'

/** A durable reply through the API against a bare handler with the same writes in one transaction. */
export async function reply(g: Ground): Promise<Measured> {
  let n = 0
  // Web chat's (fill.ts gives them every seventh): there both sides write the same rows; elsewhere ours adds a delivery job.
  const id = () => 7 * (((n += 919) % 1428) + 1)
  const body = () => JSON.stringify({ kind: 'reply', body: 'Thank you, it is on its way and should reach you tomorrow.', clientKey: crypto.randomUUID() })
  const headers = { ...g.headers, 'content-type': 'application/json' }
  const { ratio, ...detail } = await race(
    { running: g.product, requests: { method: 'POST', path: () => `/api/ui/conversations/${id()}/messages`, headers: { ...headers, origin: g.product.url }, body } },
    { running: g.floor, requests: { method: 'POST', path: () => `/reply/${id()}`, headers: { 'content-type': 'application/json' }, body } },
    g.laps,
    g.seconds,
  )
  return { name: 'durable reply, of its floor', value: ratio, unit: 'x', bound: { atLeast: 0.4 }, detail }
}
