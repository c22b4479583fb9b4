/** Sending, which may be retried: the client's own key makes a second attempt find the first message. And changing what was sent. */
import { Hono } from 'hono'
import { z } from 'zod'
import { parseInput } from '@/lib/domain/command'
import { edit, editInput } from '@/lib/domain/messages/edit'
import { note, noteInput } from '@/lib/domain/messages/note'
import { reply, replyInput } from '@/lib/domain/messages/reply'
import { json } from '../answer'
import { pathId, readJson } from '../input'
import { signedIn } from '../signed-in'

const sent = z.discriminatedUnion('kind', [replyInput.extend({ kind: z.literal('reply') }), noteInput.extend({ kind: z.literal('note') })])

/** `extra` is for programs: no screen writes it. */
const changed = editInput.omit({ extra: true })

export const messages = new Hono().post(
  '/:id/messages',
  signedIn(async (c, actor) => {
    const message = parseInput(sent, { ...(await readJson(c.req.raw)), conversationId: pathId(c) })
    return json({ message: message.kind === 'reply' ? await reply(actor, message) : await note(actor, message) })
  }),
)

export const message = new Hono().patch(
  '/:id',
  signedIn(async (c, actor) => json(await edit(actor, parseInput(changed, { ...(await readJson(c.req.raw)), messageId: pathId(c) })))),
)
