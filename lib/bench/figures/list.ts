import type { Ground, Measured } from '../figure'
import { race } from '../race'

/** A page of 20 through the API against the bare server with the same prepared statement. */
export async function list(g: Ground): Promise<Measured> {
  const { ratio, ...detail } = await race(
    { running: g.product, requests: { path: '/api/ui/conversations?limit=20', headers: g.headers } },
    { running: g.floor, requests: { path: '/list' } },
    g.laps,
    g.seconds,
  )
  return { name: 'list of 20, of its floor', value: ratio, unit: 'x', bound: { atLeast: 0.5 }, detail }
}
