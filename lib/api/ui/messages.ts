/** Sending, which may be retried: the client's own key makes a second attempt find the first message. */
import { Hono } from 'hono'
import { z } from 'zod'
import { parseInput } from '@/lib/domain/command'
import { note, noteInput } from '@/lib/domain/messages/note'
import { reply, replyInput } from '@/lib/domain/messages/reply'
import { json } from '../answer'
import { pathId, readJson } from '../input'
import { signedIn } from '../signed-in'

const sent = z.discriminatedUnion('kind', [replyInput.extend({ kind: z.literal('reply') }), noteInput.extend({ kind: z.literal('note') })])

export const messages = new Hono().post(
  '/:id/messages',
  signedIn(async (c, actor) => {
    const message = parseInput(sent, { ...(await readJson(c.req.raw)), conversationId: pathId(c) })
    return json({ message: message.kind === 'reply' ? await reply(actor, message) : await note(actor, message) })
  }),
)
