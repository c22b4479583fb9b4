/**
 * What Next runs before a page (its name for middleware): the origin and size of writes, security headers with a fresh nonce, the
 * page's own path for whoever must come back to it, the session cookie's renewal. Who may see what is decided in pages,
 * actions and handlers, never here.
 */
import { type NextRequest, NextResponse } from 'next/server'
import { policyFor } from '@/lib/auth/csp'
import { securityHeaders } from '@/lib/auth/headers'
import { saidOrigin, sameOrigin } from '@/lib/auth/origin'
import { appOrigin, isHttps, SESSION_MAX_AGE } from '@/lib/auth/settings'
import { isBodyTooLarge } from '@/lib/auth/page-body'
import { cookieName, cookieOptions, renewedToken } from '@/lib/auth/token'
import { frameAncestorsOf } from '@/lib/auth/widget-frames'
import { REASONS } from '@/lib/domain/errors'

const dev = process.env.NODE_ENV === 'development'

export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl
  if (!mayWrite(request)) return new NextResponse(REASONS.wrong_origin[1], { status: 403, headers: securityHeaders() })
  if (await isBodyTooLarge(request)) return new NextResponse(REASONS.too_large[1], { status: 413, headers: securityHeaders() })
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString('base64')
  const policy = policyFor({ nonce, dev, https: isHttps(), frameAncestors: await frameAncestorsOf(pathname) })

  // Next takes the nonce for its own scripts from the request's policy; pages take theirs from x-nonce.
  const passed = new Headers(request.headers)
  passed.set('content-security-policy', policy)
  passed.set('x-nonce', nonce)
  passed.set('x-parley-path', pathname + search)
  const own = ownHost(request)
  if (own) passed.set('x-forwarded-host', own)
  const response = NextResponse.next({ request: { headers: passed } })
  response.headers.set('content-security-policy', policy)
  for (const [name, value] of Object.entries(securityHeaders())) response.headers.set(name, value)
  const renewed = request.method === 'GET' ? await renewedToken(request.cookies.get(cookieName())?.value) : null
  if (renewed) response.cookies.set(cookieName(), renewed, { ...cookieOptions(), maxAge: SESSION_MAX_AGE })
  return response
}

/**
 * Next lets a server action pass only when Origin and Host agree. Where APP_URL is set and the Origin is that one, it is our
 * own page, whatever Host the proxy sends.
 */
function ownHost(request: NextRequest): string | null {
  const own = appOrigin()
  return own !== null && saidOrigin(request) === own ? new URL(own).host : null
}

/** next-auth's own forms carry a token of their own, so there only a foreign origin is refused, not a missing one. */
const mayWrite = (request: NextRequest) => sameOrigin(request) || (request.nextUrl.pathname.startsWith('/api/auth/') && saidOrigin(request) === null)

// Built files and the API answer for themselves.
export const config = { matcher: ['/((?!_next/static|_next/image|api/(?!auth)|p1/).*)'] }
