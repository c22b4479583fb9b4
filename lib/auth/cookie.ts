/** Begins and ends a session from a server action: the same cookie that next-auth's own route sets. */
import { cookies, headers } from 'next/headers'
import { beginSession } from '@/lib/domain/sessions/begin'
import { endSession as endIt } from '@/lib/domain/sessions/end'
import { signOutEverywhere } from '@/lib/domain/users/sign-out-everywhere'
import { addressOf } from './address'
import { DEVICE_COOKIE, deviceFor, deviceOptions } from './device'
import { type UserActor, currentActor } from './session'
import { SESSION_MAX_AGE } from './settings'
import { cookieName, cookieOptions, encodeToken } from './token'

/** Signs this browser in as the user, in the given session version. `isNew`: it proved who it is just now, and is known to that account from here on. */
export async function startSession(userId: number, sessionVersion: number, isNew = true): Promise<void> {
  const [jar, sent] = [await cookies(), await headers()]
  const sid = await beginSession(userId, { userAgent: sent.get('user-agent') ?? '', address: addressOf(sent) })
  jar.set(cookieName(), await encodeToken(userId, sessionVersion, sid), { ...cookieOptions(), maxAge: SESSION_MAX_AGE })
  if (isNew) jar.set(DEVICE_COOKIE, deviceFor(userId), deviceOptions())
}

/** Signs this browser out: on the server first, so that a copy of the cookie opens nothing either. */
export async function endSession(): Promise<void> {
  const actor = await currentActor()
  if (actor) await endOf(actor)
  const jar = await cookies()
  jar.set(cookieName(), '', { ...cookieOptions(), maxAge: 0 })
}

/** A cookie from before sessions had rows can only be ended with all others. */
export const endOf = (actor: UserActor): Promise<void> => (actor.sessionId === undefined ? signOutEverywhere(actor, {}) : endIt(actor, { sessionId: actor.sessionId }))
