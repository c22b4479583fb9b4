/** SendSeven's activation: an endpoint must answer the challenge, unsigned, with exactly 200 and the same word. */
import { randomBytes } from 'node:crypto'
import { refuse } from '@/lib/domain/errors'
import { allowInside } from '@/lib/net/allow-inside'
import { postOutside } from '@/lib/net/outside'

/** Throws `webhook_silent` when the endpoint does not answer as it must within 10 s. */
export async function activate(url: string): Promise<void> {
  const challenge = randomBytes(16).toString('hex')
  const body = JSON.stringify({ challenge, type: 'sendseven_verification' })
  const answer = await postOutside(url, body, { 'content-type': 'application/json' }, { timeoutMs: 10_000, allowInside: allowInside() }).catch((e: unknown) =>
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
