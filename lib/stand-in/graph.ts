/** Meta's Graph API, as far as WhatsApp, Messenger and Instagram need it. */
import { type Answer, type Around, arr, type Call, type Done, fieldsOf, type Json, nextId, obj, type Sent, str, wrong } from './facts'

/** The accounts it plays. */
export const OURS = { number: '1550', business: '5550', page: '900', instagram: '901' } as const
const DAY_HOURS = 24

export const meta = (status: number, code: number, message: string, headers: Record<string, string> = {}, sub?: number): Answer => ({
  status,
  headers,
  json: { error: { code, error_subcode: sub, message } },
})

export function graph(call: Call, around: Around): Answer {
  const [, , id = '', what = ''] = call.url.pathname.split('/')
  if (call.method === 'GET') return read(id, what, call, around)
  if (!call.authorization) return meta(401, 190, 'no token')
  const body = fieldsOf(call)
  if (what === 'media') {
    const upload = `up-${nextId()}`
    around.uploads.set(upload, body.fileName ?? 'file')
    if (around.uploads.size > 1_000) around.uploads.clear()
    return { status: 200, json: { id: upload } }
  }
  if (what !== 'messages') return meta(404, 100, `nothing is at ${call.url.pathname}`)
  return body.messaging_product === 'whatsapp' ? whatsapp(body, around) : messaging(id, body, around)
}

function read(id: string, what: string, call: Call, { files, base, people, templates }: Around): Answer {
  if (id === 'debug_token')
    return { status: 200, json: { data: { is_valid: true, granular_scopes: [{ scope: 'whatsapp_business_management', target_ids: [OURS.business] }] } } }
  if (what === 'phone_numbers') return { status: 200, json: { data: id === OURS.business ? [{ id: OURS.number }] : [] } }
  if (what === 'message_templates') return id === OURS.business ? pageOf(templates, call) : meta(400, 100, 'Unsupported get request.', {}, 33)
  if (files.has(id)) return { status: 200, json: { id, url: `${base}/files/${id}`, mime_type: files.get(id)?.type } }
  const someone = people.find('messenger', id) ?? people.find('instagram', id)
  if (!someone) return { status: 200, json: { id } }
  const [first_name, ...rest] = someone.name.split(' ')
  const name =
    someone.type === 'messenger' ? { first_name, last_name: rest.join(' ') } : { name: someone.name, username: someone.name.toLowerCase().replaceAll(/\W+/g, '.') }
  return { status: 200, json: { id, ...name, profile_pic: `${base}/files/face-${id}` } }
}

/** Pages by a cursor, as the API does. */
function pageOf(all: readonly Json[], call: Call): Answer {
  const limit = Math.min(Number(call.url.searchParams.get('limit') ?? 25), 100)
  const from = Number(call.url.searchParams.get('after') ?? 0)
  const data = all.slice(from, from + limit)
  const after = String(from + data.length)
  const next = from + data.length < all.length ? { next: `https://graph.example/next?after=${after}` } : {}
  return { status: 200, json: { data, paging: { cursors: { before: String(from), after }, ...next } } }
}

function whatsapp(body: Json, around: Around): Answer {
  const to = str(body.to) || str(body.recipient)
  const done = (kind: Done['kind'], id: string, value: string | null): Answer => ({
    status: 200,
    json: { success: true },
    done: { type: 'whatsapp', kind, to, id, value, at: Date.now() },
  })
  if (body.status === 'read') return done(body.typing_indicator ? 'typing' : 'read', str(body.message_id), null)
  const id = `wamid.out${nextId()}`
  const ok = { messaging_product: 'whatsapp', contacts: [{ input: to, wa_id: to }], messages: [{ id }] }
  if (body.type === 'reaction') return { ...done('react', str(obj(body.reaction).message_id), str(obj(body.reaction).emoji) || null), json: ok }
  const type = str(body.type)
  const media = obj(body[type])
  const sent: Sent = {
    type: 'whatsapp',
    id,
    to,
    text: type === 'text' ? str(obj(body.text).body) : type === 'template' ? str(media.name) : str(media.caption),
    file: type !== 'text' && type !== 'template',
    clientRef: str(body.biz_opaque_callback_data),
    callback: '',
    at: Date.now(),
    ...(media.id ? { fileName: str(media.filename) || around.uploads.get(str(media.id)) } : {}),
    ...(body.context ? { replyTo: str(obj(body.context).message_id) } : {}),
  }
  const bad = wrong(around.trouble(), sent, troubles(131047, 131050))
  if (bad) return bad
  if (type === 'template') {
    const { problem, template } = templateOf(media, around)
    if (problem) return problem
    return { status: 200, sent: { ...sent, template }, json: ok }
  }
  // It takes what comes too late, and tells by a webhook that it will not arrive.
  const isLate = around.people.hours('whatsapp', to) > DAY_HOURS
  return { status: 200, sent: isLate ? { ...sent, fate: 'window' } : sent, json: ok }
}

