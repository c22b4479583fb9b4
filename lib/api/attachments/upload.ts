/** Takes a file in: bytes to disk within the limit, then what they are, then the record. Nothing stays of a failed one. */
import { blobs } from '@/lib/blobs'
import type { Actor } from '@/lib/domain/actor'
import { FILE_MAX, record } from '@/lib/domain/attachments/record'
import { DomainError, refuse } from '@/lib/domain/errors'
import type { AttachmentView } from '@/lib/domain/messages/view'
import { makePicture } from './picture'
import { HEAD, INLINE, sniff } from './sniff'

/** What multipart adds around a file. */
const FRAME_MAX = 64 * 1024

/**
 * The request's file: a raw body with its name URI-encoded in `x-file-name`, or multipart with one part `file`. Throws
 * `file_too_large` (over 25 MB), `file_empty`, `bad_input`.
 */
export async function upload(actor: Actor, request: Request): Promise<AttachmentView> {
  const isForm = request.headers.get('content-type')?.startsWith('multipart/form-data')
  const most = isForm ? FILE_MAX + FRAME_MAX : FILE_MAX
  if (Number(request.headers.get('content-length') ?? 0) > most) refuse('file_too_large', { limit: FILE_MAX })
  if (!request.body) refuse('file_empty')
  const bytes = within(request.body, most)
  if (!isForm) return keep(actor, bytes, saidName(request.headers.get('x-file-name')))
  const file = await fileOfForm(bytes, request.headers.get('content-type') ?? '')
  return keep(actor, file.stream(), file.name)
}

async function keep(actor: Actor, source: AsyncIterable<Uint8Array>, name: string): Promise<AttachmentView> {
  const head: Uint8Array[] = []
  let seen = 0
  const { key: blobKey, size } = await blobs.put(
    tap(within(source, FILE_MAX), (chunk) => {
      if (seen < HEAD) head.push(chunk.subarray(0, HEAD - seen))
      seen += chunk.byteLength
    }),
  )
  let thumbKey: string | null = null
  try {
    if (size === 0) refuse('file_empty')
    const type = await sniff(Buffer.concat(head))
    const picture = INLINE.has(type) ? await makePicture(blobKey) : null
    thumbKey = picture?.thumbKey ?? null
    // What claims to be a picture and cannot be read as one is not shown as one.
    return await record(actor, { name, size, blobKey, ...picture, type: INLINE.has(type) && !picture ? 'application/octet-stream' : type })
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

async function* within(source: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of source) {
    size += chunk.byteLength
    if (size > most) refuse('file_too_large', { limit: FILE_MAX })
    yield chunk
  }
}

function saidName(header: string | null): string {
  try {
    return decodeURIComponent(header ?? '')
  } catch {
    return header ?? ''
  }
}

/** Held in memory: forms are how plain pages and programs send; our own screens send the bytes as they are. */
async function fileOfForm(bytes: AsyncIterable<Uint8Array>, type: string): Promise<File> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  const form = await new Response(Buffer.concat(chunks), { headers: { 'content-type': type } }).formData().catch(() => null)
  const file = form?.get('file')
  if (file instanceof File) return file
  throw new DomainError('bad_input', { field: 'file', problem: 'the form must hold one file' })
}
