/**
 * Password hashes wait for each other in a line of their own: each takes a thread of the pool that also reads files and
 * looks up names, and all of these would wait behind a hundred people who sign in at once.
 */
import { availableParallelism } from 'node:os'
import { refuse } from '../errors'

/** How many are made at a time: never all threads of the pool (four), nor all processors. */
const AT_ONCE = Math.max(1, Math.min(2, availableParallelism() - 1))
/** Longest line: about a quarter of a minute. Whoever comes then is asked to come again. */
export const WAITING_MAX = 200

type Queue = { running: number; waiting: (() => void)[] }

declare global {
  // On globalThis: the server's bundle and Next's share one pool of threads.
  var parleyHashQueue: Queue | undefined
}
const queue: Queue = (globalThis.parleyHashQueue ??= { running: 0, waiting: [] })

/** Does `work` when it is its turn. Throws `busy` when the line is full. */
export async function hashInTurn<R>(work: () => Promise<R>): Promise<R> {
  if (queue.running < AT_ONCE) queue.running++
  else {
    if (queue.waiting.length >= WAITING_MAX) refuse('busy')
    // Whoever ends hands over their place, so nobody can come in between.
    await new Promise<void>((turn) => queue.waiting.push(turn))
  }
  try {
    return await work()
  } finally {
    const next = queue.waiting.shift()
    if (next) next()
    else queue.running--
  }
}
