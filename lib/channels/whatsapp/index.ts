/** WhatsApp's Cloud API: free words within a day of the customer's last message, files by upload, statuses by webhook. */
import { type WhatsappSettings, whatsappSettings } from './settings'
import type { Act, Channel, Fault, File, Outgoing, Party, Sent } from '../channel'
import { blobOf, download, isFault } from '../http'
import { arr, obj, some, str } from '../loose'
import { checkGraph, graph, graphTokenEnds, META_HOSTS, metaHandshake, verifyMeta } from '../meta'
import { whatsappLimits } from './limits'
import { marksOf } from './marks'
import { parse } from './parse'
import { listTemplates, templateContent } from './templates'

const MB = 1024 * 1024

export const whatsapp: Channel<WhatsappSettings> = {
  type: 'whatsapp',
  settings: whatsappSettings,
  verify: verifyMeta,
  handshake: metaHandshake,
  parse,
  send,
  act,
  media,
  templates: listTemplates,
  check: (s, stop) => checkGraph(s, s.phoneNumberId, stop),
  expiry: graphTokenEnds,
}

async function send(part: Outgoing, s: WhatsappSettings, stop: AbortSignal): Promise<Sent | Fault> {
  const content = part.template
    ? await fromTemplate(part, s, stop)
    : part.file
      ? await fileContent(part.file, s, stop)
      : { type: 'text', text: { body: wordsOf(part), preview_url: /https?:\/\//.test(part.text ?? '') } }
  if (isFault(content)) return content
  const json = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...recipient([part.to.address, ...(part.to.aliases ?? [])]),
    ...(part.replyTo ? { context: { message_id: part.replyTo } } : {}),
    biz_opaque_callback_data: part.clientRef,
    ...content,
  }
  const answer = await graph(s, `${s.phoneNumberId}/messages`, { json }, stop)
  if (isFault(answer)) return answer
  const messages = answer.json.messages
  const externalId = str(obj(Array.isArray(messages) ? messages[0] : undefined).id)
  // Not always the number that was written to: some have two spellings, and they will write from this one.
  const to = str(obj(arr(answer.json.contacts)[0]).wa_id)
  return externalId ? { externalId, ...(to ? { to } : {}) } : { class: 'ambiguous', code: 'no_id', message: 'delivery_unclear' }
}

async function fromTemplate({ template, file }: Outgoing, s: WhatsappSettings, stop: AbortSignal): Promise<Record<string, unknown> | Fault> {
  if (!template) return { class: 'permanent', code: 'template', message: 'template_unknown' }
  if (!file || !template.header || template.header.kind === 'text') return templateContent(template, null)
  const handed = await handOver(file, s, stop)
  return isFault(handed) ? handed : templateContent(template, { id: handed.id, ...(template.header.kind === 'document' ? { filename: file.name } : {}) })
}

/** The number exactly as they gave it, or the business-scoped id where they gave none. */
function recipient(names: readonly string[]): { to: string } | { recipient: string } {
  const number = names.find((n) => /^\+?\d+$/.test(n))
  return number ? { to: number.replace('+', '') } : { recipient: names[0] ?? '' }
}

/** Reading and typing are one call, about their newest message. */
async function act(a: Act, to: Party, s: WhatsappSettings, stop: AbortSignal): Promise<Fault | null> {
  const what = wanted(a, to)
  if (what === null) return a.type === 'typing' ? null : { class: 'permanent', code: 'none', message: 'wrong_kind' }
  const answer = await graph(s, `${s.phoneNumberId}/messages`, { json: { messaging_product: 'whatsapp', ...what } }, stop)
  return isFault(answer) ? answer : null
}

function wanted(a: Act, to: Party): Record<string, unknown> | null {
  if (a.type === 'read') return { status: 'read', message_id: a.externalId }
  if (a.type === 'typing') return a.on && a.lastId ? { status: 'read', message_id: a.lastId, typing_indicator: { type: 'text' } } : null
  if (a.type === 'react')
    return {
      recipient_type: 'individual',
      ...recipient([to.address, ...(to.aliases ?? [])]),
      type: 'reaction',
      reaction: { message_id: a.externalId, emoji: a.emoji ?? '' },
    }
  return null
}

const PICTURES = new Set(['image/jpeg', 'image/png'])
const SOUNDS = new Set(['audio/aac', 'audio/mp4', 'audio/mpeg', 'audio/amr', 'audio/ogg'])
const FILMS = new Set(['video/mp4', 'video/3gpp'])

/** What is too large or strange for its kind goes as a document. */
function kindOf(file: File): 'image' | 'audio' | 'video' | 'document' {
  if (PICTURES.has(file.type) && file.size <= 5 * MB) return 'image'
  if (SOUNDS.has(file.type) && file.size <= 16 * MB) return 'audio'
  return FILMS.has(file.type) && file.size <= 16 * MB ? 'video' : 'document'
}

async function fileContent(file: File, s: WhatsappSettings, stop: AbortSignal): Promise<Record<string, unknown> | Fault> {
  const handed = await handOver(file, s, stop)
  if (isFault(handed)) return handed
  const type = kindOf(file)
  return { type, [type]: { id: handed.id, ...(type === 'document' ? { filename: file.name } : {}) } }
}

async function handOver(file: File, s: WhatsappSettings, stop: AbortSignal): Promise<{ id: string } | Fault> {
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('type', file.type)
  form.set('file', await blobOf(file), file.name)
  const answer = await graph(s, `${s.phoneNumberId}/media`, { form }, stop)
  // An upload shows nobody anything: it may be made again whatever became of it.
  if (isFault(answer)) return answer.class === 'ambiguous' ? { ...answer, class: 'retry', message: 'The file could not be handed over yet.' } : answer
  return { id: str(answer.json.id) }
}

/** An id is asked for an address that lives five minutes; the token goes along. */
async function media(ref: string, s: WhatsappSettings, stop: AbortSignal): Promise<File> {
  const at = { headers: { authorization: `Bearer ${s.accessToken}` }, hosts: META_HOSTS, base: s.baseUrl }
  if (/^https?:/.test(ref)) return download(ref, at, stop)
  const answer = await graph(s, encodeURIComponent(ref), {}, stop)
  if (isFault(answer)) throw new Error(answer.message)
  const url = some(answer.json.url)
  if (!url) throw new Error('the provider gave no address for the file')
  return download(url, at, stop)
}

/** With signs around what has looks, unless it would be too long for them. */
function wordsOf({ text = '', html }: Outgoing): string {
  const marked = html ? marksOf(html) : text
  return marked.length <= whatsappLimits.textMax ? marked : text
}
