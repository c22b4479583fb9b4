/** What each provider answers to each call of its API, good or bad. */
import type { ProviderType, Trouble } from './providers'

export type Sent = { type: ProviderType; id: string; to: string; text: string; file: boolean; clientRef: string; callback: string; at: number }
type Call = { method: string; url: URL; body: Buffer; type: string; authorization: string }
type Around = { files: Map<string, { bytes: Uint8Array; misses: number }>; base: string; trouble: () => Trouble | undefined }
type Answer = { status: number; json?: unknown; bytes?: Uint8Array; headers?: Record<string, string>; sent?: Sent; silence?: 'hang' | 'lost' }

let n = 0

export function answerOf(call: Call, around: Around): Answer {
  const path = call.url.pathname
  const file = /^\/files\/(.+)$/.exec(path)?.[1] ?? /^\/file\/bot[^/]+\/(.+)$/.exec(path)?.[1]
  if (file) return fileOf(decodeURIComponent(file), around)
  const bot = /^\/bot([^/]+)\/(\w+)$/.exec(path)
  if (bot) return telegram(bot[2] ?? '', call, around)
  if (path.startsWith('/2010-04-01/')) return call.method === 'POST' ? twilio(call, around) : { status: 200, json: { sid: 'AC1', status: 'active' } }
  return graph(call, around)
}

function fileOf(id: string, { files }: Around): Answer {
  const known = files.get(id)
  if (!known || known.misses-- > 0) return { status: 404, json: { error: { message: 'expired' } } }
  return { status: 200, bytes: known.bytes }
}

/** A call goes wrong before anything is taken, or after. */
function wrong(kind: Trouble | undefined, sent: Sent, bad: Record<Exclude<Trouble, 'hang' | 'lost'>, Answer>): Answer | null {
  if (!kind) return null
  if (kind === 'hang' || kind === 'lost') return { status: 200, sent, silence: kind }
  return bad[kind]
}

function graph(call: Call, { trouble, files, base }: Around): Answer {
  const [, , id = '', what = ''] = call.url.pathname.split('/')
  if (!call.authorization && call.method === 'POST') return meta(401, 190, 'no token')
  if (what === 'media') return { status: 200, json: { id: `up-${++n}` } }
  if (call.method === 'GET')
    return files.has(id) ? { status: 200, json: { id, url: `${base}/files/${id}`, mime_type: 'application/octet-stream' } } : { status: 200, json: { id } }
  const body = call.type.startsWith('application/json') ? (JSON.parse(call.body.toString('utf8')) as Json) : formFields(call)
  const isWhatsapp = body.messaging_product === 'whatsapp'
  const message = (typeof body.message === 'string' ? JSON.parse(body.message) : (body.message ?? {})) as Json
  const recipient = (typeof body.recipient === 'string' && body.recipient.startsWith('{') ? JSON.parse(body.recipient) : body.recipient) as Json | string | undefined
  const text = isWhatsapp ? (body.text as Json | undefined)?.body : message.text
  const to = isWhatsapp ? (body.to ?? recipient) : typeof recipient === 'object' ? recipient.id : ''
  const sent: Sent = {
    type: isWhatsapp ? 'whatsapp' : id === '901' ? 'instagram' : 'messenger',
    id: `${isWhatsapp ? 'wamid' : 'm'}.out${++n}`,
    to: String(to ?? ''),
    text: String(text ?? ''),
    file: text === undefined,
    clientRef: String((isWhatsapp ? body.biz_opaque_callback_data : message.metadata) ?? ''),
    callback: '',
    at: Date.now(),
  }
  const bad = wrong(trouble(), sent, {
    '429': meta(429, 130429, 'slow down', { 'retry-after': '1' }),
    '500': meta(500, 2, 'temporary'),
    token: meta(401, 190, 'The token has expired.'),
    window: meta(400, isWhatsapp ? 131047 : 10, 'window', {}, 2018278),
    opt_out: meta(400, 131050, 'stopped'),
    bad: meta(400, 100, 'Invalid parameter'),
  })
  if (bad) return bad
  return {
    status: 200,
    sent,
    json: isWhatsapp
      ? { messaging_product: 'whatsapp', contacts: [{ input: sent.to, wa_id: sent.to }], messages: [{ id: sent.id }] }
      : { recipient_id: sent.to, message_id: sent.id },
  }
}

type Json = Record<string, unknown>
const meta = (status: number, code: number, message: string, headers = {}, sub?: number): Answer => ({
  status,
  headers,
  json: { error: { code, error_subcode: sub, message } },
})

function telegram(method: string, call: Call, { trouble, files }: Around): Answer {
  const body: Json = call.type.startsWith('application/json') ? (JSON.parse(call.body.toString('utf8')) as Json) : formFields(call)
  if (method === 'getFile')
    return {
      status: 200,
      json: files.has(String(body.file_id)) ? { ok: true, result: { file_path: String(body.file_id) } } : { ok: true, result: { file_path: 'none' } },
    }
  if (!method.startsWith('send')) return { status: 200, json: { ok: true, result: method === 'getMe' ? { id: 77, is_bot: true } : true } }
  const sent: Sent = {
    type: 'telegram',
    id: String(++n),
    to: String(body.chat_id),
    text: String(body.text ?? ''),
    file: method !== 'sendMessage',
    clientRef: '',
    callback: '',
    at: Date.now(),
  }
  const no = (status: number, description: string, parameters = {}): Answer => ({ status, json: { ok: false, error_code: status, description, parameters } })
  const bad = wrong(trouble(), sent, {
    '429': no(429, 'Too Many Requests', { retry_after: 1 }),
    '500': no(500, 'Internal'),
    token: no(401, 'Unauthorized'),
    window: no(400, 'window'),
    opt_out: no(403, 'Forbidden: bot was blocked by the user'),
    bad: no(400, 'Bad Request: chat not found'),
  })
  return bad ?? { status: 200, sent, json: { ok: true, result: { message_id: Number(sent.id), chat: { id: Number(sent.to) } } } }
}

function twilio(call: Call, { trouble }: Around): Answer {
  const form = new URLSearchParams(call.body.toString('utf8'))
  const callback = form.get('StatusCallback') ?? ''
  const sent: Sent = {
    type: 'sms',
    id: `SMout${++n}`,
    to: form.get('To') ?? '',
    text: form.get('Body') ?? '',
    file: form.has('MediaUrl'),
    clientRef: /ref=([\w-]+)/.exec(callback)?.[1] ?? '',
    callback,
    at: Date.now(),
  }
  const no = (status: number, code: number, message: string): Answer => ({ status, json: { code, message, status } })
  const bad = wrong(trouble(), sent, {
    '429': no(429, 20429, 'Too many'),
    '500': no(500, 20500, 'Internal'),
    token: no(401, 20003, 'Authenticate'),
    window: no(400, 63016, 'window'),
    opt_out: no(400, 21610, 'Attempt to send to unsubscribed recipient'),
    bad: no(400, 21211, 'Invalid To'),
  })
  return bad ?? { status: 201, sent, json: { sid: sent.id, status: 'queued', num_segments: '1', error_code: null } }
}

/** The text fields of a multipart form; files are only noticed. */
function formFields(call: Call): Json {
  const out: Json = {}
  for (const m of call.body.toString('latin1').matchAll(/name="(\w+)"\r\n(?:Content-Type: [^\r]*\r\n)?\r\n([^\r]*)\r\n/g))
    if (m[1]) out[m[1]] = Buffer.from(m[2] ?? '', 'latin1').toString('utf8')
  return out
}
