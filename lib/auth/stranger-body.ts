/** How much of a body is read for somebody who is not signed in: Next unpacks an action's whole body before it asks who sends it. */
import { cookieIn, cookieName, decodeToken } from './token'

/** A form to sign in, to join or to choose a password, bytes. Unpacking as many takes about 40 ms, whatever is in them. */
export const STRANGER_BODY_MAX = 16 * 1024

/** True for a write that is larger, or does not state its length, and carries no session of ours. */
export async function isTooLargeForStranger(request: Request): Promise<boolean> {
  if (request.method === 'GET' || request.method === 'HEAD') return false
  const stated = request.headers.get('content-length')
  const length = stated === null ? (request.headers.has('transfer-encoding') ? Number.POSITIVE_INFINITY : 0) : Number(stated)
  if (length <= STRANGER_BODY_MAX) return false
  const token = cookieIn(request.headers.get('cookie'), cookieName())
  return token === null || (await decodeToken(token)) === null
}
