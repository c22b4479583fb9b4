/** Text messages in Twilio's form: no edits, no reactions; files by an address that the provider fetches. */
import { type SmsSettings, smsSettings } from './settings'
import type { Channel, Fault, Outgoing, Sent } from '../channel'
import { download, isFault } from '../http'
import { obj, str } from '../loose'
import { twilioSigned } from '../signatures'
import { account, basic } from './account'
import { mediaAddress, poll } from './list'
import { parse } from './parse'

/** Largest call, bytes: 1600 characters and ten addresses are the most that Twilio puts into one. */
const CALL_MAX = 65_536

export const sms: Channel<SmsSettings> = {
  type: 'sms',
  settings: smsSettings,
  callMax: () => CALL_MAX,
  // Behind a proxy our own address is the one it was given; the one the call came by is tried as well.
  verify: ({ raw, headers, urls }, s) =>
    [...(s.publicUrl ? [s.publicUrl] : []), ...urls].some((url) => twilioSigned(raw, headers.get('x-twilio-signature'), url, s.authToken)),
  parse,
  bodyOf: (kept) => new URLSearchParams(Object.entries(obj(JSON.parse(kept))).map(([k, v]) => [k, str(v)])).toString(),
  poll,
  thanks: () => ({ type: 'text/xml; charset=utf-8', body: '<Response/>' }),
  send,
  // Names in the file's address are Twilio's; what it redirects to is a CDN that gets no password.
  media: async (ref, s, stop) =>
    download(
      await mediaAddress(ref, s, stop),
      {
        headers: { authorization: basic(s) },
        hosts: ['api.twilio.com', 'media.twiliocdn.com', 'twiliocdn.com', 'mms.twiliocdn.com', 's3-external-1.amazonaws.com'],
        base: s.baseUrl,
      },
      stop,
    ),
  async check(s, stop) {
    const answer = await account(s, '.json', {}, stop)
    return isFault(answer) ? { ...answer, class: answer.class === 'ambiguous' ? 'retry' : answer.class } : null
  },
}

async function send(part: Outgoing, s: SmsSettings, stop: AbortSignal): Promise<Sent | Fault> {
  const service = /^(\w+):\+?\w/.exec(part.to.address)?.[1]
  if (!service && !/^\+?\d{3,20}$/.test(part.to.address))
    return { class: 'permanent', code: 'alphanumeric', message: 'This sender has a name instead of a number: it cannot be answered.' }
  const form = new URLSearchParams({
    To: part.to.address,
    ...(s.messagingServiceSid ? { MessagingServiceSid: s.messagingServiceSid } : { From: service ? `${service}:${s.from}` : s.from }),
  })
  if (part.text) form.set('Body', part.text)
  if (part.file && part.fileUrl) form.set('MediaUrl', part.fileUrl)
  if (part.callbackUrl) form.set('StatusCallback', part.callbackUrl)
  const answer = await account(s, '/Messages.json', { method: 'POST', body: form }, stop)
  if (isFault(answer)) return answer
  const externalId = str(answer.json.sid)
  return externalId ? { externalId } : { class: 'ambiguous', code: 'no_id', message: 'delivery_unclear' }
}
