import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { messages } from '@/db/schema/messages'
import { reactions } from '@/db/schema/tags'
import { requirePerson } from '../actor'
import { command, type Work } from '../command'
import { loadForChange } from '../conversations/load'
import { refuse } from '../errors'
import { line, rowId } from '../text'
import { withFiles } from './own'
import type { MessageView, StoredMessage } from './view'

/** Most reactions one message can have: a bound for every answer that carries them. */
const MAX = 500

const input = z.object({ messageId: rowId, emoji: line(32) })

/** Reacts to a message; the same emoji twice is once. Throws `not_found`, `too_many`. */
export const react = command({ permission: 'messages:create', input }, async (w, { messageId, emoji }): Promise<MessageView> => {
  const m = await loadReactable(w, messageId)
  if (m.reactionCount >= MAX) refuse('too_many')
  const made = await w.db
    .insert(reactions)
    .values({ messageId, emoji, userId: requirePerson(w.actor) })
    .onConflictDoNothing()
    .returning({ emoji: reactions.emoji })
  return made.length > 0 ? counted(w, m, 1) : withFiles(w, m)
})

/** Takes one's own reaction back; quiet when there is none. Throws `not_found`. */
export const unreact = command({ permission: 'messages:create', input }, async (w, { messageId, emoji }): Promise<MessageView> => {
  const m = await loadReactable(w, messageId)
  const mine = and(eq(reactions.messageId, messageId), eq(reactions.emoji, emoji), eq(reactions.userId, requirePerson(w.actor)))
  const gone = await w.db.delete(reactions).where(mine).returning({ emoji: reactions.emoji })
  return gone.length > 0 ? counted(w, m, -1) : withFiles(w, m)
})

async function loadReactable(w: Work, messageId: number): Promise<StoredMessage> {
  const [at] = await w.db
    .select({ conversationId: messages.conversationId })
    .from(messages)
    .where(and(eq(messages.id, messageId), eq(messages.workspaceId, w.workspaceId)))
  if (!at) refuse('not_found')
  await loadForChange(w, at.conversationId)
  // Read again under the lock: it may have been removed meanwhile.
  const [m] = await w.db.select().from(messages).where(eq(messages.id, messageId))
  if (!m || m.kind === 'system' || m.deletedAt) refuse('not_found')
  return m
}

async function counted(w: Work, m: StoredMessage, by: 1 | -1): Promise<MessageView> {
  const [now] = await w.db
    .update(messages)
    .set({ reactionCount: sql`${messages.reactionCount} + ${by}` })
    .where(eq(messages.id, m.id))
    .returning()
  if (!now) refuse('not_found')
  const view = await withFiles(w, now)
  w.record('message.reacted', { message: view }, { conversation: await loadForChange(w, m.conversationId), messageId: m.id })
  return view
}
