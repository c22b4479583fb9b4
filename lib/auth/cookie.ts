/** Begins and ends a session from a server action: the same cookie that next-auth's own route sets. */
import { cookies } from 'next/headers'
import { SESSION_MAX_AGE } from './settings'
import { cookieName, cookieOptions, encodeToken } from './token'

/** Signs this browser in as the user, in the given session version. */
export async function startSession(userId: number, sessionVersion: number): Promise<void> {
  const jar = await cookies()
  jar.set(cookieName(), await encodeToken(userId, sessionVersion), { ...cookieOptions(), maxAge: SESSION_MAX_AGE })
}

/** Signs this browser out. */
export async function endSession(): Promise<void> {
  const jar = await cookies()
  jar.set(cookieName(), '', { ...cookieOptions(), maxAge: 0 })
}
