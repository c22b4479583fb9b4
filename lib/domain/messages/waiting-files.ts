/** The files a customer sent that are still at the provider: fetched after the message is shown, one by one. */
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { channels, type ChannelType } from '@/db/schema/channels'
import { conversations } from '@/db/schema/conversations'
import { type MessageMeta, messages, type WaitingFile } from '@/db/schema/messages'
import { wholeSettings } from '../channels/secrets'
import { command, type Work } from '../command'
import { type Loaded, loadForChange } from '../conversations/load'
import { refuse } from '../errors'
import { query } from '../query'
import { rowId } from '../text'
import { claimFiles } from './append'
import { withFiles } from './own'
import type { MessageView, StoredMessage } from './view'

export type FilesToFetch = { channel: { id: number; type: ChannelType; settings: Record<string, unknown> }; files: WaitingFile[] }

/** What is yet to be fetched of a message; null when there is nothing. */
export const filesToFetch = query(
  { permission: 'messages:receive', input: z.object({ messageId: rowId }) },
  async ({ db, actor }, { messageId }): Promise<FilesToFetch | null> => {
    const [found] = await db
      .select({ m: messages, channel: channels })
      .from(messages)
      .innerJoin(conversations, eq(conversations.id, messages.conversationId))
      .innerJoin(channels, eq(channels.id, conversations.channelId))
      .where(and(eq(messages.id, messageId), eq(messages.workspaceId, actor.workspaceId)))
    const files = (found?.m.meta.files ?? []).filter((f) => !f.error)
    if (!found || found.m.deletedAt || files.length === 0) return null
    return { channel: { id: found.channel.id, type: found.channel.type, settings: wholeSettings(found.channel) }, files }
  },
)

/** It is here: the upload takes its place in the message. Quiet when it is there already or the message was taken back. */
export const attachFetched = command(
  { permission: 'messages:receive', input: z.object({ messageId: rowId, ref: z.string(), attachmentId: rowId }) },
  async (w, input): Promise<void> => {
    const { c, m } = await hold(w, input.messageId)
    if (m.deletedAt || !m.meta.files?.some((f) => f.ref === input.ref)) return
    const claimed = await claimFiles(w, c, m, [input.attachmentId])
    await write(
      w,
      c,
      m,
      m.meta.files.filter((f) => f.ref !== input.ref),
      m.attachmentCount + claimed.length,
    )
  },
)

/** It could not be had: the message says so. */
export const giveUpFile = command(
  { permission: 'messages:receive', input: z.object({ messageId: rowId, ref: z.string().optional(), error: z.string().max(200) }) },
  async (w, input): Promise<void> => {
    const { c, m } = await hold(w, input.messageId)
    const isIt = (f: WaitingFile) => !f.error && (input.ref === undefined || f.ref === input.ref)
    if (m.deletedAt || !m.meta.files?.some(isIt)) return
    await write(
      w,
      c,
      m,
      m.meta.files.map((f) => (isIt(f) ? { ...f, error: input.error } : f)),
    )
  },
)

/** Asks for the files that could not be had once more. Quiet when there are none. Throws `not_found`. */
export const fetchAgain = command({ permission: 'messages:create', input: z.object({ messageId: rowId }) }, async (w, input): Promise<MessageView> => {
  const { c, m } = await hold(w, input.messageId)
  if (m.deletedAt || !m.meta.files?.some((f) => f.error)) return withFiles(w, m)
  return write(
    w,
    c,
    m,
    m.meta.files.map(({ error: _gone, ...f }) => f),
  )
})

async function hold(w: Work, messageId: number): Promise<{ c: Loaded; m: StoredMessage }> {
  const [at] = await w.db
    .select({ conversationId: messages.conversationId })
    .from(messages)
    .where(and(eq(messages.id, messageId), eq(messages.workspaceId, w.workspaceId)))
  if (!at) refuse('not_found')
  const c = await loadForChange(w, at.conversationId)
  const [m] = await w.db.select().from(messages).where(eq(messages.id, messageId))
  return { c, m: m ?? refuse('not_found') }
}

async function write(w: Work, c: Loaded, m: StoredMessage, files: WaitingFile[], attachmentCount = m.attachmentCount): Promise<MessageView> {
  const { files: _were, ...rest } = m.meta
  const meta: MessageMeta = files.length > 0 ? { ...rest, files } : rest
  const [now] = await w.db.update(messages).set({ meta, attachmentCount }).where(eq(messages.id, m.id)).returning()
  const view = await withFiles(w, now ?? refuse('not_found'))
  w.record('message.completed', { message: view }, { conversation: c, messageId: m.id })
  return view
}
