/** Pact: messages, their files, and the jobs that send them. */
import { z } from 'zod'
import { download } from '@/lib/api/attachments/download'
import { keepFetched, upload } from '@/lib/api/attachments/upload'
import { record } from '@/lib/domain/conversations/records'
import { messageRecord, messagesById } from '@/lib/domain/messages/records'
import { reply } from '@/lib/domain/messages/reply'
import { messageView } from '@/lib/domain/messages/view'
import { refuse } from '@/lib/domain/errors'
import { readText } from '../body'
import { looseInts, parseLoose } from '../programs/body'
import { messageKey } from '../programs/once'
import { route } from '../programs/route'
import { id, inCompany, own } from './companies'
import { asked, cut, paging } from './paging'
import { job, jobShape, message, messageShape } from './shapes'

const inConversation = z.object({ ...inCompany, id })
const originOf = (request: Request) => (process.env.APP_URL || new URL(request.url).origin).replace(/\/$/, '')

const list = route({
  methods: ['GET'],
  path: '/companies/{company}/conversations/{id}/messages',
  summary: 'Messages of a conversation',
  scope: 'messages:read',
  params: inConversation,
  body: z.object(paging),
  output: z.object({ status: z.literal('ok'), data: z.object({ messages: z.array(messageShape), next_page: z.string().nullable() }) }),
  async handle({ actor, request }, { params: p, body: q }) {
    own(actor, p.company)
    await record(actor, { conversationId: p.id })
    const { after, ...order } = asked(q)
    const { shown, next_page } = cut(await messagesById(actor, { conversationId: p.id, beyond: after, ...order }), q.per, (r) => r.m.id)
    return { status: 'ok' as const, data: { messages: shown.map((r) => message(r, originOf(request))), next_page } }
  },
})

const send = route({
  methods: ['POST'],
  path: '/companies/{company}/conversations/{id}/messages',
  summary: 'Send a message',
  scope: 'messages:create',
  params: inConversation,
  output: z.object({ status: z.literal('ok'), data: jobShape }),
  body: z.object({ message: z.string().max(100_000).nullish(), attachments_ids: looseInts.nullish() }),
  async handle(call, { params: p, body: b }) {
    own(call.actor, p.company)
    const { c } = await record({ ...call.actor, scopes: [...call.actor.scopes, 'conversations:read'] }, { conversationId: p.id })
    const sent = await reply(call.actor, {
      conversationId: p.id,
      body: b.message ?? '',
      attachmentIds: (b.attachments_ids ?? []).map((n) => (n > 0 ? n : Number.MAX_SAFE_INTEGER)),
      clientKey: messageKey(call),
    })
    return { status: 'ok' as const, data: job(sent, { companyId: p.company, channelId: c.channelId ?? 0, channelType: c.channelType }) } as const
  },
})

const attach = route({
  methods: ['POST'],
  path: '/companies/{company}/conversations/{id}/messages/attachments',
  summary: 'Upload a file (part `file`), or name one (`file_url`)',
  scope: 'messages:create',
  params: inConversation,
  raw: true,
  output: z.object({ status: z.literal('created'), data: z.object({ external_id: z.number().int() }) }),
  async handle({ actor, request }, { params: p }) {
    own(actor, p.company)
    await record({ ...actor, scopes: [...actor.scopes, 'conversations:read'] }, { conversationId: p.id })
    const file = (await urlIn(request)) ?? null
    const kept = file ? await keepFetched(actor, file) : await upload(actor, request)
    return { status: 'created', data: { external_id: kept.id } } as const
  },
})

/** The `file_url` of a form or JSON; null for a multipart upload. */
async function urlIn(request: Request): Promise<URL | null> {
  const type = request.headers.get('content-type') ?? ''
  if (type.startsWith('multipart/form-data')) return null
  const said = parseLoose(await readText(request, 65_536), type).file_url
  const url = typeof said === 'string' && URL.canParse(said) ? new URL(said) : refuse('bad_input', { field: 'file' })
  return /^https?:$/.test(url.protocol) ? url : refuse('bad_input', { field: 'file_url' })
}

const file = route({
  methods: ['GET'],
  path: '/companies/{company}/attachments/{id}',
  summary: 'The file itself',
  scope: 'messages:read',
  params: inConversation,
  output: z.unknown(),
  async handle({ actor, request }, { params: p }) {
    own(actor, p.company)
    return download(actor, request, p.id)
  },
})

const jobOf = route({
  methods: ['GET'],
  path: '/companies/{company}/channels/{channel}/jobs/{id}',
  summary: 'How a message is faring',
  scope: 'messages:read',
  params: z.object({ ...inCompany, channel: id, id }),
  output: z.object({ status: z.literal('ok'), data: jobShape }),
  async handle({ actor }, { params: p }) {
    own(actor, p.company)
    const { m, c } = await messageRecord(actor, { messageId: p.id })
    if (m.delivery === null || c.channelId !== p.channel) refuse('not_found', { what: 'job' })
    return { status: 'ok' as const, data: job(messageView(m), { companyId: p.company, channelId: p.channel, channelType: c.channelType }) } as const
  },
})

export const messageRoutes = [list, send, attach, file, jobOf]
