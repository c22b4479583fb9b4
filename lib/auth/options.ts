/** next-auth: credentials checked by the domain's `signIn`, the session in an encrypted cookie. */
import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { report } from '@/lib/domain/report'
import { beginSession } from '@/lib/domain/sessions/begin'
import { sessionUser } from '@/lib/domain/users/session-user'
import { signIn } from '@/lib/domain/users/sign-in'
import { addressOf } from './address'
import { endOf } from './cookie'
import { deviceIn } from './device'
import { safePath } from './next-path'
import { appOrigin, isHttps, SESSION_MAX_AGE, sessionSecret } from './settings'
import { cookieName, cookieOptions } from './token'

declare module 'next-auth' {
  interface User {
    uid: number
    v: number
    sid: number
  }
}
declare module 'next-auth/jwt' {
  interface JWT {
    uid: number
    v: number
    sid?: number
  }
}

/** Made per request: the environment is read when it is needed, not when the build looks at this file. */
export function authOptions(): NextAuthOptions {
  // APP_URL rules; without it links follow the Host that was asked, so localhost and 127.0.0.1 both work.
  const origin = appOrigin()
  if (origin) process.env.NEXTAUTH_URL = origin
  else delete process.env.NEXTAUTH_URL
  process.env.AUTH_TRUST_HOST = '1'
  return {
    secret: sessionSecret(),
    session: { strategy: 'jwt', maxAge: SESSION_MAX_AGE },
    useSecureCookies: isHttps(),
    cookies: { sessionToken: { name: cookieName(), options: cookieOptions() } },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/settings/profile' },
    providers: [
      Credentials({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(said, request) {
          const sent = new Headers(request.headers)
          const address = addressOf(sent)
          try {
            const who = await signIn({ email: said?.email ?? '', password: said?.password ?? '', address, device: deviceIn(sent.get('cookie')) })
            const sid = await beginSession(who.actor.userId, { userAgent: sent.get('user-agent') ?? '', address })
            return { id: String(who.actor.userId), uid: who.actor.userId, v: who.sessionVersion, sid }
          } catch (e) {
            throw new Error(report(e).reason, { cause: e })
          }
        },
      }),
    ],
    events: {
      // Whoever leaves by next-auth's own route is signed out on the server as well.
      async signOut({ token }) {
        const actor = await sessionUser(token.uid, token.v, token.sid ?? null)
        if (actor) await endOf(actor)
      },
    },
    callbacks: {
      // Who and which version, nothing else: everything that may change is read from the database.
      jwt: ({ token, user }) => (user ? { uid: user.uid, v: user.v, sid: user.sid } : { uid: token.uid, v: token.v, sid: token.sid }),
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => baseUrl + safePath(url, baseUrl),
    },
  }
}
