/** A call to Twilio's account. */
import type { Fault } from '../channel'
import { type Answer, call, isFault, retryAfter } from '../http'
import { num, str } from '../loose'
import { smsFault } from './parse'
import type { SmsSettings } from './settings'

export const basic = (s: SmsSettings) => `Basic ${Buffer.from(`${s.accountSid}:${s.authToken}`).toString('base64')}`

export async function account(s: SmsSettings, path: string, init: RequestInit, stop: AbortSignal): Promise<Answer | Fault> {
  const answer = await call(`${s.baseUrl}/2010-04-01/Accounts/${encodeURIComponent(s.accountSid)}${path}`, { ...init, headers: { authorization: basic(s) } }, stop)
  if (isFault(answer) || (answer.status >= 200 && answer.status < 300)) return answer
  return smsFault(num(answer.json.code), answer.status, str(answer.json.message), retryAfter(answer.headers))
}
