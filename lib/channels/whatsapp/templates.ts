/** WhatsApp's approved texts: the account's list, and one of them as it is sent. */
import type { TemplateOut } from '@/db/schema/messages'
import type { TemplateParts } from '@/db/schema/templates'
import type { FoundTemplate } from '@/lib/domain/templates/keep'
import type { Fault } from '../channel'
import { isFault } from '../http'
import { arr, type Loose, obj, own, str } from '../loose'
import { graph } from '../meta'
import type { WhatsappSettings } from './settings'

const PAGE = 100
/** 6,000 is what an account may have. */
const PAGES_MAX = 60

/** All of them, page by page, whatever their state. Without `wabaId` the account is found out by what the token may manage. */
export async function listTemplates(s: WhatsappSettings, stop: AbortSignal): Promise<FoundTemplate[] | Fault> {
  const waba = s.wabaId ? s.wabaId : await findAccount(s, stop)
  if (typeof waba !== 'string') return waba
  const out: FoundTemplate[] = []
  let after = ''
  for (let page = 0; page < PAGES_MAX; page++) {
    const query = new URLSearchParams({ fields: 'id,name,language,status,category,components', limit: String(PAGE), ...(after ? { after } : {}) })
    const answer = await graph(s, `${encodeURIComponent(waba)}/message_templates?${query}`, {}, stop)
    if (isFault(answer)) return answer.class === 'ambiguous' ? { ...answer, class: 'retry', message: 'The provider did not answer.' } : answer
    const items = arr(answer.json.data)
    out.push(...items.map((i) => templateOf(obj(i))).filter((t) => t.name !== '' && t.language !== ''))
    const paging = obj(answer.json.paging)
    after = str(obj(paging.cursors).after)
    if (items.length === 0 || !after || !paging.next) break
  }
  return out
}

/** The account that owns our number, among those the token may manage. */
async function findAccount(s: WhatsappSettings, stop: AbortSignal): Promise<string | Fault> {
  const unknown: Fault = { class: 'permanent', code: 'waba', message: 'The WhatsApp Business account could not be found out: set its id on the channel.' }
  const answer = await graph(s, `debug_token?${new URLSearchParams({ input_token: s.accessToken })}`, {}, stop)
  if (isFault(answer)) return answer.class === 'retry' || answer.class === 'ambiguous' ? { ...answer, class: 'retry' } : unknown
  const scopes = arr(obj(answer.json.data).granular_scopes).map(obj)
  const ids = [...new Set(scopes.filter((g) => str(g.scope).startsWith('whatsapp_business')).flatMap((g) => arr(g.target_ids).map(str)))].filter((id) => /^\d+$/.test(id))
  if (ids.length === 1 && ids[0]) return ids[0]
  for (const id of ids.slice(0, 10)) {
    const numbers = await graph(s, `${id}/phone_numbers?fields=id&limit=100`, {}, stop)
    if (!isFault(numbers) && arr(numbers.json.data).some((n) => str(obj(n).id) === s.phoneNumberId)) return id
  }
  return unknown
}

const BUTTONS: Record<string, TemplateParts['buttons'][number]['kind']> = {
  QUICK_REPLY: 'reply',
  URL: 'url',
  PHONE_NUMBER: 'phone',
  VOICE_CALL: 'phone',
  COPY_CODE: 'code',
  OTP: 'otp',
}
const FILES: Record<string, 'image' | 'video' | 'document'> = { IMAGE: 'image', VIDEO: 'video', DOCUMENT: 'document' }

function templateOf(t: Loose): FoundTemplate {
  const category = str(t.category).slice(0, 40)
  return {
    externalId: str(t.id).slice(0, 100),
    name: str(t.name).slice(0, 512),
    language: str(t.language).slice(0, 20),
    status: str(t.status).slice(0, 40),
    category,
    parts: partsOf(arr(t.components).map(obj), category),
  }
}

function partsOf(components: readonly Loose[], category: string): TemplateParts {
  const parts: TemplateParts = { header: null, body: '', footer: null, buttons: [] }
  const examples: Record<string, string> = {}
  for (const c of components) {
    const type = str(c.type).toUpperCase()
    const example = obj(c.example)
    if (type === 'BODY') {
      parts.body = str(c.text)
      Object.assign(examples, examplesOf('body', arr(arr(example.body_text)[0]), arr(example.body_text_named_params)))
    } else if (type === 'HEADER') {
      const format = str(c.format).toUpperCase() || 'TEXT'
      const file = own(FILES, format)
      if (format === 'TEXT') parts.header = { kind: 'text', text: str(c.text) }
      else if (file) parts.header = { kind: file }
      else parts.unfit = `header ${format}`
      Object.assign(examples, examplesOf('header', arr(example.header_text), arr(example.header_text_named_params)))
    } else if (type === 'FOOTER') parts.footer = str(c.text)
    else if (type === 'BUTTONS')
      for (const [i, b] of arr(c.buttons).map(obj).entries()) {
        const said = str(b.type).toUpperCase()
        const isCode = said === 'OTP' || (category === 'AUTHENTICATION' && said === 'URL')
        const kind = isCode ? ('otp' as const) : own(BUTTONS, said)
        if (!kind) parts.unfit = `button ${said}`
        parts.buttons.push({ kind: kind ?? 'reply', text: str(b.text), ...(kind === 'url' ? { url: str(b.url) } : {}) })
        const given = str(arr(b.example)[0]) || str(b.example)
        if (given && (kind === 'url' || kind === 'code')) examples[`button:${i}`] = given
      }
    else parts.unfit = type.toLowerCase() || 'unknown'
  }
  return Object.keys(examples).length > 0 ? { ...parts, examples } : parts
}

const examplesOf = (part: string, inOrder: readonly unknown[], named: readonly unknown[]): Record<string, string> => ({
  ...Object.fromEntries(inOrder.map((v, i) => [`${part}:${i + 1}`, str(v)])),
  ...Object.fromEntries(named.map((n) => [`${part}:${str(obj(n).param_name)}`, str(obj(n).example)])),
})

/** The `template` of a send. `file`: what its header holds, already handed over. */
export function templateContent(t: TemplateOut, file: Loose | null): { type: 'template'; template: Loose } {
  const texts = (values: TemplateOut['body']) => values.map((v) => ({ type: 'text', ...(v.name === null ? {} : { parameter_name: v.name }), text: v.text }))
  const header = t.header?.kind === 'text' ? texts(t.header.values) : t.header && file ? [{ type: t.header.kind, [t.header.kind]: file }] : []
  const components = [
    ...(header.length > 0 ? [{ type: 'header', parameters: header }] : []),
    ...(t.body.length > 0 ? [{ type: 'body', parameters: texts(t.body) }] : []),
    ...t.buttons.map((b) =>
      b.kind === 'code'
        ? { type: 'button', sub_type: 'copy_code', index: String(b.index), parameters: [{ type: 'coupon_code', coupon_code: b.text }] }
        : { type: 'button', sub_type: 'url', index: String(b.index), parameters: [{ type: 'text', text: b.text }] },
    ),
  ]
  return { type: 'template', template: { name: t.name, language: { code: t.language }, ...(components.length > 0 ? { components } : {}) } }
}
