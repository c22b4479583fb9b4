import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { conversations } from '@/db/schema/conversations'
import { messages } from '@/db/schema/messages'
import type { Actor } from '../actor'
import { command } from '../command'
import { withPartyOn } from '../contacts/sides'
import { receive } from '../messages/receive'
import { body, clientKey, rowId } from '../text'
import type { VisitorActor } from './begin'
import { holdVisitor } from './hold'
import { takeMessage } from './limits'
import { roomKey } from './view'

export const writeInput = z.object({
  body,
  /** The browser's own key: sending it again finds the first message. */
  key: clientKey.max(90),
  attachmentIds: z.array(rowId).max(10).default([]),
})
export type Written = { id: number; conversationId: number; index: number; at: number }

/**
 * A visitor writes: begins the contact's conversation on the channel or goes on with it. Two browser tabs at once get
 * one conversation. Throws `too_many`, `empty_message`, `channel_off`, `session_over`, `not_found` for a file not theirs.
 */
export async function write(actor: VisitorActor, input: z.input<typeof writeInput>): Promise<Written> {
  await takeMessage(actor.visitorId)
  return writeHeld(actor, input)
}

const writeHeld = command({ permission: 'visitors:self', input: writeInput }, async (w, input): Promise<Written> => {
  const visitor: Extract<Actor, { kind: 'visitor' }> = await holdVisitor(w)
  const key = roomKey(input.key)
  // Signing in can move the contact to another conversation between a send and its repeat.
  const [first] = await w.db
    .select({ id: messages.id, conversationId: messages.conversationId, index: messages.index, at: messages.createdAt })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(and(withPartyOn(visitor.contactId, visitor.channelId), eq(messages.clientKey, key)))
  if (first) return { ...first, at: first.at.getTime() }
  const m = await receive(visitor, { channelId: visitor.channelId, contactId: visitor.contactId, body: input.body, clientKey: key, attachmentIds: input.attachmentIds })
  return { id: m.id, conversationId: m.conversationId, index: m.index, at: m.createdAt }
})
