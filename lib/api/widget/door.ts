/**
 * Who may use these endpoints. The chat runs in an iframe of our own origin, so a browser's requests are same-origin and
 * carry no cookie: the visitor's token stands in the Authorization header, which no other site's page can make a
 * browser send. Which sites may embed the iframe is enforced by the browser (frame-ancestors, see lib/auth/csp.ts); a
 * program outside a browser can claim any origin, and what holds it back is the token, the limits and the secret.
 */
import type { Context } from 'hono'
import { sameOrigin } from '@/lib/auth/origin'
import { channelByKey } from '@/lib/domain/channels/find-by-key'
import type { StoredChannel } from '@/lib/domain/channels/load'
import { openSettings } from '@/lib/domain/channels/secrets'
import { readWebchatSettings, type WebchatSettings } from '@/lib/channels/webchat/settings'
import { refuse } from '@/lib/domain/errors'
import type { VisitorActor } from '@/lib/domain/visitors/begin'
import { resolve } from '@/lib/domain/visitors/resolve'
import { makeRate } from '../programs/rate'

export type Site = StoredChannel & { webchat: WebchatSettings }

/** The web chat with this public key; null for another kind, one that is switched off, or none. */
export async function siteByKey(key: string): Promise<Site | null> {
  if (!/^[\w-]{8,100}$/.test(key)) return null
  const channel = await channelByKey(key)
  return channel && channel.type === 'webchat' && !channel.disabledAt ? { ...channel, webchat: readWebchatSettings(channel.settings) } : null
}

/** What the site's backend signs with, opened only where a signature is to be checked. */
export const identitySecretOf = (site: Site): string => readWebchatSettings(openSettings(site).whole).identitySecret

/** A handler for a site's widget, whoever asks. Throws `wrong_origin`, `not_found`. */
export function atSite<Path extends string>(handle: (c: Context<object, Path>, site: Site) => Promise<Response>) {
  return async (c: Context<object, Path>): Promise<Response> => {
    if (!fromOurPages(c.req.raw)) refuse('wrong_origin')
    return handle(c, (await siteByKey(c.req.param('key') ?? '')) ?? refuse('not_found'))
  }
}

/** A handler for a known visitor. Throws `session_over`, `too_many` besides. */
export const asVisitor = <Path extends string>(handle: (c: Context<object, Path>, visitor: VisitorActor, site: Site) => Promise<Response>) =>
  atSite<Path>(async (c, site) => {
    const visitor = (await visitorOf(c.req.raw, site)) ?? refuse('session_over')
    const wait = takeVisit(visitor.visitorId)
    if (wait > 0) refuse('too_many', { retryAt: Date.now() + wait * 1000 })
    return handle(c, visitor, site)
  })

/** Far more than a chat asks for, pictures and all; few enough that one browser cannot keep the whole team's server busy. */
const takeVisit = makeRate(600)

/** Whose token the request carries; null for none that counts. */
export async function visitorOf(request: Request, site: Site): Promise<VisitorActor | null> {
  const token = tokenOf(request)
  return token === null ? null : resolve(site.id, token)
}

export const tokenOf = (request: Request): string | null => /^Bearer ([\w-]{43})$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? null

/** Writes must say that they come from us; a read that says it comes from elsewhere is refused too. */
function fromOurPages(request: Request): boolean {
  const from = request.headers.get('sec-fetch-site')
  return sameOrigin(request) && (from === null || from === 'same-origin' || from === 'none')
}
