/** SendSeven: files. */
import { z } from 'zod'
import { download } from '@/lib/api/attachments/download'
import { upload } from '@/lib/api/attachments/upload'
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

const fetchAttachment = route({
  methods: ['GET'],
  path: '/attachments/{id}/download',
  summary: 'Download a file',
  scope: 'messages:read',
  params: z.object({ id: idIn('attachment') }),
  output: z.unknown(),
  handle: ({ actor, request }, { params: p }) => download(actor, request, p.id || NONE),
})

export const attachmentRoutes = [addAttachment, { ...addAttachment, path: '/attachments/upload' }, fetchAttachment]
