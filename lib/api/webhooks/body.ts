import { refuse } from '@/lib/domain/errors'

/** The raw bytes of a body. Throws `too_large` without holding more than `max`. */
export async function readBytes(request: Request, max: number): Promise<Uint8Array> {
  const said = Number(request.headers.get('content-length') ?? 0)
  if (!(said <= max)) refuse('too_large')
  if (!request.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength
    if (size > max) {
      await reader.cancel().catch(() => {})
      refuse('too_large')
    }
    chunks.push(next.value)
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
}

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
