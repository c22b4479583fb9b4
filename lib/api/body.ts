/** The body of a request, read within a bound that is its route's. The one reader of them all. */
import { refuse } from '@/lib/domain/errors'

/** The raw bytes. Throws `too_large` without holding more than `max`. */
export async function readBytes(request: Request, max: number): Promise<Uint8Array> {
  if (!(Number(request.headers.get('content-length') ?? 0) <= max)) refuse('too_large', { limit: max })
  const body = new Body(request, max)
  return body.bytes()
}

/** The same as text. */
export async function readText(request: Request, max: number): Promise<string> {
  const length = request.headers.get('content-length')
  // The parser of HTTP lets no more through than was stated.
  if (length !== null) return Number(length) <= max ? request.text() : refuse('too_large', { limit: max })
  return Buffer.from(await readBytes(request, max)).toString('utf8')
}

/** A body of which only the beginning may be wanted. */
export class Body {
  private readonly chunks: Uint8Array[] = []
  private size = 0
  private isRead = false
  private reader: ReadableStreamDefaultReader<Uint8Array> | undefined

  /** `max` in bytes. */
  constructor(
    private readonly request: Request,
    private readonly max: number,
  ) {}

  /** Its first bytes: `length` or a chunk more, fewer when it is shorter. Throws `too_large`. */
  async start(length: number): Promise<Uint8Array> {
    this.reader ??= this.request.body?.getReader()
    while (!this.isRead && this.size < length) {
      const next = await this.reader?.read()
      if (!next || next.done) this.isRead = true
      else if ((this.size += next.value.byteLength) > this.max) {
        await this.reader?.cancel().catch(() => {})
        refuse('too_large', { limit: this.max })
      } else this.chunks.push(next.value)
    }
    const [only] = this.chunks
    return this.chunks.length === 1 && only ? only : Buffer.concat(this.chunks)
  }

  /** All of it. Throws `too_large`. */
  bytes(): Promise<Uint8Array> {
    return this.start(Number.POSITIVE_INFINITY)
  }

  /** Whether `start` has given all there is. */
  get isWhole(): boolean {
    return this.isRead
  }
}
