/** What WhatsApp, Messenger and Instagram share: one company's signatures, handshake and errors. */
import type { Arrived, Fault } from './channel'
import { type Answer, call, isFault, retryAfter } from './http'
import { obj, some, str } from './loose'
import { metaSigned, same } from './signatures'

export const verifyMeta = ({ raw, headers }: Arrived, { appSecret }: { appSecret: string }): boolean => metaSigned(raw, headers.get('x-hub-signature-256'), appSecret)

/** The challenge, to whoever knows our word. */
export function metaHandshake(url: URL, { verifyToken }: { verifyToken: string }): string | null {
  const said = (name: string) => url.searchParams.get(`hub.${name}`)
  return said('mode') === 'subscribe' && same(said('verify_token'), verifyToken) ? said('challenge') : null
}

const RETRY = new Set([-1, 1, 2, 4, 17, 32, 341, 613, 1200, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004])
const WINDOW = new Set([131047, 2018278, 2534022, 1545041])
const ACCOUNT = new Set([0, 3, 190, 131005, 131031, 131042, 131045, 368, 1893063])
/** Waits of their own, ms: one pair of people per six seconds; a limit for spam. */
const WAITS: Record<number, number> = { 131056: 6_000, 131048: 15 * 60_000 }

/** Meta's error object as a fault. `status`: of the HTTP answer, 0 for an error that came by webhook. */
export function metaFault(error: unknown, status: number, headers = new Headers()): Fault {
  const e = obj(error)
  const [code, sub] = [Number(e.code ?? Number.NaN), Number(e.error_subcode ?? Number.NaN)]
  const details = some(obj(e.error_data).details) ?? some(e.error_user_msg) ?? some(e.message) ?? some(e.title)
  const message = (details ?? `The provider answered ${status || 'with an error'}.`).slice(0, 500)
  const name = Number.isFinite(code) ? String(code) : String(status)
  if (WINDOW.has(code) || WINDOW.has(sub) || (code === 10 && sub === 2018278)) return { class: 'window', code: name, message: 'window_closed' }
  if (ACCOUNT.has(code) || (code === 10 && !Number.isFinite(sub)) || (code >= 200 && code <= 299) || status === 401) return { class: 'account', code: name, message }
  if (status !== 0 && (RETRY.has(code) || status === 429 || status >= 500))
    return { class: 'retry', code: name, message, retryAfterMs: WAITS[code] ?? retryAfter(headers) }
  return { class: 'permanent', code: name, message }
}

/** A call to the Graph API. */
export async function graph(
  settings: { baseUrl: string; apiVersion: string; accessToken: string },
  path: string,
  init: { method?: string; json?: unknown; form?: FormData },
  stop: AbortSignal,
): Promise<Answer | Fault> {
  const body = init.form ?? (init.json === undefined ? undefined : JSON.stringify(init.json))
  const headers: Record<string, string> = { authorization: `Bearer ${settings.accessToken}`, ...(init.json === undefined ? {} : { 'content-type': 'application/json' }) }
  const answer = await call(`${settings.baseUrl}/${settings.apiVersion}/${path}`, { method: init.method ?? (body === undefined ? 'GET' : 'POST'), headers, body }, stop)
  if (isFault(answer)) return answer
  return answer.status >= 200 && answer.status < 300 ? answer : metaFault(answer.json.error, answer.status, answer.headers)
}

/** Tries the token on the account itself. */
export async function checkGraph(settings: Parameters<typeof graph>[0], id: string, stop: AbortSignal): Promise<Fault | null> {
  const answer = await graph(settings, `${id}?fields=id`, {}, stop)
  if (isFault(answer)) return answer.class === 'ambiguous' ? { ...answer, class: 'retry', message: 'The provider did not answer.' } : answer
  return str(answer.json.id) ? null : { class: 'account', code: 'id', message: 'The provider answered, but not about this account.' }
}

/** When the token ends, unix ms; null when it does not, or Meta does not say. */
export async function graphTokenEnds(settings: Parameters<typeof graph>[0], stop: AbortSignal): Promise<number | null> {
  const answer = await graph(settings, `debug_token?input_token=${encodeURIComponent(settings.accessToken)}`, {}, stop)
  const seconds = isFault(answer) ? 0 : Number(obj(answer.json.data).expires_at ?? 0)
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null
}

/** Where Meta keeps what people send. */
export const META_HOSTS = ['fbsbx.com', 'fbcdn.net', 'facebook.com', 'cdninstagram.com', 'instagram.com', 'whatsapp.net'] as const
