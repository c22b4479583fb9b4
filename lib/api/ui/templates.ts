/** A channel's approved texts, as they were read last and as they are now. */
import { Hono } from 'hono'
import { isFault } from '@/lib/channels/http'
import { readTemplates } from '@/lib/channels/templates'
import { system } from '@/lib/domain/actor'
import { connectionOf } from '@/lib/domain/channels/connection'
import { take } from '@/lib/domain/limits/take'
import { keepTemplates } from '@/lib/domain/templates/keep'
import { listTemplates } from '@/lib/domain/templates/list'
import { json } from '../answer'
import { pathId } from '../input'
import { signedIn } from '../signed-in'

const PATIENCE_MS = 20_000
const OFTEN = { max: 10, windowMs: 60_000 }

export const templates = new Hono()
  .get(
    '/:id/templates',
    signedIn(async (c, actor) => json(await listTemplates(actor, { channelId: pathId(c) }))),
  )
  // `problem`: what the provider said instead of giving the list; what was read before then stands.
  .post(
    '/:id/templates/refresh',
    signedIn(async (c, actor) => {
      const channelId = pathId(c)
      const house = system(actor.workspaceId)
      // Asked first: it says whether the asker may see the channel at all.
      await listTemplates(actor, { channelId })
      await take(`templates:${channelId}`, OFTEN)
      const found = await readTemplates(await connectionOf(house, { channelId }), AbortSignal.timeout(PATIENCE_MS))
      const problem = found !== null && isFault(found) ? found.message : null
      if (found !== null && !isFault(found)) await keepTemplates(house, { channelId, templates: found })
      return json({ ...(await listTemplates(actor, { channelId })), problem })
    }),
  )
