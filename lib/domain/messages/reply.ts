import { z } from 'zod'
import { channels } from '@/db/schema/channels'
import { messageParts } from '@/db/schema/messages'
import { eq, sql } from 'drizzle-orm'
import { bind, prepared, slots } from '@/db/prepared'
import { requirePerson } from '../actor'
import { limitOf, tooLarge } from '@/lib/channels/limits'
import { standingOf } from '@/lib/channels/window'
import { reachOf } from '../channels/reach'
import { command, type Work } from '../command'
import { type Loaded, loadForChange } from '../conversations/load'
import { changeStatus } from '../conversations/status'
import { closeDraft, findSent } from '../drafts/close'
import { refuse } from '../errors'
import { answerMail } from '../mail/answer-mail'
import { addRefs } from '../mail/refs'
import { filled } from '../templates/load'
import { body, clientKey, kept, line, rowId, splitBytes, splitText } from '../text'
import { answerMore } from './answer'
import { answersTo } from './answers'
import { append } from './append'
import { guard } from './guard'
import { safeLooks } from './looks'
import type { MessageView } from './view'

export const replyInput = z.object({
  conversationId: rowId,
  body,
  /** The writer's own key: sending it again gives the first message. */
  clientKey,
  /** The draft it was written as, which goes with it: one draft is sent once, from whatever device. */
  draftKey: clientKey.optional(),
  attachmentIds: z.array(rowId).max(20).default([]),
  /** Index of the newest message the writer had seen; absent sends whatever came since. */
  seenIndex: z.number().int().min(-1).optional(),
  /** Colleagues named in it. */
  mentions: z.array(rowId).max(100).optional(),
  ...answerMore.shape,
  /** What a program wants kept beside the words, and the word it has for what it sends. */
  extra: kept.optional(),
  messageType: line(40).optional(),
})

/**
 * Answers the customer, or writes to a team conversation. Opens a pending or snoozed conversation again; a closed one
 * stays closed. Throws `draft_sent` with `data.newer` when the draft was sent in other words before, `moved_on` with `data.newer` when others wrote after `seenIndex`, `empty_message`,
 * `channel_off`, `not_found`; `file_too_large` for what the channel does not take (`data.limit`, bytes); `no_recipient` where it would leave by mail; `customer_opted_out`, `customer_blocked`,
 * `sender_is_a_name`, `template_needed`, `window_closed`, `people_only` where the customer may not be written to like this now; `template_unknown`,
 * `template_values`. A template's words take the place of `body`. What is handed on to others by mail, and
 * answers to them, change nothing of what the customer is owed.
 */
export const reply = command({ permission: 'messages:create', input: replyInput }, async (w, input): Promise<MessageView> => {
  const c = await loadForChange(w, input.conversationId)
  const first = await findSent(w, c, 'reply', input)
  if (first) return first
  const isForward = input.mail?.forward !== undefined
  if (isForward && c.row.channelType !== 'email') refuse('wrong_kind')
  // What is handed on needs no words of its own.
  if (input.body.trim() === '' && input.attachmentIds.length === 0 && !isForward && !input.template) refuse('empty_message')
  if (input.seenIndex !== undefined) await guard(w, c, input.seenIndex)
  await closeDraft(w, c, 'reply', input.draftKey)
  const html = c.row.channelType && limitOf(c.row.channelType).looks ? safeLooks(input.html) : undefined
  const message = {
    kind: 'message',
    body: input.body,
    clientKey: input.clientKey,
    attachmentIds: input.attachmentIds,
    mentions: input.mentions,
    meta: {
      ...(input.extra ? { extra: input.extra } : {}),
      ...(input.messageType ? { messageType: input.messageType } : {}),
      ...(html ? { html } : {}),
      ...(await answersTo(w, c, input.replyTo)),
    },
    userId: requirePerson(w.actor),
  } as const
  if (input.template && c.row.channelType !== 'whatsapp') refuse('wrong_kind')
  if (c.row.kind === 'team') return append(w, c, message)

  await requireChannelOn(w, c)
  const template = input.template ? await filled(w.db, c.row.channelId ?? 0, input.template, new Set(input.attachmentIds).size) : null
  const leaves = c.row.channelType ? limitOf(c.row.channelType).leaves : 'pull'
  const state = leaves === 'pull' ? 'sent' : 'queued'
  const clientRef = crypto.randomUUID()
  const mail = c.row.channelType === 'email' ? await answerMail(w.db, c.row, input.mail ?? {}, input.replyTo, clientRef) : null
  if (isForward && !mail) refuse('channel_not_connected')
  if (!mail?.isAside) await requireReach(w, c, input.template !== undefined)
  const view = await append(
    w,
    c,
    {
      ...message,
      ...(template ? { body: template.text } : {}),
      delivery: state,
      meta: { ...message.meta, ...(mail ? { mail } : {}), ...(template ? { template: { name: template.out.name, language: template.out.language } } : {}) },
    },
    // The customer still waits while others are asked.
    mail?.isAside ? {} : { needsReply: false, waitingSince: null, lastReplyAt: w.at },
  )
  const large = c.row.channelType && tooLarge(c.row.channelType, view.attachments)
  if (large) refuse('file_too_large', { attachmentId: large.file.id, name: large.file.name, limit: large.max })
  if (mail && c.row.channelId !== null) {
    const isHuman = w.actor.kind === 'user'
    await writeParts(w, c, view, state, [
      { content: { text: view.body, html, attachmentIds: [...view.attachments.map((a) => a.id), ...(mail.forwards?.files ?? [])], isHuman }, clientRef },
    ])
    await addRefs(w, { channelId: c.row.channelId, conversationId: c.row.id, messageId: view.id }, [mail.messageId, `part:${clientRef}`])
  } else if (template) {
    const [file] = view.attachments
    const isHuman = w.actor.kind === 'user'
    await writeParts(w, c, view, state, [{ content: { template: template.out, isHuman, ...(file ? { attachmentId: file.id } : {}) }, clientRef }])
  } else await writeParts(w, c, view, state, partsOf(w, c, view, html))
  if (!mail?.isAside && (c.row.status === 'snoozed' || c.row.status === 'pending')) await changeStatus(w, c, 'open')
  return view
})

