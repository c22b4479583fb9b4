/** Telegram's Bot API: no receipts, files up to 50 MB out and 20 MB in. */
import { type TelegramSettings, telegramSettings } from './settings'
import { type Channel, type Fault, type File, MediaGone, type Outgoing, type Sent } from '../channel'
import { type Answer, blobOf, download, isFault } from '../http'
import { obj, str } from '../loose'
import { same } from '../signatures'
import { act } from './act'
import { bot } from './bot'
import { chatOf, idOf, isTopic, readId, ways } from './ids'
import { telegramHtml } from './looks'
import { parse, thanks } from './parse'

/** Largest call, bytes: one update, whose words are 4096 characters at most. */
const CALL_MAX = 2 ** 20

export const telegram: Channel<TelegramSettings> = {
  type: 'telegram',
  settings: telegramSettings,
  callMax: () => CALL_MAX,
  verify: ({ headers }, s) => same(headers.get('x-telegram-bot-api-secret-token'), s.webhookSecret),
  parse,
  thanks,
  send,
  act,
  media,
  async check(s, stop) {
    const answer = await bot(s, 'getMe', {}, stop)
    return isFault(answer) ? { ...answer, class: answer.class === 'ambiguous' ? 'retry' : answer.class } : null
  },
  async connect(s, url, stop) {
    const answer = await bot(s, 'setWebhook', { url, secret_token: s.webhookSecret, allowed_updates: UPDATES, max_connections: 40 }, stop)
    return isFault(answer) ? answer : null
  },
  async disconnect(s, stop) {
    const answer = await bot(s, 'deleteWebhook', {}, stop)
    return isFault(answer) ? answer : null
  },
  // A bot keeps its number when it gets another token.
  account: (s) => s.botToken.split(':')[0] ?? '',
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
  const { address, via } = part.to
  const at = chatOf(address)
  const about = {
    ...at,
    ...ways(via),
    ...(part.replyTo ? { reply_parameters: { message_id: readId(part.replyTo).message, allow_sending_without_reply: true } } : {}),
  }
  const answer = part.file
    ? await sendFile(part.file, about, s, stop)
    : await bot(s, 'sendMessage', { ...about, ...(part.html ? { text: telegramHtml(part.html), parse_mode: 'HTML' } : { text: part.text ?? '' }) }, stop)
  if (isFault(answer)) return answer
  const { message_id: id, chat: where } = obj(answer.json.result)
  return str(id)
    ? { externalId: idOf(str(obj(where).id) || at.chat_id, str(id), isTopic(via) ? undefined : via) }
    : { class: 'ambiguous', code: 'no_id', message: 'delivery_unclear' }
}

const PHOTO_MAX = 10 * 1024 * 1024

async function sendFile(file: File, about: Record<string, unknown>, s: TelegramSettings, stop: AbortSignal): Promise<Answer | Fault> {
  const isPhoto = /^image\/(jpeg|png|webp)$/.test(file.type) && file.size <= PHOTO_MAX
  const form = new FormData()
  for (const [name, value] of Object.entries(about)) form.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  form.set(isPhoto ? 'photo' : 'document', await blobOf(file), file.name)
  return bot(s, isPhoto ? 'sendPhoto' : 'sendDocument', form, stop)
}

async function media(ref: string, s: TelegramSettings, stop: AbortSignal): Promise<File> {
  const answer = await bot(s, 'getFile', { file_id: ref }, stop)
  // Larger than a bot may fetch, or forgotten.
  if (isFault(answer)) throw answer.class === 'permanent' ? new MediaGone(answer.message) : new Error(answer.message)
  const path = str(obj(answer.json.result).file_path)
  if (!path || path.includes('..')) throw new Error('Telegram gave no path for the file')
  return download(`${s.baseUrl}/file/bot${s.botToken}/${path.replace(/^\/+/, '')}`, { hosts: ['api.telegram.org'], base: s.baseUrl, name: path.split('/').at(-1) }, stop)
}
