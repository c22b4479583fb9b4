import type { Ground, Measured } from '../figure'
import { race } from '../race'

/** All that a click on a row asks for (conversation, thread, draft, contact and their other conversations) against the bare server with the same statements. */
export async function open(g: Ground): Promise<Measured> {
  let n = 0
  const id = () => ((n += 7919) % 10_000) + 1
  const { ratio, ...detail } = await race(
    { running: g.product, requests: { path: () => `/api/ui/conversations/${id()}/open`, headers: g.headers } },
    { running: g.floor, requests: { path: () => `/open/${id()}` } },
    g.laps,
    g.seconds,
  )
  return { name: 'opening a conversation, of its floor', value: ratio, unit: 'x', bound: { atLeast: 0.5 }, detail }
}
