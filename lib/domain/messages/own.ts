/** Holding a message one wrote, for the verbs that change it. Not a verb. */
import { and, desc, eq, gte, isNull, ne } from 'drizzle-orm'
import { participants } from '@/db/schema/conversations'
import { messages } from '@/db/schema/messages'
import { personOf } from '../actor'
import type { Work } from '../command'
import { type Loaded, loadForChange } from '../conversations/load'
import { store } from '../conversations/store'
import { refuse } from '../errors'
import { snippetFor } from './snippet'
import { filesOf, reactionsOf } from './carried'
import { messageView, type MessageView, type StoredMessage } from './view'

/** The message with its conversation locked; `orGone`: also one that was taken back. Throws `not_found`, or `not_yours` when somebody else wrote it. */
export async function loadOwn(w: Work, messageId: number, { orGone = false } = {}): Promise<{ c: Loaded; m: StoredMessage }> {
  const [at] = await w.db
    .select({ conversationId: messages.conversationId })
    .from(messages)
    .where(and(eq(messages.id, messageId), eq(messages.workspaceId, w.workspaceId)))
  if (!at) refuse('not_found', { what: 'message' })
  const c = await loadForChange(w, at.conversationId, 'message')
  // Read again under the lock: it may have been changed meanwhile.
  const [m] = await w.db.select().from(messages).where(eq(messages.id, messageId))
  if (!m || m.kind === 'system' || (m.deletedAt && !orGone)) refuse('not_found', { what: 'message' })
  const mine =
    w.actor.kind === 'visitor' ? m.contactId === w.actor.contactId : w.actor.kind === 'user' || w.actor.kind === 'token' ? m.userId === personOf(w.actor) : true
  if (!mine) refuse('not_yours')
  return { c, m }
}

/** The message as shown, with its files and reactions. */
export async function withFiles(w: Work, m: StoredMessage): Promise<MessageView> {
  return messageView(m, (await filesOf(w.db, [m])).get(m.id), (await reactionsOf(w.db, [m])).get(m.id))
}

/** The list shows the newest words that still stand, and they are what can be unread: after an edit or a removal they may be others. */
export async function refreshSnippet(w: Work, c: Loaded): Promise<void> {
  const [shown] = await w.db
    .select()
    .from(messages)
    .where(and(eq(messages.conversationId, c.row.id), ne(messages.kind, 'system'), isNull(messages.deletedAt)))
    .orderBy(desc(messages.index))
    .limit(1)
  const now = shown
    ? ({ snippet: snippetFor(shown), snippetBy: authorOf(shown), snippetUserId: shown.userId } as const)
    : ({ snippet: '', snippetBy: 'system', snippetUserId: null } as const)
  const lastContentIndex = shown?.index ?? -1
  if (now.snippet !== c.row.snippet || now.snippetBy !== c.row.snippetBy || now.snippetUserId !== c.row.snippetUserId || lastContentIndex !== c.row.lastContentIndex)
    await store(w, c, { ...now, lastContentIndex })
  await forgetUnread(w, c)
}

/** Whoever had nothing else to read has read it all. */
async function forgetUnread(w: Work, c: Loaded): Promise<void> {
  await w.db
    .update(participants)
    .set({ unread: false })
    .where(and(eq(participants.conversationId, c.row.id), eq(participants.unread, true), gte(participants.lastReadIndex, c.row.lastContentIndex)))
}

const authorOf = (m: StoredMessage) => (m.kind === 'note' ? 'note' : m.contactId ? 'contact' : 'user')
