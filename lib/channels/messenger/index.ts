import { type MessengerSettings, messengerSettings } from './settings'
import type { Channel } from '../channel'
import { download } from '../http'
import { checkGraph, graphTokenEnds, META_HOSTS, metaHandshake, verifyMeta } from '../meta'
import { parseMessaging } from '../meta-messaging'
import { actMessaging, profileOf, sendMessaging } from '../meta-send'

/** A Facebook page's messages: echoes carry our own reference, receipts are watermarks. */
export const messenger: Channel<MessengerSettings> = {
  type: 'messenger',
  settings: messengerSettings,
  verify: verifyMeta,
  handshake: metaHandshake,
  parse: (arrived, s) => parseMessaging(arrived, s.pageId),
  send: (part, s, stop) => sendMessaging(part, s, s.pageId, { type: 'messenger', upload: true, metadata: true }, stop),
  act: (a, to, s, stop) => actMessaging(a, to, s, s.pageId, (emoji) => emoji, stop),
  profile: (address, s, stop) => profileOf(address, s, 'first_name,last_name,profile_pic', stop),
  media: (ref, s, stop) => download(ref, { hosts: META_HOSTS, base: s.baseUrl }, stop),
  check: (s, stop) => checkGraph(s, s.pageId, stop),
  expiry: graphTokenEnds,
}
