/** Twist: attachments. Uploaded first, under an id the program may choose, then named by a message. */
import { z } from 'zod'
import { findByRefs } from '@/lib/domain/attachments/by-ref'
import { DomainError } from '@/lib/domain/errors'
import type { TokenActor } from '@/lib/domain/tokens/resolve'
import { keep } from '@/lib/files/keep'
import { oneChunk, readFileForm } from '../attachments/upload'
import { type Route, route } from '../programs/route'
import { baseOf } from '../sendseven/base'
import { attachment as sendsevenAttachment } from '../sendseven/shapes'
import { fromJsonText, type Version } from './fields'
import { originOf, seeing } from './looks'
import { attachment, attachmentShape } from './shapes'

const one = z.looseObject({
  attachment_id: z
    .union([z.string().min(1).max(100), z.number()])
    .transform(String)
    .optional(),
  url: z.string().max(2000).optional(),
  url_type: z.string().max(40).optional(),
})
const list = z
  .array(
    z.union([
      one,
      z
        .string()
        .min(1)
        .max(100)
        .transform((attachment_id) => ({ attachment_id })),
    ]),
  )
  .max(20)

/** A list of attachment objects (or their ids), as JSON or as JSON in a string; one alone is a list of one. */
export const attachmentsIn = z
  .union([z.string(), z.array(z.unknown()), z.record(z.string(), z.unknown())])
  .transform((v, ctx) => {
    if (typeof v !== 'string') return Array.isArray(v) ? v : [v]
    if (v.trim() === '') return []
    const parsed = fromJsonText(v, ctx)
    return Array.isArray(parsed) ? parsed : [parsed]
  })
  .pipe(list)

/** An id that a program may give an upload. */
const REF = /^[\x21-\x7e]{1,100}$/

/** What a message's `attachments` name: files we hold, and links elsewhere, which are kept as they came. */
export async function sortAttachments(actor: TokenActor, named: z.output<typeof attachmentsIn>): Promise<{ attachmentIds: number[]; links: Record<string, unknown>[] }> {
  const refs = named.flatMap((a) => a.attachment_id ?? []).filter((ref) => REF.test(ref))
  const held = new Map((await findByRefs(seeing(actor), { refs })).map((f) => [f.ref, f.id]))
  const attachmentIds: number[] = []
  const links: Record<string, unknown>[] = []
  for (const a of named) {
    const own = /^att_(\d{1,15})$/.exec(a.attachment_id ?? '')
    const fileId = a.attachment_id === undefined ? undefined : (held.get(a.attachment_id) ?? (own ? Number(own[1]) : undefined))
    if (fileId !== undefined) attachmentIds.push(fileId)
    else if ('url' in a && typeof a.url === 'string' && /^https?:\/\//i.test(a.url))
      links.push({ ...a, attachment_id: a.attachment_id ?? crypto.randomUUID(), url_type: a.url_type ?? 'link' })
    else throw new DomainError('not_found', { what: 'attachment' })
  }
  return { attachmentIds: [...new Set(attachmentIds)], links }
}

export const uploadRoute = (v: Version): Route =>
  route({
    methods: ['POST'],
    path: '/attachments/upload',
    summary: 'Upload an attachment',
    scope: 'messages:create',
    raw: true,
    output: attachmentShape,
    async handle({ actor, request }) {
      const { file, fields } = await readFileForm(request)
      const ref = fields.attachment_id?.trim() || crypto.randomUUID()
      if (!REF.test(ref)) throw new DomainError('bad_input', { field: 'attachment_id', problem: 'at most 100 plain characters' })
      const known = await findByRefs(seeing(actor), { refs: [ref] })
      // The same upload once more, because its answer was lost on the way.
      if (known.length === 0) await keep(actor, oneChunk(file.bytes), { name: fields.file_name || file.name, ref })
      const [kept] = known.length > 0 ? known : await findByRefs(seeing(actor), { refs: [ref] })
      if (!kept) throw new DomainError('unexpected')
      const shape = attachment(kept, originOf(request))
      if (v > 1) return shape
      // In v1 the address is SendSeven's too, whose programs choose no id: the answer has both vocabularies.
      const other = sendsevenAttachment(kept, baseOf(request))
      return fields.attachment_id
        ? { ...other, ...shape }
        : new Response(JSON.stringify({ ...shape, ...other }), { status: 201, headers: { 'content-type': 'application/json' } })
    },
  })
