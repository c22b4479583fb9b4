/** The session token: next-auth's encrypted JWT holding who (`uid`), which session (`sid`) and which session version (`v`). */
import { createHash } from 'node:crypto'
import { decode, encode } from 'next-auth/jwt'
import { z } from 'zod'
import { isHttps, SESSION_MAX_AGE, sessionSecret } from './settings'

/** `exp` in unix seconds. */
const claims = z.object({ uid: z.number().int().positive(), v: z.number().int(), sid: z.number().int().positive().optional(), exp: z.number() })
export type Claims = z.output<typeof claims>

export const cookieName = () => (isHttps() ? '__Secure-next-auth.session-token' : 'next-auth.session-token')

export const cookieOptions = () => ({ httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps() }) as const

/** A token for this user's session, good for 30 days. */
export const encodeToken = (uid: number, v: number, sid?: number) => encode({ token: { uid, v, sid }, secret: sessionSecret(), maxAge: SESSION_MAX_AGE })

// Decrypting costs more than a whole list query, and a browser sends the same token every time.
const CACHE_MAX = 2000
const TOKEN_MAX = 4096
const cache = new Map<string, Claims>()

/** The claims of a token that we made and that has not expired; null for anything else. */
export async function decodeToken(token: string, now = Date.now()): Promise<Claims | null> {
  if (token.length === 0 || token.length > TOKEN_MAX) return null
  const key = createHash('sha256').update(sessionSecret()).update(token).digest('base64url')
  const known = cache.get(key)
  if (known) {
    cache.delete(key)
    if (known.exp * 1000 <= now) return null
    cache.set(key, known)
    return known
  }
  const made = claims.safeParse(await decode({ token, secret: sessionSecret() }).catch(() => null))
  if (!made.success || made.data.exp * 1000 <= now) return null
  if (cache.size >= CACHE_MAX)
    for (const oldest of cache.keys()) {
      cache.delete(oldest)
      break
    }
  cache.set(key, made.data)
  return made.data
}

const RENEW_AFTER = 86_400

/** A token that begins its 30 days anew, once a day: whoever keeps coming stays signed in. Null when there is nothing to renew. */
export async function renewedToken(token: string | undefined, now = Date.now()): Promise<string | null> {
  const claims = token ? await decodeToken(token, now) : null
  if (!claims || claims.exp - now / 1000 > SESSION_MAX_AGE - RENEW_AFTER) return null
  return encodeToken(claims.uid, claims.v, claims.sid)
}

/** One cookie of a Cookie header. */
export function cookieIn(header: string | null, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return null
}
