import { type InstagramSettings, instagramSettings } from './settings'
import type { Channel } from '../channel'
import { download } from '../http'
import { checkGraph, META_HOSTS, metaHandshake, verifyMeta } from '../meta'
import { parseMessaging } from '../meta-messaging'
import { actMessaging, profileOf, sendMessaging } from '../meta-send'

/** Instagram's messages: stories that are answered or mention us, unsending, files by an address the provider fetches. */
export const instagram: Channel<InstagramSettings> = {
  type: 'instagram',
  settings: instagramSettings,
  verify: verifyMeta,
  handshake: metaHandshake,
  parse: (arrived, s) => parseMessaging(arrived, s.accountId),
  send: (part, s, stop) => sendMessaging(part, s, s.accountId, { type: 'instagram', upload: false, metadata: true }, stop),
  act: (a, to, s, stop) => actMessaging(a, to, s, s.accountId, () => 'love', stop),
  profile: (address, s, stop) => profileOf(address, s, 'name,username,profile_pic', stop),
  media: (ref, s, stop) => download(ref, { hosts: META_HOSTS, base: s.baseUrl }, stop),
  check: (s, stop) => checkGraph(s, s.accountId, stop),
}
