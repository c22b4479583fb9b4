import { z } from 'zod'
import { and, eq, or } from 'drizzle-orm'
import { conversations } from '@/db/schema/conversations'
import { type MessageMeta, messages } from '@/db/schema/messages'
import { command, type Work } from '../command'
import { loadForChange } from '../conversations/load'
import { currentConversation } from '../conversations/start'
import { changeStatus } from '../conversations/status'
import { refuse } from '../errors'
import { body, clientKey, lineOrEmpty, moment, rowId } from '../text'
import { append, findByClientKey } from './append'
import { withFiles } from './own'
import type { MessageView } from './view'

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
  /** What stands beside the words, made by lib/domain/inbound. */
  meta: z.custom<MessageMeta>((v) => typeof v === 'object' && v !== null).optional(),
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
  if (input.body.trim() === '' && input.attachmentIds.length === 0 && !input.meta?.files?.length) refuse('empty_message')
  // Looked for in all of the contact's conversations here: a late repeat must not begin another one.
  const repeated = await findReceived(w, input)
  if (repeated) return repeated
  const c = input.conversationId ? await loadForChange(w, input.conversationId) : await currentConversation(w, input)
  if (c.row.contactId !== input.contactId || c.row.channelId !== input.channelId) refuse('not_found')
  // And again under the lock: two repeats at once.
  const first = (input.clientKey ? await findByClientKey(w, c, input.clientKey, { kind: 'message', contactId: input.contactId }) : null) ?? (await findReceived(w, input))
  if (first) return first
  const asks = input.quiet
    ? {}
    : {
        needsReply: true,
        waitingSince: c.row.needsReply ? c.row.waitingSince : w.at,
        lastCustomerAt: laterOf(c.row.lastCustomerAt, input.at === undefined ? w.at : new Date(Math.min(input.at, w.at.getTime()))),
      }
  const view = await append(
    w,
    c,
    {
      kind: 'message',
      body: input.body,
      contactId: input.contactId,
      clientKey: input.clientKey,
      externalId: input.externalId,
      meta: input.meta,
      attachmentIds: input.attachmentIds,
      at: input.at === undefined ? undefined : new Date(input.at),
    },
    // Whoever writes has seen what stands above.
    { ...asks, contactReadIndex: c.row.lastIndex, contactDeliveredIndex: c.row.lastIndex },
  )
  const sleepsOn = c.row.status === 'snoozed' && c.row.snoozeThrough
  if (!input.quiet && c.row.status !== 'open' && !sleepsOn) await changeStatus(w, c, 'open', { cause: 'customer' })
  return view
})

/** Providers count from when the customer wrote, however late it reached us. */
const laterOf = (a: Date | null, b: Date) => (a && a > b ? a : b)

type Received = Pick<z.output<typeof receiveInput>, 'channelId' | 'contactId' | 'clientKey' | 'externalId'>

/** The message that this contact already sent through this channel under the same key or provider id. */
async function findReceived(w: Work, { channelId, contactId, clientKey: key, externalId }: Received): Promise<MessageView | null> {
  if (key === undefined && externalId === undefined) return null
  const [m] = await w.db
    .select({ m: messages })
    .from(conversations)
    .innerJoin(messages, eq(messages.conversationId, conversations.id))
    .where(
      and(
        eq(conversations.contactId, contactId),
        eq(conversations.channelId, channelId),
        eq(conversations.workspaceId, w.workspaceId),
        eq(messages.contactId, contactId),
        or(key === undefined ? undefined : eq(messages.clientKey, key), externalId === undefined ? undefined : eq(messages.externalId, externalId)),
      ),
    )
    .limit(1)
  return m ? withFiles(w, m.m) : null
}
