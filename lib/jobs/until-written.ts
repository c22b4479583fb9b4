import { setTimeout as sleep } from 'node:timers/promises'
import { isDatabaseAway } from '@/db/trouble'

const FIRST_MS = 100
const LONGEST_MS = 2_000

/** Writes down what cannot be learned again, as often as it takes while the database is away. Throws what else goes wrong, and at `stop`. */
export async function untilWritten<R>(write: () => Promise<R>, stop: AbortSignal): Promise<R> {
  for (let wait = FIRST_MS; ; wait = Math.min(wait * 2, LONGEST_MS)) {
    try {
      return await write()
    } catch (e) {
      if (stop.aborted || !isDatabaseAway(e)) throw e
      await sleep(wait, undefined, { signal: stop })
    }
  }
}
