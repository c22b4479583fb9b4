import type { Ground, Measured } from '../figure'
import { race } from '../race'

/** A page of 20 through the API against the bare server with the same prepared statement. */
export async function list(g: Ground): Promise<Measured> {
  const { ratio, ...detail } = await race({ url: g.product.url, requests: { path: '/api/ui/conversations?limit=20', headers: g.headers } }, { url: g.floor.url, requests: { path: '/list' } }, g.laps, g.seconds)
  return { name: 'list of 20, of its floor', value: ratio, unit: 'x', bound: { atLeast: 0.5 }, detail }
}
