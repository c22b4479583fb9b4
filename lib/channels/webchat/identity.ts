/** Who a site says its visitor is: a short-lived JWT (HS256) signed by the site's backend with the channel's secret. */
import { jwtVerify } from 'jose'
import { z } from 'zod'

/** What the site vouches for. `sub`: its own lasting id for the person. */
export type VouchedFor = { sub: string; name?: string; email?: string }

/** Longest life of a token, in seconds: what leaks must soon be worthless. */
const LIFE_MAX = 3600
const SKEW = 60

const claims = z.object({
  sub: z.union([z.string(), z.number().int().transform(String)]).pipe(z.string().trim().min(1).max(200)),
  exp: z.number(),
  name: z.string().max(400).optional().catch(undefined),
  email: z.email().max(254).optional().catch(undefined),
})

/** The facts of a valid token; null for a wrong signature, an old one, one without `exp` or that lives longer than an hour. */
export async function verifyIdentity(token: string, secret: string, now = Date.now()): Promise<VouchedFor | null> {
  // An empty secret would accept what anybody signs with an empty key.
  if (secret.length < 32 || token.length > 4096) return null
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
      algorithms: ['HS256'],
      clockTolerance: SKEW,
      requiredClaims: ['exp'],
      currentDate: new Date(now),
    })
    const { exp, ...facts } = claims.parse(payload)
    return exp - now / 1000 > LIFE_MAX + SKEW ? null : facts
  } catch {
    return null
  }
}
