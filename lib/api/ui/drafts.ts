/** The answer being written, kept while it is. */
import { Hono } from 'hono'
import { parseInput } from '@/lib/domain/command'
import { discard, discardInput } from '@/lib/domain/drafts/discard'
import { find } from '@/lib/domain/drafts/find'
import { save, saveDraftInput } from '@/lib/domain/drafts/save'
import { json } from '../answer'
import { pathId, readJson, readQuery } from '../input'
import { signedIn } from '../signed-in'

export const drafts = new Hono()
  .get(
    '/:id/draft',
    signedIn(async (c, actor) => json(await find(actor, { conversationId: pathId(c) }))),
  )
  .put(
    '/:id/draft',
    signedIn(async (c, actor) => {
      const input = parseInput(saveDraftInput, { ...(await readJson(c.req.raw)), conversationId: pathId(c) })
      return json(await save(actor, input))
    }),
  )
  .delete(
    '/:id/draft',
    signedIn(async (c, actor) =>
      json({ gone: await discard(actor, parseInput(discardInput, { ...readQuery(c, { updatedAt: 'number', mode: 'text' }), conversationId: pathId(c) })) }),
    ),
  )
