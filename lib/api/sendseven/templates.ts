/** SendSeven: approved WhatsApp templates, and the messages that are more than words. Published clients know them by several addresses. */
import { z } from 'zod'
import type { TokenActor } from '@/lib/domain/tokens/resolve'
import { refuse } from '@/lib/domain/errors'
import { reply } from '@/lib/domain/messages/reply'
import { messageRecord } from '@/lib/domain/messages/records'
import { inOrder, slotsOf } from '@/lib/domain/templates/fill'
import { findTemplate, type TemplateRecord, templateRecords } from '@/lib/domain/templates/find'
import { together } from '@/lib/domain/together'
import { keepFetched } from '../attachments/upload'
import { looseInt } from '../programs/body'
import { messageKey } from '../programs/once'
import { type Call, type Route, route } from '../programs/route'
import { baseOf } from './base'
import { idIn, idOf, numberOf } from './ids'
import { conversationFor, NONE, target, withReading } from './messages'
import { presentMessage } from './present'
import { messageShape } from './shapes'

const button = z.object({ type: z.string(), text: z.string(), url: z.string().optional() })
const shape = z.object({
  id: z.string(),
  tenant_id: z.string(),
  channel_id: z.string(),
  waba_id: z.null(),
  template_id: z.string(),
  name: z.string(),
  language: z.string(),
  category: z.string(),
  status: z.string(),
  quality_score: z.null(),
  header_type: z.string().nullable(),
  header_text: z.string().nullable(),
  body_text: z.string(),
  footer_text: z.string().nullable(),
  buttons: z.array(button),
  quick_reply_buttons: z.array(z.object({ index: z.number().int(), caption: z.string() })),
  variables: z.array(z.string()).describe('Names of what is to be filled in, in the order in which it is read'),
  parameter_format: z.enum(['positional', 'named']),
  last_synced_at: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
})

const BUTTONS = { reply: 'QUICK_REPLY', url: 'URL', phone: 'PHONE_NUMBER', code: 'COPY_CODE', otp: 'OTP' } as const

function shown(t: TemplateRecord): z.output<typeof shape> {
  const { header, body, footer, buttons } = t.parts
  const names = slotsOf(t.parts).map((s) => s.name)
  const at = t.updatedAt.toISOString()
  return {
    id: idOf('template', t.id),
    tenant_id: idOf('tenant', t.workspaceId),
    channel_id: idOf('channel', t.channelId),
    waba_id: null,
    template_id: t.externalId,
    name: t.name,
    language: t.language,
    category: t.category,
    status: t.status,
    quality_score: null,
    header_type: header?.kind.toUpperCase() ?? null,
    header_text: header?.kind === 'text' ? header.text : null,
    body_text: body,
    footer_text: footer,
    buttons: buttons.map((b) => ({ type: BUTTONS[b.kind], text: b.text, ...(b.url ? { url: b.url } : {}) })),
    quick_reply_buttons: buttons.filter((b) => b.kind === 'reply').map((b, index) => ({ index, caption: b.text })),
    variables: names,
    parameter_format: names.some((n) => !/^\d+$/.test(n)) ? 'named' : 'positional',
    last_synced_at: at,
    created_at: at,
    updated_at: at,
  }
}

const list = route({
  methods: ['GET'],
  path: '/whatsapp-templates',
  summary: 'List WhatsApp templates, of one channel or of all',
  scope: 'channels:read',
  query: z.object({
    channel_id: idIn('channel').optional(),
    status: z.string().max(40).optional(),
    limit: looseInt.pipe(z.number().min(1).max(1000)).default(100),
    offset: looseInt.pipe(z.number().min(0).max(100_000)).default(0),
  }),
  output: z.object({ templates: z.array(shape), total: z.number(), channel_id: z.string().nullable(), status_filter: z.string().nullable() }),
  async handle({ actor }, { query: q }) {
    const { templates, total } = await templateRecords(actor, {
      channelId: q.channel_id === 0 ? NONE : q.channel_id,
      status: q.status,
      limit: q.limit,
      offset: q.offset,
    })
    return { templates: templates.map(shown), total, channel_id: q.channel_id ? idOf('channel', q.channel_id) : null, status_filter: q.status ?? null }
  },
})

