/** A browser becomes a visitor, says who it is, and stops being one. */
import type { Context } from 'hono'
import { z } from 'zod'
import { addressOf } from '@/lib/auth/address'
import { verifyIdentity, type VouchedFor } from '@/lib/channels/webchat/identity'
import { parseInput } from '@/lib/domain/command'
import { refuse } from '@/lib/domain/errors'
import { begin } from '@/lib/domain/visitors/begin'
import { end } from '@/lib/domain/visitors/end'
import { said } from '@/lib/domain/visitors/facts'
import { identify } from '@/lib/domain/visitors/identify'
import { introduce } from '@/lib/domain/visitors/introduce'
import { takeBegin, takeIdentity } from '@/lib/domain/visitors/limits'
import { json } from '../answer'
import { readJson } from '../input'
import { asVisitor, atSite, identitySecretOf, type Site, visitorOf } from './door'
import { wakeVisitor } from './streams'

/** `identity`: a JWT of the site's backend. `said`: what the visitor typed about themselves. */
const body = z.object({ identity: z.string().max(4096).optional(), said: said.default({}) })

/** Anybody may send it: a signature and a name, bytes. */
const BODY_MAX = 16_384

const channelActor = (site: Site) => ({ kind: 'channel', workspaceId: site.workspaceId, channelId: site.id }) as const

/** POST /visitors: `{token}`, shown this once. A signature that does not hold makes a stranger: their words are not lost. */
export const postVisitor = atSite(async (c, site) => {
  const input = parseInput(body, await readJson(c.req.raw, BODY_MAX))
  await takeBegin(site.id, addressOf(c.req.raw.headers))
  const vouched = await vouchedFor(c, site, input.identity)
  const begun = await begin(channelActor(site), { channelId: site.id, vouched: vouched ?? undefined, said: input.said })
  return json({ token: begun?.token, isIdentified: vouched !== null }, 201)
})

/**
 * POST /identify: with a signature the visitor becomes who the site says (`changed`: load the history afresh). Somebody
 * known who is not a visitor yet gets a `token`; for a stranger nothing is made until they write. Without a signature
 * the words are kept as words. Throws `wrong_identity`.
 */
export const postIdentify = atSite(async (c, site) => {
  const input = parseInput(body, await readJson(c.req.raw, BODY_MAX))
  const visitor = await visitorOf(c.req.raw, site)
  if (input.identity === undefined) return json({ token: null, changed: false, kept: visitor ? await introduce(visitor, input.said) : false })
  const vouched = (await vouchedFor(c, site, input.identity)) ?? refuse('wrong_identity')
  if (visitor) {
    const { changed } = await identify(visitor, vouched)
    wakeVisitor(visitor.visitorId)
    return json({ token: null, changed, kept: true })
  }
  await takeBegin(site.id, addressOf(c.req.raw.headers))
  const begun = await begin(channelActor(site), { channelId: site.id, vouched, ifKnown: true })
  return json({ token: begun?.token ?? null, changed: begun !== null, kept: begun !== null })
})

/** POST /logout: the token opens nothing from now on. */
export const postLogout = asVisitor(async (c, visitor) => {
  await end(visitor, {})
  wakeVisitor(visitor.visitorId)
  return c.body(null, 204)
})

async function vouchedFor(c: Context, site: Site, token: string | undefined): Promise<VouchedFor | null> {
  if (token === undefined) return null
  await takeIdentity(site.id, addressOf(c.req.raw.headers))
  return verifyIdentity(token, identitySecretOf(site))
}
