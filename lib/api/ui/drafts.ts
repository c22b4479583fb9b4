/** The answer being written, kept while it is. */
import { Hono } from 'hono'
import { parseInput } from '@/lib/domain/command'
import { discard } from '@/lib/domain/drafts/discard'
import { save, saveDraftInput } from '@/lib/domain/drafts/save'
import { json } from '../answer'
import { pathId, readJson, readQuery } from '../input'
import { signedIn } from '../signed-in'

export const drafts = new Hono()
  .put(
    '/:id/draft',
    signedIn(async (c, actor) => {
      const input = parseInput(saveDraftInput, { ...(await readJson(c.req.raw)), conversationId: pathId(c) })
      return json({ kept: await save(actor, input) })
    }),
  )
  .delete(
    '/:id/draft',
    signedIn(async (c, actor) => json({ gone: await discard(actor, { ...readQuery(c, { updatedAt: 'number' }), conversationId: pathId(c) }) })),
  )
