/**
 * Who is asking. The cookie says who and which session version; the database says, every time, whether that still holds.
 * Next's own modules are imported where they are needed, since the plain Node server loads this file too.
 */
import { sessionUser } from '@/lib/domain/users/session-user'
import type { UserActor } from '@/lib/domain/users/sign-in'
import { signInPath } from './next-path'
import { cookieIn, cookieName, decodeToken } from './token'

export type { UserActor }

/** The signed-in user of a request to the API; null when there is none (any more). */
export const actorOf = (request: Request): Promise<UserActor | null> => actorOfToken(cookieIn(request.headers.get('cookie'), cookieName()))

/** The signed-in user of the page or action being served; null when there is none (any more). */
export async function currentActor(): Promise<UserActor | null> {
  const { cookies } = await import('next/headers')
  return actorOfToken((await cookies()).get(cookieName())?.value ?? null)
}

/** The signed-in user; everybody else goes to sign in and then comes back to this page. */
export async function requireActor(): Promise<UserActor> {
  const actor = await currentActor()
  if (actor) return actor
  const { headers } = await import('next/headers')
  const { redirect } = await import('next/navigation')
  return redirect(signInPath((await headers()).get('x-parley-path')))
}

async function actorOfToken(token: string | null): Promise<UserActor | null> {
  const claims = token ? await decodeToken(token) : null
  return claims ? sessionUser(claims.uid, claims.v, claims.sid ?? null) : null
}
