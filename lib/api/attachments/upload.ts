/** Takes a file in: bytes to disk within the limit, then what they are, then the record. Nothing stays of a failed one. */
import type { Actor } from '@/lib/domain/actor'
import { FILE_MAX } from '@/lib/domain/attachments/limit'
import { DomainError, refuse } from '@/lib/domain/errors'
import type { AttachmentView } from '@/lib/domain/messages/view'
import { keep, within } from '@/lib/files/keep'
import { allowInside } from '@/lib/net/allow-inside'
import { getOutside } from '@/lib/net/outside'
import { type FormFile, parseMultipart } from '@/lib/parse/form'
import { TooMany } from '@/lib/parse/json'

/** What multipart adds around a file. */
const FRAME_MAX = 64 * 1024

/**
 * The request's file: a raw body with its name URI-encoded in `x-file-name`, or multipart with one part `file`. Throws
 * `file_too_large` (over 25 MB), `file_empty`, `bad_input`.
 */
export async function upload(actor: Actor, request: Request): Promise<AttachmentView> {
  if (!isForm(request)) return uploadRaw(actor, request)
  const { file } = await readFileForm(request)
  return keep(actor, oneChunk(file.bytes), { name: file.name })
}

/** The same of a raw body only, which goes to disk as it comes: strangers get no form held in memory. */
export async function uploadRaw(actor: Actor, request: Request): Promise<AttachmentView> {
  if (isForm(request)) throw new DomainError('bad_input', { field: 'file', problem: 'send the bytes as they are' })
  return keep(actor, bodyWithin(request, FILE_MAX), { name: saidName(request.headers.get('x-file-name')) })
}

const isForm = (request: Request) => /^multipart\/form-data/i.test(request.headers.get('content-type') ?? '')

function bodyWithin(request: Request, most: number): AsyncIterable<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > most) refuse('file_too_large', { limit: FILE_MAX })
  return request.body ? within(request.body, most) : refuse('file_empty')
}

/** The file at a public address, fetched now, under `name` or the address's own: 25 MB and 30 s at most. Throws `file_too_large`, `file_empty`, `file_unreachable`. */
export async function keepFetched(actor: Actor, from: URL, name?: string): Promise<AttachmentView> {
  const got = await getOutside(from.href, { maxBytes: FILE_MAX, allowInside: allowInside() }).catch((e: unknown) =>
    refuse('file_unreachable', { why: e instanceof Error ? e.message : '' }),
  )
  if (got.status !== 200) refuse('file_unreachable', { why: `answered ${got.status}` })
  if (got.cut) refuse('file_too_large', { limit: FILE_MAX })
  return keep(actor, oneChunk(got.bytes), { name: name || saidName(from.pathname.split('/').at(-1) ?? '') })
}

export async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function saidName(header: string | null): string {
  try {
    return decodeURIComponent(header ?? '')
  } catch {
    return header ?? ''
  }
}

/** A form's file and its other fields. Held in memory: forms are how plain pages and programs send; our own screens send the bytes as they are. */
export async function readFileForm(request: Request): Promise<{ file: FormFile; fields: Record<string, string> }> {
  const form = await parseMultipart(bodyWithin(request, FILE_MAX + FRAME_MAX), request.headers.get('content-type') ?? '', 1).catch((e: unknown) => {
    if (e instanceof DomainError) throw e
    return e instanceof TooMany ? refuse('too_large') : null
  })
  const file = form?.files.find((f) => f.field === 'file')
  if (!form || !file) throw new DomainError('bad_input', { field: 'file', problem: 'the form must hold one file' })
  return { file, fields: Object.fromEntries(form.fields) }
}