const named = z.object({ template: z.string().min(1).max(512) })
/** Our id, the provider's id, or the name. */
const byName = (said: string) => {
  const id = said.startsWith('tpl_') ? numberOf('template', said) : null
  return id === null ? { name: said } : { id }
}

const get = route({
  methods: ['GET'],
  path: '/whatsapp-templates/{template}',
  summary: 'Get a WhatsApp template',
  scope: 'channels:read',
  params: named,
  output: shape,
  async handle({ actor }, { params: p }) {
    const { templates } = await templateRecords(actor, { limit: 1000 })
    const at = byName(p.template)
    const found = templates.find((t) => ('id' in at ? t.id === at.id : t.name === at.name || t.externalId === at.name))
    return shown(found ?? refuse('not_found', { what: 'template' }))
  },
})

const value = z.union([z.string().max(1024), z.number(), z.boolean()]).transform(String)
const values = z.union([z.array(value).max(50), z.record(z.string().max(120), value)]).nullish()

const sending = {
  ...target,
  whatsapp_id: z.string().max(320).nullish(),
  language: z.string().max(20).nullish(),
  language_code: z.string().max(20).nullish(),
  variable_values: values,
  variables: values,
  parameters: values,
  header_media_url: z.string().max(2000).nullish(),
  meta: z.record(z.string(), z.unknown()).nullish(),
}
const whom = (b: { conversation_id?: unknown; contact_method_id?: unknown; contact_id?: unknown; to?: unknown; whatsapp_id?: unknown }) =>
  b.conversation_id != null || b.contact_method_id != null || b.contact_id != null || b.to != null || b.whatsapp_id != null
const WHOM = { message: 'one of conversation_id, contact_method_id, contact_id, whatsapp_id or to is required', path: ['contact_id'] }

/** `{"1": …}` or `{"first_name": …}` for the text, `url_suffix` and `otp_code` for the first such button; a list goes by the order of reading. */
function filling(t: TemplateRecord, said: z.output<typeof values>): Record<string, string> {
  if (!said) return {}
  if (Array.isArray(said)) return inOrder(t.parts, said)
  const slots = slotsOf(t.parts)
  const buttons = slots.filter((s) => s.part === 'button')
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, text]) => {
      const special = /^(?:url_suffix|otp_code)(?:_(\d+))?$/.exec(name)
      if (special)
        return buttons
          .slice(Number(special[1] ?? 0))
          .slice(0, 1)
          .map((s) => [s.key, text])
      return slots.filter((s) => s.part !== 'button' && s.name === name).map((s) => [s.key, text])
    }),
  )
}

const templateBody = z.object(sending)

async function sendTemplate(call: Call, which: { id?: number; name?: string }, b: z.output<typeof templateBody>) {
  const { actor } = call
  const channelId = b.channel_id == null ? undefined : b.channel_id || NONE
  const t = await findTemplate(actor, { ...which, channelId, language: b.language ?? b.language_code ?? undefined })
  const to = b.to ?? b.whatsapp_id?.replace(/^\+?(\d{5,20})$/, '+$1')
  const file = b.header_media_url ? await headerFile(actor, b.header_media_url) : []
  const sent = await together(withReading(call), async () =>
    reply(actor, {
      conversationId: await conversationFor(actor, { ...b, to, channel_id: b.contact_method_id == null && b.conversation_id == null ? t.channelId : b.channel_id }),
      body: '',
      template: { name: t.name, language: t.language, values: filling(t, b.variable_values ?? b.variables ?? b.parameters) },
      attachmentIds: file,
      clientKey: messageKey(call),
      extra: b.meta ?? undefined,
      messageType: 'template',
    }),
  )
  const shownMessage = await presentMessage(await messageRecord(withReading(call), { messageId: sent.id }), baseOf(call.request))
  return { ...shownMessage, success: true as const, message_id: shownMessage.id, error: null, error_code: null, error_details: null }
}

/** An upload of this API's, or what stands at an address. */
async function headerFile(actor: TokenActor, said: string): Promise<number[]> {
  const own = numberOf('attachment', /(?:^|\/attachments\/)(att_\d+)(?:\/download)?$/.exec(said)?.[1] ?? said)
  if (own !== null) return [own]
  const url = URL.canParse(said) ? new URL(said) : refuse('bad_input', { field: 'header_media_url' })
  return [(await keepFetched(actor, /^https?:$/.test(url.protocol) ? url : refuse('bad_input', { field: 'header_media_url' }))).id]
}

