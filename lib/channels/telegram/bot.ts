/** A call of the Bot API, and what its refusals mean. */
import type { Fault } from '../channel'
import { type Answer, call, isFault, retryAfter } from '../http'
import { num, obj, str } from '../loose'
import type { TelegramSettings } from './settings'

export async function bot(s: TelegramSettings, method: string, body: FormData | Record<string, unknown>, stop: AbortSignal): Promise<Answer | Fault> {
  const init: RequestInit =
    body instanceof FormData ? { method: 'POST', body } : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await call(`${s.baseUrl}/bot${s.botToken}/${method}`, init, stop)
  if (isFault(answer)) return answer
  if (answer.status === 200 && answer.json.ok === true) return answer
  // A group that became a supergroup: the answer says under which id it goes on.
  const moved = str(obj(answer.json.parameters).migrate_to_chat_id)
  return moved && chatOf(body) !== moved ? bot(s, method, inChat(body, moved), stop) : faultOf(answer)
}

const chatOf = (body: FormData | Record<string, unknown>) => String((body instanceof FormData ? body.get('chat_id') : body.chat_id) ?? '')

function inChat(body: FormData | Record<string, unknown>, chat: string): FormData | Record<string, unknown> {
  if (!(body instanceof FormData)) return { ...body, chat_id: chat }
  const form = new FormData()
  for (const [name, value] of body) form.append(name, name === 'chat_id' ? chat : value)
  return form
}

function faultOf({ status, json, headers }: Answer): Fault {
  const code = str(json.error_code) || String(status)
  // With 200 it is some other server's.
  const message = ((status !== 200 && str(json.description)) || `Telegram answered ${status}.`).slice(0, 500)
  const wait = num(obj(json.parameters).retry_after)
  if (status === 429) return { class: 'retry', code, message, retryAfterMs: wait > 0 ? Math.min(wait, 3600) * 1000 : retryAfter(headers) }
  if (status >= 500) return { class: 'retry', code, message }
  if (status === 401 || status === 404) return { class: 'account', code, message: `Telegram does not accept the bot's token: ${message}` }
  return status === 403 ? { class: 'opt_out', code, message: 'customer_blocked' } : { class: 'permanent', code, message }
}
