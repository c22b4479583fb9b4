import { z } from 'zod'
import { prepared } from '@/db/prepared'
import { and, eq, or, sql } from 'drizzle-orm'
import { conversations } from '@/db/schema/conversations'
import { type MessageMeta, messages } from '@/db/schema/messages'
import { command, type Work } from '../command'
import { partyOf, withPartyOn } from '../contacts/sides'
import { loadForChange } from '../conversations/load'
import { currentConversation } from '../conversations/start'
import type { Stored } from '../conversations/row'
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
  /** Its id at another moment is another message. */
  isExact: z.boolean().default(false),
  /** Machine mail is kept but wakes nobody. */
  quiet: z.boolean().default(false),
})

/**
 * Takes in what a customer wrote: finds or begins the conversation, opens it when it was closed, pending or snoozed,
 * and marks it as needing a reply. Repeated deliveries (same key or provider id) answer the first message.
 */
export const receive = command({ permission: 'messages:receive', input: receiveInput }, async (w, asked): Promise<MessageView> => {
  let input = asked
  if (input.body.trim() === '' && input.attachmentIds.length === 0 && !input.meta?.files?.length) refuse('empty_message')
  // Looked for in all of the contact's conversations here: a late repeat must not begin another one.
  let repeated = await findReceived(w, input)
  if (repeated && input.isExact && isAnother(repeated, input.at)) {
    input = { ...input, externalId: `${input.externalId}@${input.at}` }
    repeated = await findReceived(w, input)
  }
  if (repeated) return repeated
  const c = input.conversationId ? await loadForChange(w, input.conversationId) : await currentConversation(w, input)
  if (partyOf(c.row) !== input.contactId || c.row.channelId !== input.channelId) refuse('not_found')
  // And again under the lock: two repeats at once.
  const first = (input.clientKey ? await findByClientKey(w, c, input.clientKey, { kind: 'message', contactId: input.contactId }) : null) ?? (await findReceived(w, input))
  if (first) return first
  const at = new Date(Math.min(input.at ?? w.at.getTime(), w.at.getTime()))
  const lastCustomerAt = laterOf(c.row.lastCustomerAt, at)
  const asks = input.quiet
    ? {}
    : isAnswered(c.row, at)
      ? { lastCustomerAt }
      : { needsReply: true, waitingSince: c.row.needsReply ? c.row.waitingSince : w.at, lastCustomerAt }
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

/** Our side has answered it in the provider's own app, where it was seen; an answer from here was written without it. */
const isAnswered = (row: Stored, at: Date): boolean =>
  row.snippetBy === 'user' && row.snippetUserId === null && !row.needsReply && row.lastReplyAt !== null && row.lastReplyAt > at && row.lastReplyAt < row.lastActivityAt

/** Told by another second; one that stands here by its edit alone is the same. */
const isAnother = (m: MessageView, at?: number): boolean => at !== undefined && Math.abs(m.createdAt - at) >= 1000 && m.editedAt !== m.createdAt

type Received = Pick<z.output<typeof receiveInput>, 'channelId' | 'contactId' | 'clientKey' | 'externalId'>

/** The message that this contact already sent through this channel under the same key or provider id. */
async function findReceived(w: Work, { channelId, contactId, clientKey: key, externalId }: Received): Promise<MessageView | null> {
  if (key === undefined && externalId === undefined) return null
  const [m] = await prepared(w.db, `message:received:${key !== undefined}:${externalId !== undefined}`, (db, name) =>
    db
      .select({ m: messages })
      .from(conversations)
      .innerJoin(messages, eq(messages.conversationId, conversations.id))
      .where(
        and(
          withPartyOn(sql.placeholder('contactId'), sql.placeholder('channelId')),
          sql`+${conversations.workspaceId} = ${sql.placeholder('workspaceId')}`,
          eq(messages.contactId, sql.placeholder('contactId')),
          or(
            key === undefined ? undefined : eq(messages.clientKey, sql.placeholder('key')),
            externalId === undefined ? undefined : eq(messages.externalId, sql.placeholder('externalId')),
          ),
        ),
      )
      .limit(1)
      .prepare(name),
  ).execute({ contactId, channelId, workspaceId: w.workspaceId, key, externalId })
  return m ? withFiles(w, m.m) : null
}
