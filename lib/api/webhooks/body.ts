import { refuse } from '@/lib/domain/errors'

/** Bodies that may be large are held in memory: so many at a time, the others are asked to come again. */
const LARGE = 3 * 2 ** 20
const TOGETHER = 4
let large = 0

/** Throws `busy` when enough large bodies are being read; call what it answers once this one is done with. */
export function largeBody(request: Request): (() => void) | null {
  const said = Number(request.headers.get('content-length') ?? LARGE + 1)
  if (said <= LARGE) return null
  if (large >= TOGETHER) refuse('busy')
  large++
  return () => void large--
}
