/** `Idempotency-Key`: the same key gives the same first answer; the same key with another request is refused. */
import { createHash } from 'node:crypto'
import { DomainError } from '@/lib/domain/errors'
import { CLAIM_MS, claimAnswer, keepAnswer, makeWithKey, renewClaim } from '@/lib/domain/tokens/first-answer'
import type { Call } from './route'

/** Longer than a claim lasts: a retry after the first request's process was killed takes the work over and answers. */
export const patience = { waitMs: CLAIM_MS + 2_000 }
const STEP_MS = 50
/** Longest key, characters. */
const KEY_MAX = 255

/**
 * Runs `work` once per token and key; it is given the id of what the request already made before its process was killed. A second request waits for the first one's answer; `refuse` is given `key_reused` for
 * another request with the same key, `request_running` (`data.retryAfter`, seconds) when the first one is still at work.
 */
export async function onceOnly(call: Call, key: string, work: (madeId: number | null) => Promise<Response>, refuse: (error: DomainError) => Response): Promise<Response> {
  if (key.length > KEY_MAX) return refuse(new DomainError('bad_input', { field: 'Idempotency-Key', problem: `at most ${KEY_MAX} characters` }))
  const url = new URL(call.request.url)
  const requestHash = createHash('sha256').update(`${call.request.method} ${url.pathname}${url.search}\n${call.text}`).digest('hex')
  const at = { tokenId: call.actor.tokenId, key, requestHash }
  let madeId: number | null = null
  for (const end = Date.now() + patience.waitMs; ;) {
    const claim = await claimAnswer(at)
    if (claim.is === 'mine') {
      madeId = claim.madeId
      break
    }
    if (claim.is === 'kept')
      return new Response(claim.answer.body, { status: claim.answer.status, headers: { 'content-type': 'application/json', 'idempotent-replayed': 'true' } })
    if (claim.is === 'reused') return refuse(new DomainError('key_reused'))
    if (Date.now() > end) return refuse(new DomainError('request_running', { retryAfter: CLAIM_MS / 1000 }))
    await new Promise((r) => setTimeout(r, STEP_MS))
  }
  // A renewal that fails is made up for by the next one.
  const renewing = setInterval(() => void renewClaim(at).catch(() => {}), CLAIM_MS / 4)
  try {
    const answer = await work(madeId)
    const body = await answer.text()
    // A failure on our side decided nothing: the next try must be free to succeed.
    await keepAnswer(at, answer.status >= 500 || answer.status === 429 ? null : { status: answer.status, body })
    return new Response(body, answer)
  } catch (e) {
    await keepAnswer(at, null)
    throw e
  } finally {
    clearInterval(renewing)
  }
}

/** A message's own key from the request's, so that even a request cut down in the middle sends once. */
export const messageKey = (call: Call): string =>
  call.key === null ? crypto.randomUUID() : `k:${call.actor.tokenId}:${createHash('sha256').update(call.key).digest('hex').slice(0, 40)}`

/** Makes a row that has no key of its own, and answers its id; the one made before when this request goes on for a killed one. */
export async function madeOnce({ actor, key, madeId }: Call, make: () => Promise<number>): Promise<number> {
  return madeId ?? (key === null ? make() : makeWithKey({ tokenId: actor.tokenId, key }, make))
}
