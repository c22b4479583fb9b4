/** How much of a body pages and actions read: Next unpacks it whole before it asks who sends it, in time that grows with its fields. */
import { cookieIn, cookieName, decodeToken } from './token'

/** Of whoever is signed in, bytes: the longest form of settings, twice. Unpacking as many takes under 100 ms, whatever is in them. */
export const PAGE_BODY_MAX = 32 * 1024
/** Of anybody else: a form to sign in, to join or to choose a password. Takes under 40 ms. */
export const STRANGER_BODY_MAX = 16 * 1024

/** True for a write that is larger than its sender may send; what does not state its length counts as larger for strangers. */
export async function isBodyTooLarge(request: Request): Promise<boolean> {
  if (request.method === 'GET' || request.method === 'HEAD') return false
  const stated = request.headers.get('content-length')
  // Without a length Next itself counts what actions read.
  const length = stated === null ? (request.headers.has('transfer-encoding') ? PAGE_BODY_MAX : 0) : Number(stated)
  if (length <= STRANGER_BODY_MAX) return false
  if (!(length <= PAGE_BODY_MAX)) return true
  const token = cookieIn(request.headers.get('cookie'), cookieName())
  return token === null || (await decodeToken(token)) === null
}
