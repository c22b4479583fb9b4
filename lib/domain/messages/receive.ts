import { z } from 'zod'
import { and, eq } from 'drizzle-orm'
import { messages } from '@/db/schema/messages'
import { command } from '../command'
import { loadForChange } from '../conversations/load'
import { currentConversation } from '../conversations/start'
import { changeStatus } from '../conversations/status'
import { refuse } from '../errors'
import { body, clientKey, lineOrEmpty, moment, rowId } from '../text'
import { append, findByClientKey } from './append'
import { messageView, type MessageView } from './view'

export const receiveInput = z.object({
  channelId: rowId,
  contactId: rowId,
  /** Where it belongs, when the channel knows; absent: the contact's current conversation there. */
  conversationId: rowId.optional(),
  body,
  title: lineOrEmpty(200).optional(),
  clientKey: clientKey.optional(),
  /** The provider's id; the same one again changes nothing. */
  externalId: z.string().min(1).max(500).optional(),
  attachmentIds: z.array(rowId).max(20).default([]),
  /** When it was written, unix ms. */
  at: moment.optional(),
  /** Machine mail is kept but wakes nobody. */
  quiet: z.boolean().default(false),
})

/**
 * Takes in what a customer wrote: finds or begins the conversation, opens it when it was closed, pending or snoozed,
 * and marks it as needing a reply. Repeated deliveries (same key or provider id) answer the first message.
 */
export const receive = command({ permission: 'messages:receive', input: receiveInput }, async (w, input): Promise<MessageView> => {
  if (input.body.trim() === '' && input.attachmentIds.length === 0) refuse('empty_message')
  const c = input.conversationId ? await loadForChange(w, input.conversationId) : await currentConversation(w, input)
  if (c.row.contactId !== input.contactId || c.row.channelId !== input.channelId) refuse('not_found')
  const first = input.clientKey ? await findByClientKey(w, c, input.clientKey) : null
  if (first) return first
  if (input.externalId) {
    const [known] = await w.db.select().from(messages).where(and(eq(messages.conversationId, c.row.id), eq(messages.externalId, input.externalId)))
    if (known) return messageView(known)
  }
  const asks = input.quiet ? {} : { needsReply: true, waitingSince: c.row.needsReply ? c.row.waitingSince : w.at, lastCustomerAt: w.at }
  const view = await append(
    w,
    c,
    {
      kind: 'message', body: input.body, contactId: input.contactId, clientKey: input.clientKey, externalId: input.externalId,
      attachmentIds: input.attachmentIds, at: input.at === undefined ? undefined : new Date(input.at),
    },
    // Whoever writes has seen what stands above.
    { ...asks, contactReadIndex: c.row.lastIndex, contactDeliveredIndex: c.row.lastIndex },
  )
  const sleepsOn = c.row.status === 'snoozed' && c.row.snoozeThrough
  if (!input.quiet && c.row.status !== 'open' && !sleepsOn) await changeStatus(w, c, 'open', { cause: 'customer' })
  return view
})