const sentShape = messageShape.extend({ success: z.literal(true), message_id: z.string(), error: z.null(), error_code: z.null(), error_details: z.null() })

const sendByName = route({
  methods: ['POST'],
  path: '/whatsapp-templates/{template}/send',
  summary: 'Send a template, by its id or name',
  scope: 'messages:create',
  status: 201,
  params: named,
  body: templateBody.refine(whom, WHOM),
  output: sentShape,
  handle: (call, { params: p, body: b }) => sendTemplate(call, byName(p.template), b),
})

const sendTemplateMessage = route({
  methods: ['POST'],
  path: '/messages/send/template',
  summary: 'Send a template',
  scope: 'messages:create',
  status: 201,
  body: templateBody
    .extend({ template_name: z.string().min(1).max(512).nullish(), template_id: z.string().min(1).max(512).nullish(), template: z.string().min(1).max(512).nullish() })
    .refine(whom, WHOM)
    .refine((b) => (b.template_name ?? b.template_id ?? b.template) != null, { message: 'template_name is required', path: ['template_name'] }),
  output: sentShape,
  handle: (call, { body: b }) => sendTemplate(call, byName(b.template_id ?? b.template_name ?? b.template ?? ''), b),
})

const option = z.object({ id: z.string().max(256).nullish(), title: z.string().min(1).max(200), description: z.string().max(500).nullish() })

const interactive = route({
  methods: ['POST'],
  path: '/messages/send/interactive',
  summary: 'Send a message with choices; where the channel has no buttons they are written below its words',
  scope: 'messages:create',
  status: 201,
  body: z
    .object({
      ...target,
      type: z.enum(['buttons', 'list', 'quick_reply', 'quick_replies', 'button']),
      body: z.string().min(1).max(4096),
      header: z.union([z.string().max(200), z.looseObject({ text: z.string().max(200).nullish() })]).nullish(),
      footer: z.string().max(200).nullish(),
      buttons: z.array(option).max(13).nullish(),
      button_text: z.string().max(100).nullish(),
      sections: z
        .array(z.object({ title: z.string().max(200).nullish(), rows: z.array(option).max(10) }))
        .max(10)
        .nullish(),
      meta: z.record(z.string(), z.unknown()).nullish(),
    })
    .refine(whom, WHOM)
    .refine((b) => (b.buttons?.length ?? 0) > 0 || (b.sections?.length ?? 0) > 0, { message: 'buttons or sections is required', path: ['buttons'] }),
  output: messageShape.extend({ type: z.string(), interactive_type: z.string(), error: z.null(), error_code: z.null() }),
  async handle(call, { body: b }) {
    const line = (o: z.output<typeof option>) => `• ${o.title}${o.description ? `: ${o.description}` : ''}`
    const header = typeof b.header === 'string' ? b.header : b.header?.text
    const choices = [(b.buttons ?? []).map(line).join('\n'), ...(b.sections ?? []).map((s) => [s.title ?? '', ...s.rows.map(line)].filter(Boolean).join('\n'))]
    const text = [header ?? '', b.body, ...choices, b.footer ?? ''].filter(Boolean).join('\n\n')
    const { type, buttons, sections, button_text } = b
    const sent = await together(withReading(call), async () =>
      reply(call.actor, {
        conversationId: await conversationFor(call.actor, b),
        body: text,
        clientKey: messageKey(call),
        extra: { ...b.meta, interactive: { type, ...(buttons ? { buttons } : {}), ...(sections ? { sections } : {}), ...(button_text ? { button_text } : {}) } },
        messageType: 'interactive',
      }),
    )
    const shownMessage = await presentMessage(await messageRecord(withReading(call), { messageId: sent.id }), baseOf(call.request))
    return { ...shownMessage, type, interactive_type: type, error: null, error_code: null }
  },
})

/** Some of the vendor's clients write the address with a slash. */
const slashed = (r: Route): Route => ({ ...r, path: r.path.replace('/whatsapp-templates', '/whatsapp/templates') })

export const templateRoutes: Route[] = [sendTemplateMessage, interactive, ...[list, get, sendByName].flatMap((r) => [r, slashed(r)])]
