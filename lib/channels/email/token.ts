/** An access token for a mailbox, got with a refresh token: how Google and Microsoft let a program in (OAuth 2.0, RFC 6749 section 6). */
import type { Fault } from '../channel'
import { call, isFault } from '../http'
import { str } from '../loose'
import type { EmailSettings } from './settings'

/** `refreshToken`: the newest; some providers give another each time. `expiresAt`: unix ms. */
export type Lent = { accessToken: string; refreshToken: string; expiresAt: number }

/** Renewed this long (ms) before it ends, so that none ends in the middle of a mail. */
export const EARLY_MS = 5 * 60_000
const HOUR_S = 3600

export const isLent = (s: EmailSettings): boolean => s.refreshToken !== '' && s.tokenUrl !== ''

/** Asks the provider. A Fault of class `account` where only an admin can mend it, `retry` where it may go next time. */
export async function lend(s: EmailSettings, refreshToken = s.refreshToken, stop = new AbortController().signal): Promise<Lent | Fault> {
  const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken, client_id: s.clientId })
  if (s.clientSecret) form.set('client_secret', s.clientSecret)
  const begun = Date.now()
  const answer = await call(
    s.tokenUrl,
    { method: 'POST', body: form.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' } },
    stop,
  )
  // Asked for twice, two are given: nothing is lost by trying again.
  if (isFault(answer) && answer.class === 'account') return answer
  if (isFault(answer)) return { class: 'retry', code: 'token', message: 'The provider that signs us in to the mailbox cannot be reached.' }
  const { json, status } = answer
  const accessToken = str(json.access_token)
  if (status === 200 && accessToken) {
    const seconds = typeof json.expires_in === 'number' && json.expires_in > 0 ? json.expires_in : Number(json.expires_in) || HOUR_S
    return { accessToken, refreshToken: str(json.refresh_token) || refreshToken, expiresAt: begun + seconds * 1000 }
  }
  // With 200 and no token it is some other server, whose words are nobody's here.
  const error = status === 200 ? '' : str(json.error)
  if (error === 'invalid_grant')
    return {
      class: 'account',
      code: 'token:invalid_grant',
      message: 'The provider no longer accepts the refresh token. Allow the access to the mailbox again and enter the new one.',
    }
  if (/^(invalid_client|unauthorized_client)$/.test(error))
    return { class: 'account', code: `token:${error}`, message: 'The provider does not know this client ID, or its secret is wrong.' }
  if (status >= 500 || status === 429) return { class: 'retry', code: `token:${status}`, message: `The provider that signs us in to the mailbox answers ${status}.` }
  return {
    class: 'account',
    code: `token:${error || status}`.slice(0, 100),
    message: `The provider gives no access to the mailbox: ${(status !== 200 && str(json.error_description).slice(0, 300)) || error || status}`,
  }
}
