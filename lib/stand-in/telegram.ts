/** Telegram's Bot API. */
import { type Answer, type Around, type Call, type Done, fieldsOf, nextId, obj, type Sent, str, wrong } from './facts'

const no = (status: number, description: string, parameters = {}): Answer => ({ status, json: { ok: false, error_code: status, description, parameters } })
const ok = (result: unknown): Answer => ({ status: 200, json: { ok: true, result } })

export function telegram(method: string, call: Call, { trouble, files, people }: Around): Answer {
  const body = fieldsOf(call)
  const to = str(body.chat_id)
  const done = (kind: Done['kind'], id: string, value: string | null): Answer => ({ ...ok(true), done: { type: 'telegram', kind, to, id, value, at: Date.now() } })
  if (method === 'getFile') return ok({ file_path: files.has(str(body.file_id)) ? str(body.file_id) : 'none' })
  if (method === 'getMe') return ok({ id: 77, is_bot: true, username: 'stand_in_bot' })
  if (method === 'sendChatAction') return done('typing', '', 'on')
  if (method === 'readBusinessMessage') return done('read', str(body.message_id), null)
  if (method === 'setMessageReaction') return done('react', str(body.message_id), str(obj((body.reaction as unknown[] | undefined)?.[0]).emoji) || null)
  if (method === 'editMessageText') return { ...done('edit', str(body.message_id), str(body.text)), json: { ok: true, result: { message_id: Number(body.message_id) } } }
  if (method === 'deleteMessage') return done('delete', str(body.message_id), null)
  if (method === 'deleteBusinessMessages') return done('delete', str((body.message_ids as unknown[] | undefined)?.[0]), null)
  if (method === 'setWebhook') return { ...ok(true), registered: { webhookUrl: str(body.url), secret: str(body.secret_token) } }
  if (!method.startsWith('send')) return ok(true)
  const sent: Sent = {
    type: 'telegram',
    id: String(nextId()),
    to,
    text: str(body.text) || str(body.caption),
    file: method !== 'sendMessage',
    clientRef: '',
    callback: '',
    at: Date.now(),
    ...(body.fileName === undefined ? {} : { fileName: body.fileName }),
    ...(body.reply_parameters
      ? { replyTo: str(obj(typeof body.reply_parameters === 'string' ? JSON.parse(body.reply_parameters) : body.reply_parameters).message_id) }
      : {}),
  }
  const blocked = no(403, 'Forbidden: bot was blocked by the user')
  const bad = wrong(trouble(), sent, {
    '429': no(429, 'Too Many Requests', { retry_after: 1 }),
    '500': no(500, 'Internal'),
    token: no(401, 'Unauthorized'),
    window: no(400, 'window'),
    opt_out: blocked,
    bad: no(400, 'Bad Request: chat not found'),
  })
  if (bad) return bad
  if (people.find('telegram', to)?.consent === 'blocked') return blocked
  return { status: 200, sent, json: { ok: true, result: { message_id: Number(sent.id), chat: { id: Number(sent.to) || sent.to } } } }
}
