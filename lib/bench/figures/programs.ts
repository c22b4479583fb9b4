import { TOKEN } from '../fill'
import type { Ground, Measured } from '../figure'
import { race } from '../race'

/** A list of 20 in SendSeven's and in Pact's words, token check included, against the bare server with the same prepared statement. */
export async function programs(g: Ground): Promise<Measured[]> {
  const out: Measured[] = []
  for (const [name, path, headers, floor] of [
    ['SendSeven', '/api/v1/conversations?page_size=20', { authorization: `Bearer ${TOKEN}` }, '/page'],
    ['Pact', '/p1/companies/1/conversations?per=20', { 'x-private-api-token': TOKEN }, '/by-id'],
  ] as const) {
    const { ratio, ...detail } = await race({ running: g.product, requests: { path, headers } }, { running: g.floor, requests: { path: floor } }, g.laps, g.seconds)
    out.push({ name: `${name} list of 20, of its floor`, value: ratio, unit: 'x', bound: { atLeast: 0.4 }, detail })
  }
  return out
}
