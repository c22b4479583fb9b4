/** `Idempotency-Key`: the same key gives the same first answer; the same key with another request is refused. */
import { createHash } from 'node:crypto'
import { claimAnswer, keepAnswer } from '@/lib/domain/tokens/first-answer'
import type { Call } from './route'

const WAIT_MS = 10_000
const STEP_MS = 50

type Refusals = { reused: () => Response; tooLong: () => Response }

/** Runs `work` once per token and key. A second request waits for the first one's answer, at most 10 s. */
export async function onceOnly(call: Call, key: string, work: () => Promise<Response>, refusals: Refusals): Promise<Response> {
  if (key.length > 255) return refusals.tooLong()
  const url = new URL(call.request.url)
  const requestHash = createHash('sha256').update(`${call.request.method} ${url.pathname}${url.search}\n${call.text}`).digest('hex')
  const at = { tokenId: call.actor.tokenId, key, requestHash }
  for (const end = Date.now() + WAIT_MS; ;) {
    const claim = await claimAnswer(at)
    if (claim.is === 'mine') break
    if (claim.is === 'kept')
      return new Response(claim.answer.body, { status: claim.answer.status, headers: { 'content-type': 'application/json', 'idempotent-replayed': 'true' } })
    if (claim.is === 'reused' || Date.now() > end) return refusals.reused()
    await new Promise((r) => setTimeout(r, STEP_MS))
  }
  let answer: Response
  try {
    answer = await work()
  } catch (e) {
    await keepAnswer(at, null)
    throw e
  }
  const body = await answer.text()
  // A failure on our side decided nothing: the next try must be free to succeed.
  await keepAnswer(at, answer.status >= 500 || answer.status === 429 ? null : { status: answer.status, body })
  return new Response(body, answer)
}

/** A message's own key from the request's, so that even a request cut down in the middle sends once. */
export const messageKey = (call: Call): string => {
  const key = call.request.headers.get('idempotency-key')
  return key ? `k:${call.actor.tokenId}:${createHash('sha256').update(key).digest('hex').slice(0, 40)}` : crypto.randomUUID()
}
