import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { channels } from '@/db/schema/channels'
import { conversations } from '@/db/schema/conversations'
import { messageParts, messages } from '@/db/schema/messages'
import { wholeSettings } from '../channels/secrets'
import { query } from '../query'
import { rowId } from '../text'
import type { UnsignedMail } from './outgoing'
import { type FileToSend, filesToSend, mailOf } from './part'

export type SentCopy = {
  channelId: number
  settings: Record<string, unknown>
  clientRef: string
  text: string
  html?: string
  mail: UnsignedMail
  files: FileToSend[]
}

/** A mail of ours that left, once more as it did, for the folder of sent mail; null where there is none to keep. */
export const sentCopy = query({ permission: 'messages:deliver', input: z.object({ messageId: rowId }) }, async ({ db, actor }, q): Promise<SentCopy | null> => {
  const [found] = await db
    .select({ m: messages, c: conversations, channel: channels, part: messageParts })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .innerJoin(channels, eq(channels.id, conversations.channelId))
    .innerJoin(messageParts, eq(messageParts.messageId, messages.id))
    .where(and(eq(messages.id, q.messageId), eq(messages.workspaceId, actor.workspaceId), inArray(messageParts.state, ['sent', 'delivered', 'read'])))
    .limit(1)
  if (!found || found.channel.disabledAt || found.m.contactId !== null) return null
  const { m, c, channel, part } = found
  const mail = await mailOf(db, c, m, channel)
  if (!mail) return null
  return {
    channelId: channel.id,
    settings: wholeSettings(channel),
    clientRef: part.clientRef,
    text: part.content.text ?? '',
    html: part.content.html,
    mail,
    files: await filesToSend(db, part.content.attachmentIds ?? [], mail),
  }
})
