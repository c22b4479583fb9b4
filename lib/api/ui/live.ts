/** What happens while a screen is open: the stream, the same by polling, and who is looking. */
import { Hono } from 'hono'
import { z } from 'zod'
import { parseInput } from '@/lib/domain/command'
import { get } from '@/lib/domain/conversations/get'
import { rowId } from '@/lib/domain/text'
import { eventsAfter } from '@/lib/domain/workspaces/events-after'
import { presenceOf, userPresence } from '@/lib/realtime/hub'
import { json } from '../answer'
import { readJson, readQuery } from '../input'
import { signedIn } from '../signed-in'
import { stream } from './stream'

const beat = z.object({ conversationId: rowId.nullable(), tab: z.string().regex(/^[\w-]{1,64}$/), typing: z.enum(['reply', 'note']).nullable().default(null) })

export const live = new Hono()
  .get('/stream', signedIn(stream))
  .get(
    '/events',
    signedIn(async (c, actor) => json(await eventsAfter(actor, { after: 0, ...readQuery(c, { after: 'number', limit: 'number' }) }))),
  )
  .post(
    '/presence',
    signedIn(async (c, actor) => {
      const { conversationId, tab, typing } = parseInput(beat, await readJson(c.req.raw))
      const row = conversationId === null ? null : (await get(actor, { conversationId })).row
      userPresence({ workspaceId: actor.workspaceId, userId: actor.userId, tab, typing, conversationId, audience: row?.kind === 'team' ? row.members : null })
      return json({ presence: conversationId === null ? null : presenceOf(conversationId) })
    }),
  )
