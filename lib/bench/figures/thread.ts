import type { Ground, Measured } from '../figure'
import { race } from '../race'

/** The newest 50 messages of one of 10,000 conversations against the bare server with the same prepared statements. */
export async function thread(g: Ground): Promise<Measured> {
  let n = 0
  const id = () => ((n += 7919) % 10_000) + 1
  const { ratio, ...detail } = await race(
    { running: g.product, requests: { path: () => `/api/ui/conversations/${id()}/messages?limit=50`, headers: g.headers } },
    { running: g.floor, requests: { path: () => `/thread/${id()}` } },
    g.laps,
    g.seconds,
  )
  return { name: 'thread, of its floor', value: ratio, unit: 'x', bound: { atLeast: 0.5 }, detail }
}
