/** Twilio's own list of messages: it tells what a lost webhook would have told, under the same keys. */
import type { Fault, Incoming } from '../channel'
import { isFault } from '../http'
import { arr, type Loose, num, obj, present, str } from '../loose'
import { account } from './account'
import { consentOf, smsFault, STATES } from './parse'
import type { SmsSettings } from './settings'

const PAGE = 200

/** One page, newest first. `next` names the page after it inside the same API. */
export async function poll(
  { since, page }: { since: number; page: string | null },
  s: SmsSettings,
  stop: AbortSignal,
): Promise<{ entries: Incoming[]; next: string | null } | Fault> {
  const first = `/Messages.json?${new URLSearchParams({ 'DateSent>': new Date(since).toISOString().replace(/\.\d+/, ''), PageSize: String(PAGE) }).toString()}`
  const answer = await account(s, page ?? first, {}, stop)
  if (isFault(answer)) return answer
  const mark = `/Accounts/${encodeURIComponent(s.accountSid)}/`
  const uri = str(answer.json.next_page_uri)
  const at = uri.startsWith('/') ? uri.indexOf(mark) : -1
  return {
    entries: arr(answer.json.messages)
      .map(obj)
      .flatMap((m) => read(m, s)),
    next: at < 0 ? null : uri.slice(at + mark.length - 1),
  }
}

/** The account may have other numbers: theirs are not ours. */
function isHere(m: Loose, number: string, s: SmsSettings): boolean {
  if (s.messagingServiceSid !== '' && str(m.messaging_service_sid) === s.messagingServiceSid) return true
  return s.from !== '' && number.replace(/^\w+:/, '') === s.from
}

function read(m: Loose, s: SmsSettings): Incoming[] {
  const sid = str(m.sid)
  const at = Date.parse(str(m.date_sent) || str(m.date_created))
  if (!sid || !Number.isFinite(at)) return []
  if (str(m.direction) === 'inbound') return isHere(m, str(m.to), s) && str(m.from) ? received(m, sid, at) : []
  const state = str(m.status)
  if (!isHere(m, str(m.from), s) || !Object.hasOwn(STATES, state)) return []
  const failed = state === 'failed' || state === 'undelivered'
  return [
    present({
      key: `s:${sid}:${state}`,
      at,
      raw: m,
      type: 'status' as const,
      externalId: sid,
      state: STATES[state as keyof typeof STATES],
      fault: failed ? smsFault(num(m.error_code), 0, str(m.error_message)) : undefined,
      // A send whose answer was lost is known by what it said, to whom and when.
      sent: { to: str(m.to), text: str(m.body), at: Date.parse(str(m.date_created)) || at },
    }),
  ]
}

function received(m: Loose, sid: string, at: number): Incoming[] {
  const body = str(m.body)
  const from = { address: str(m.from) }
  const files = Array.from({ length: Math.min(num(m.num_media) || 0, 10) }, (_, i) => ({ ref: `media:${sid}:${i}`, kind: 'file' as const }))
  const said: Incoming = { key: `m:${sid}`, at, raw: m, type: 'message', externalId: sid, from, text: body, files }
  const state = consentOf('', body)
  return state ? [said, { key: `c:${sid}`, at, rank: 1, type: 'consent', from, state }] : [said]
}

/** The address of a file that the list only counts. */
export async function mediaAddress(ref: string, s: SmsSettings, stop: AbortSignal): Promise<string> {
  const [, sid, n] = /^media:(\w+):(\d+)$/.exec(ref) ?? []
  if (!sid || n === undefined) return ref
  const answer = await account(s, `/Messages/${sid}/Media.json`, {}, stop)
  if (isFault(answer)) throw new Error(answer.message)
  const uri = str(obj(arr(answer.json.media_list)[Number(n)]).uri).replace(/\.json$/, '')
  if (!uri.startsWith('/')) throw new Error('Twilio gave no address for the file')
  return s.baseUrl + uri
}