function templateOf(t: Json, { templates }: Around): { problem?: Answer; template?: Sent['template'] } {
  const language = str(obj(t.language).code)
  const known = templates.find((k) => k.name === t.name && k.language === language)
  if (!known) return { problem: meta(404, 132001, 'Template name does not exist in the translation') }
  if (known.status !== 'APPROVED') return { problem: meta(400, 132015, 'Template is not approved') }
  const given = arr(t.components).map(obj)
  const values: string[] = []
  for (const c of arr(known.components).map(obj)) {
    const part = str(c.type).toLowerCase()
    const holes = part === 'buttons' ? [] : [...new Set(str(c.text).match(/\{\{\w+\}\}/g))]
    const texts = arr(given.find((g) => str(g.type).toLowerCase() === part)?.parameters).map(obj)
    const wanted = part === 'header' && c.format !== 'TEXT' ? 1 : holes.length
    if (texts.length !== wanted) return { problem: meta(400, 132000, `${part}: number of parameters does not match the expected number of params (${wanted})`) }
    if (known.parameter_format === 'NAMED' && holes.some((h) => !texts.some((p) => `{{${str(p.parameter_name)}}}` === h)))
      return { problem: meta(400, 132000, 'a named parameter is missing') }
    values.push(...texts.map((p) => str(p.text) || str(p.type)))
    for (const [i, b] of arr(c.buttons).map(obj).entries()) {
      const own = given.find((g) => g.type === 'button' && str(g.index) === String(i))
      if (/\{\{/.test(str(b.url)) !== (own !== undefined)) return { problem: meta(400, 132000, `button ${i}: wrong parameters`) }
      if (own) values.push(...arr(own.parameters).map((p) => str(obj(p).text)))
    }
  }
  return { template: { name: str(t.name), language, values } }
}

const troubles = (window: number, stopped: number, sub?: number) => ({
  '429': meta(429, 130429, 'slow down', { 'retry-after': '1' }),
  '500': meta(500, 2, 'temporary'),
  token: meta(401, 190, 'The token has expired.'),
  window: meta(400, window, 'window', {}, sub),
  opt_out: meta(400, stopped, 'stopped'),
  bad: meta(400, 100, 'Invalid parameter'),
})

function messaging(id: string, body: Json, around: Around): Answer {
  const type = id === OURS.instagram ? 'instagram' : 'messenger'
  const inside = (v: unknown) => obj(typeof v === 'string' && v.startsWith('{') ? JSON.parse(v) : v)
  const to = str(inside(body.recipient).id)
  const action = str(body.sender_action)
  if (action) {
    const { message_id, reaction } = obj(body.payload)
    const kind = action === 'mark_seen' ? 'read' : action.startsWith('typing') ? 'typing' : 'react'
    const value = action === 'react' ? str(reaction) : action === 'typing_on' ? 'on' : null
    return { status: 200, json: { recipient_id: to }, done: { type, kind, to, id: str(message_id), value, at: Date.now() } }
  }
  const message = inside(body.message)
  const sent: Sent = {
    type,
    id: `m.out${nextId()}`,
    to,
    text: str(message.text),
    file: message.text === undefined,
    clientRef: str(message.metadata),
    callback: '',
    at: Date.now(),
    ...(message.attachment
      ? {
          fileName:
            str(body.fileName) ||
            str(obj(obj(message.attachment).payload).url)
              .split('/')
              .at(-1)
              ?.split('?')[0],
        }
      : {}),
    ...(message.reply_to ? { replyTo: str(obj(message.reply_to).mid) } : {}),
    ...(body.tag === 'HUMAN_AGENT' ? { isHumanAgent: true } : {}),
  }
  const late = type === 'instagram' ? ([10, 2534022] as const) : ([10, 2018278] as const)
  const bad = wrong(around.trouble(), sent, troubles(late[0], 551, late[1]))
  if (bad) return bad
  const hours = around.people.hours(type, to)
  if (hours > (body.tag === 'HUMAN_AGENT' ? 7 * DAY_HOURS : DAY_HOURS)) return meta(400, late[0], 'This message is sent outside of allowed window.', {}, late[1])
  return { status: 200, sent, json: { recipient_id: sent.to, message_id: sent.id } }
}
