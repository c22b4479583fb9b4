/** Takes a file in: bytes to disk within the limit, then what they are, then the record. Nothing stays of a failed one. */
import { blobs } from '@/lib/blobs'
import type { Actor } from '@/lib/domain/actor'
import { FILE_MAX } from '@/lib/domain/attachments/limit'
import { record } from '@/lib/domain/attachments/record'
import { refuse } from '@/lib/domain/errors'
import type { AttachmentView } from '@/lib/domain/messages/view'
import { makePicture } from './picture'
import { HEAD, INLINE, sniff } from './sniff'

/** Keeps the bytes and writes them down. `ref`: the uploader's own id for the file; `max`: bytes. Throws `file_too_large`, `file_empty`. */
export async function keep(
  actor: Actor,
  source: AsyncIterable<Uint8Array>,
  { name, ref, max = FILE_MAX }: { name: string; ref?: string; max?: number },
): Promise<AttachmentView> {
  const head: Uint8Array[] = []
  let seen = 0
  const { key: blobKey, size } = await blobs.put(
    tap(within(source, max), (chunk) => {
      if (seen < HEAD) head.push(chunk.subarray(0, HEAD - seen))
      seen += chunk.byteLength
    }),
  )
  let thumbKey: string | null = null
  try {
    if (size === 0) refuse('file_empty')
    const type = await sniff(Buffer.concat(head))
    const picture = INLINE.has(type) ? await makePicture(blobKey, actor.kind === 'user' || actor.kind === 'token' ? 'team' : 'others') : null
    thumbKey = picture?.thumbKey ?? null
    // What claims to be a picture and cannot be read as one is not shown as one.
    return await record(actor, { name, ref, size, blobKey, ...picture, type: INLINE.has(type) && !picture ? 'application/octet-stream' : type })
  } catch (e) {
    await blobs.delete(blobKey)
    if (thumbKey) await blobs.delete(thumbKey)
    throw e
  }
}

async function* tap(source: AsyncIterable<Uint8Array>, look: (chunk: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    look(chunk)
    yield chunk
  }
}

/** The source, refusing to give more than `most` bytes. Throws `file_too_large`. */
export async function* within(source: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of source) {
    size += chunk.byteLength
    if (size > most) refuse('file_too_large', { limit: most })
    yield chunk
  }
}
