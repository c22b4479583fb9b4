/** Holding a message one wrote, for the verbs that change it. Not a verb. */
import { and, eq } from 'drizzle-orm'
import { messages } from '@/db/schema/messages'
import { personOf } from '../actor'
import type { Work } from '../command'
import { type Loaded, loadForChange } from '../conversations/load'
import { refuse } from '../errors'
import { filesOf, reactionsOf } from './carried'
import { messageView, type MessageView, type StoredMessage } from './view'

/** The message with its conversation locked. Throws `not_found`, or `not_yours` when somebody else wrote it. */
export async function loadOwn(w: Work, messageId: number): Promise<{ c: Loaded; m: StoredMessage }> {
  const [at] = await w.db.select({ conversationId: messages.conversationId }).from(messages).where(and(eq(messages.id, messageId), eq(messages.workspaceId, w.workspaceId)))
  if (!at) refuse('not_found')
  const c = await loadForChange(w, at.conversationId)
  // Read again under the lock: it may have been changed meanwhile.
  const [m] = await w.db.select().from(messages).where(eq(messages.id, messageId))
  if (!m || m.kind === 'system' || m.deletedAt) refuse('not_found')
  const mine =
    w.actor.kind === 'visitor' ? m.contactId === w.actor.contactId : w.actor.kind === 'user' || w.actor.kind === 'token' ? m.userId === personOf(w.actor) : true
  if (!mine) refuse('not_yours')
  return { c, m }
}

/** The message as shown, with its files and reactions. */
export async function withFiles(w: Work, m: StoredMessage): Promise<MessageView> {
  return messageView(m, (await filesOf(w.db, [m])).get(m.id), (await reactionsOf(w.db, [m])).get(m.id))
}