async function requireChannelOn(w: Work, c: Loaded): Promise<void> {
  if (c.row.channelId === null) refuse('channel_off')
  const [channel] = await prepared(w.db, 'channel:on', (db, name) =>
    db
      .select({ disabledAt: channels.disabledAt, deletedAt: channels.deletedAt })
      .from(channels)
      .where(eq(channels.id, sql.placeholder('id')))
      .prepare(name),
  ).execute({ id: c.row.channelId })
  if (channel?.deletedAt) refuse('channel_deleted')
  if (!channel || channel.disabledAt) refuse('channel_off')
}

/** Refused here, where its writer sees why, rather than by the provider later. */
async function requireReach(w: Work, c: Loaded, isTemplate: boolean): Promise<void> {
  const reach = await reachOf(w.db, c.row)
  if (!reach || c.row.channelType === null) return
  const now = standingOf(c.row.channelType, reach, w.at.getTime())
  if (now === 'name') refuse('sender_is_a_name')
  if (now === 'opted_out') refuse('customer_opted_out')
  if (now === 'blocked') refuse('customer_blocked')
  if (now === 'template' && !isTemplate) refuse('template_needed')
  if (now === 'human' && w.actor.kind !== 'user') refuse('people_only')
  if (now === 'closed') refuse('window_closed')
}

/** One part for the text (more when it is too long for one) and one for each file, each with its own fate. */
function partsOf(w: Work, c: Loaded, m: MessageView, html: string | undefined): Part[] {
  const { textMax, inBytes } = c.row.channelType ? limitOf(c.row.channelType) : { textMax: Infinity, inBytes: false }
  const isHuman = w.actor.kind === 'user'
  const texts = m.body.trim() ? (inBytes ? splitBytes : splitText)(m.body, textMax) : []
  // Cut into several its looks would be cut as well.
  const looks = html !== undefined && texts.length === 1 ? { html } : {}
  const contents = [...texts.map((text) => ({ text, ...looks, isHuman })), ...m.attachments.map((a) => ({ attachmentId: a.id, isHuman }))]
  return contents.map((content) => ({ content, clientRef: crypto.randomUUID() }))
}

type Part = { content: (typeof messageParts.$inferInsert)['content']; clientRef: string }

async function writeParts(w: Work, c: Loaded, m: MessageView, state: 'sent' | 'queued', parts: Part[]): Promise<void> {
  for (const [idx, { content, clientRef }] of parts.entries())
    await prepared(w.db, 'part:insert', (db, name) => db.insert(messageParts).values(slots(PART)).prepare(name)).execute(
      bind(messageParts, PART, {
        messageId: m.id,
        conversationId: c.row.id,
        channelId: c.row.channelId,
        idx,
        content,
        state,
        clientRef,
        attempts: 0,
        updatedAt: w.at,
        createdAt: w.at,
      }),
    )
}

const PART = ['messageId', 'conversationId', 'channelId', 'idx', 'content', 'state', 'clientRef', 'attempts', 'updatedAt', 'createdAt'] as const
