/** SendSeven's activation: an endpoint must answer the challenge, unsigned, with exactly 200 and the same word. */
import { randomBytes, randomUUID } from 'node:crypto'
import { refuse } from '@/lib/domain/errors'
import { allowInside } from '@/lib/net/allow-inside'
import { postOutside } from '@/lib/net/outside'
import { canonicalJson } from '../programs/canonical'

/**
 * Published receivers know the call by its header or by its type, and look for the challenge at the top or under `data`.
 * `authorization` goes with it as with every delivery. Throws `webhook_silent` when the endpoint does not answer as it must within 10 s.
 */
export async function activate(url: string, authorization?: string): Promise<void> {
  const challenge = randomBytes(16).toString('hex')
  const now = new Date()
  const body = canonicalJson({ type: 'sendseven_verification', challenge, data: { challenge }, timestamp: now.toISOString() })
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Parley',
    'x-sendseven-event': 'verification',
    'x-sendseven-timestamp': String(Math.floor(now.getTime() / 1000)),
    'x-sendseven-delivery-id': randomUUID(),
    ...(authorization ? { authorization } : {}),
  }
  const answer = await postOutside(url, body, headers, { timeoutMs: 10_000, allowInside: allowInside() }).catch((e: unknown) =>
    refuse('webhook_silent', { why: e instanceof Error ? e.message : '' }),
  )
  let said: unknown
  try {
    said = JSON.parse(answer.text)
  } catch {
    refuse('webhook_silent', { why: 'no JSON' })
  }
  if (answer.status !== 200 || said === null || typeof said !== 'object' || !('challenge' in said) || said.challenge !== challenge)
    refuse('webhook_silent', { why: `answered ${answer.status}` })
}
