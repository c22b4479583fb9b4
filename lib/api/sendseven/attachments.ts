/** SendSeven: files. */
import { z } from 'zod'
import { download } from '@/lib/api/attachments/download'
import { keepFetched, upload } from '@/lib/api/attachments/upload'
import { find } from '@/lib/domain/attachments/find'
import { route } from '../programs/route'
import { baseOf } from './base'
import { idIn } from './ids'
import { NONE } from './messages'
import { attachment, attachmentShape } from './shapes'

const addAttachment = route({
  methods: ['POST'],
  path: '/attachments',
  summary: 'Upload a file (multipart, part `file`)',
  scope: 'messages:create',
  status: 201,
  raw: true,
  output: attachmentShape,
  handle: async ({ actor, request }) => attachment(await upload(actor, request), baseOf(request)),
})

const fromUrl = route({
  methods: ['POST'],
  path: '/attachments/from-url',
  summary: 'Keep the file that stands at a public address',
  scope: 'messages:create',
  status: 201,
  body: z.object({ url: z.url({ protocol: /^https?$/ }).max(2000), filename: z.string().max(255).nullish() }),
  output: attachmentShape,
  handle: async ({ actor, request }, { body: b }) => attachment(await keepFetched(actor, new URL(b.url), b.filename ?? undefined), baseOf(request)),
})

const about = route({
  methods: ['GET'],
  path: '/attachments/{id}',
  summary: 'What a file is',
  scope: 'messages:read',
  params: z.object({ id: idIn('attachment') }),
  output: attachmentShape,
  handle: async ({ actor, request }, { params: p }) => attachment(await find(actor, { attachmentId: p.id || NONE }), baseOf(request)),
})

const fetchAttachment = route({
  methods: ['GET'],
  path: '/attachments/{id}/download',
  summary: 'Download a file',
  scope: 'messages:read',
  params: z.object({ id: idIn('attachment') }),
  output: z.unknown(),
  handle: ({ actor, request }, { params: p }) => download(actor, request, p.id || NONE),
})

export const attachmentRoutes = [addAttachment, { ...addAttachment, path: '/attachments/upload' }, fromUrl, about, fetchAttachment]
