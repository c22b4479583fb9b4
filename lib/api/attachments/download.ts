/** Gives a file out to those who may see it. Only pictures are ever shown; whatever else it is, it is saved, not opened. */
import { Readable } from 'node:stream'
import { blobs } from '@/lib/blobs'
import type { Actor } from '@/lib/domain/actor'
import { find } from '@/lib/domain/attachments/find'
import { refuse } from '@/lib/domain/errors'
import { dataHeaders } from '../answer'
import { INLINE } from '@/lib/files/sniff'

/** The bytes for this actor. `part: 'thumb'`: the small picture. Throws `not_found`. */
export async function download(actor: Actor, request: Request, attachmentId: number, part: 'file' | 'thumb' = 'file'): Promise<Response> {
  const file = await find(actor, { attachmentId })
  const key = part === 'thumb' ? (file.thumbKey ?? refuse('not_found')) : file.blobKey
  const type = part === 'thumb' ? 'image/webp' : file.type
  const isShown = INLINE.has(type)
  // An id never gets other bytes; may the reader still see them, is asked every time.
  const etag = `"${part}-${file.id}"`
  const headers: Record<string, string> = { ...dataHeaders(), 'content-security-policy': "sandbox; default-src 'none'", 'cache-control': 'private, no-cache', etag }
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
  headers['content-type'] = isShown ? type : 'application/octet-stream'
  headers['content-disposition'] = disposition(isShown ? 'inline' : 'attachment', file.name)
  if (part === 'file') headers['content-length'] = String(file.size)
  if (request.method === 'HEAD') return new Response(null, { headers })
  const bytes = (await blobs.get(key)) ?? refuse('not_found')
  return new Response(Readable.toWeb(bytes) as ReadableStream<Uint8Array>, { headers })
}

/** The name twice (RFC 6266): plain for old readers, then exactly. */
export function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const exact = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${kind}; filename="${plain}"; filename*=UTF-8''${exact}`
}
