/** Telegram's Bot API: no receipts, files up to 50 MB out and 20 MB in. */
import { type TelegramSettings, telegramSettings } from './settings'
import type { Channel, Fault, File, Outgoing, Sent } from '../channel'
import { type Answer, blobOf, call, download, isFault, retryAfter } from '../http'
import { num, obj, str } from '../loose'
import { same } from '../signatures'
import { parse } from './parse'

export const telegram: Channel<TelegramSettings> = {
  type: 'telegram',
  settings: telegramSettings,
  verify: ({ headers }, s) => same(headers.get('x-telegram-bot-api-secret-token'), s.webhookSecret),
  parse,
  send,
  media,
  async check(s, stop) {
    const answer = await bot(s, 'getMe', {}, stop)
    return isFault(answer) ? { ...answer, class: answer.class === 'ambiguous' ? 'retry' : answer.class } : null
  },
  async connect(s, url, stop) {
    const answer = await bot(s, 'setWebhook', { url, secret_token: s.webhookSecret, allowed_updates: UPDATES, max_connections: 40 }, stop)
    return isFault(answer) ? answer : null
  },
}

/** Reactions come only to those who ask for them. */
const UPDATES = [
  'message',
  'edited_message',
  'message_reaction',
  'callback_query',
  'my_chat_member',
  'business_connection',
  'business_message',
  'edited_business_message',
  'deleted_business_messages',
]

async function send(part: Outgoing, s: TelegramSettings, stop: AbortSignal): Promise<Sent | Fault> {
  const chat = part.to.address
  const reply = part.replyTo ? { reply_parameters: { message_id: num(part.replyTo.split(':').at(-1)), allow_sending_without_reply: true } } : {}
  const answer = part.file ? await sendFile(part.file, chat, s, stop) : await bot(s, 'sendMessage', { chat_id: chat, text: part.text ?? '', ...reply }, stop)
  if (isFault(answer)) return answer
  const id = str(obj(answer.json.result).message_id)
  return id ? { externalId: `${chat}:${id}` } : { class: 'ambiguous', code: 'no_id', message: 'delivery_unclear' }
}

const PHOTO_MAX = 10 * 1024 * 1024

async function sendFile(file: File, chat: string, s: TelegramSettings, stop: AbortSignal): Promise<Answer | Fault> {
  const isPhoto = /^image\/(jpeg|png|webp)$/.test(file.type) && file.size <= PHOTO_MAX
  const form = new FormData()
  form.set('chat_id', chat)
  form.set(isPhoto ? 'photo' : 'document', await blobOf(file), file.name)
  return bot(s, isPhoto ? 'sendPhoto' : 'sendDocument', form, stop)
}

async function bot(s: TelegramSettings, method: string, body: FormData | Record<string, unknown>, stop: AbortSignal): Promise<Answer | Fault> {
  const init: RequestInit =
    body instanceof FormData ? { method: 'POST', body } : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await call(`${s.baseUrl}/bot${s.botToken}/${method}`, init, stop)
  if (isFault(answer)) return answer
  return answer.status === 200 && answer.json.ok === true ? answer : faultOf(answer)
}

function faultOf({ status, json, headers }: Answer): Fault {
  const code = str(json.error_code) || String(status)
  const message = (str(json.description) || `Telegram answered ${status}.`).slice(0, 500)
  const wait = num(obj(json.parameters).retry_after)
  if (status === 429) return { class: 'retry', code, message, retryAfterMs: wait > 0 ? Math.min(wait, 3600) * 1000 : retryAfter(headers) }
  if (status >= 500) return { class: 'retry', code, message }
  if (status === 401 || status === 404) return { class: 'account', code, message: `Telegram does not accept the bot's token: ${message}` }
  return status === 403 ? { class: 'opt_out', code, message: 'customer_blocked' } : { class: 'permanent', code, message }
}

async function media(ref: string, s: TelegramSettings, stop: AbortSignal): Promise<File> {
  const answer = await bot(s, 'getFile', { file_id: ref }, stop)
  if (isFault(answer)) throw new Error(answer.message)
  const path = str(obj(answer.json.result).file_path)
  if (!path || path.includes('..')) throw new Error('Telegram gave no path for the file')
  return download(`${s.baseUrl}/file/bot${s.botToken}/${path.replace(/^\/+/, '')}`, { hosts: ['api.telegram.org'], base: s.baseUrl, name: path.split('/').at(-1) }, stop)
}
