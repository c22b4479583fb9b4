/** Twilio's messages: one by one, and the list by which what was missed is found. */
import { type Answer, type Around, type Call, nextId, type Sent, wrong } from './facts'

const no = (status: number, code: number, message: string): Answer => ({ status, json: { code, message, status } })

export function twilio(call: Call, { trouble, people, sent: all }: Around): Answer {
  if (call.method === 'GET')
    return call.url.pathname.endsWith('/Messages.json')
      ? { status: 200, json: { messages: all.filter((s) => s.type === 'sms').map(listed), next_page_uri: null } }
      : { status: 200, json: { sid: 'AC1', status: 'active' } }
  const form = new URLSearchParams(call.body.toString('utf8'))
  const callback = form.get('StatusCallback') ?? ''
  const url = form.get('MediaUrl')
  const sent: Sent = {
    type: 'sms',
    id: `SMout${nextId()}`,
    to: form.get('To') ?? '',
    text: form.get('Body') ?? '',
    file: url !== null,
    clientRef: /ref=([\w-]+)/.exec(callback)?.[1] ?? '',
    callback,
    at: Date.now(),
    ...(url === null ? {} : { fileName: decodeURIComponent(url.split('/').at(-1)?.split('?')[0] ?? 'file') }),
  }
  const stopped = no(400, 21610, 'Attempt to send to unsubscribed recipient')
  const bad = wrong(trouble(), sent, {
    '429': no(429, 20429, 'Too many'),
    '500': no(500, 20500, 'Internal'),
    token: no(401, 20003, 'Authenticate'),
    window: no(400, 63016, 'window'),
    opt_out: stopped,
    bad: no(400, 21211, 'Invalid To'),
  })
  if (bad) return bad
  if (people.find('sms', sent.to)?.consent === 'stopped') return stopped
  return { status: 201, sent, json: { sid: sent.id, status: 'queued', num_segments: '1', error_code: null } }
}

const listed = (s: Sent) => ({
  sid: s.id,
  direction: 'outbound-api',
  from: '+15550009999',
  to: s.to,
  body: s.text,
  status: 'delivered',
  num_media: s.file ? '1' : '0',
  date_sent: new Date(s.at).toUTCString(),
})
