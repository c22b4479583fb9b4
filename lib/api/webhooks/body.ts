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
