/**
 * What is done to a message where its customer sees it: written down with the message, told to the provider by a job, and its
 * end written down too. Not verbs; those are in react, edit, remove and act-again.
 */
import { asc, eq } from 'drizzle-orm'
import { type Acts, attachments, messageParts, messages } from '@/db/schema/messages'
import type { Work } from '../command'
import { type Loaded, loadForChange } from '../conversations/load'
import { refuse } from '../errors'
import type { EventData } from '../events'
import { refreshSnippet, withFiles } from './own'
import { canReactOut } from './outward'
import { liveChannel } from './recipient'
import { messageView, type MessageView, type StoredMessage } from './view'
import { wipeWords } from './wipe-words'

export type Part = typeof messageParts.$inferSelect
export const partsOf = (w: Work, messageId: number): Promise<Part[]> =>
  w.db.select().from(messageParts).where(eq(messageParts.messageId, messageId)).orderBy(asc(messageParts.idx))

/** Nobody outside can have seen it: it waits still, or failed for certain. */
export const neverLeft = (p: Part): boolean =>
  p.externalId === null && ((p.state === 'queued' && p.sendingSince === null) || (p.state === 'failed' && p.error !== 'delivery_unclear'))

export const whatIs = (m: Pick<StoredMessage, 'kind' | 'contactId' | 'createdAt'>) => ({ kind: m.kind, isTheirs: m.contactId !== null, createdAt: m.createdAt.getTime() })

/** The acts with our newest reaction, for the customer to see; unchanged where they cannot. `emoji` null: taken back. */
export async function withReactionOut(w: Work, c: Loaded, m: StoredMessage, emoji: string | null, userId: number): Promise<Acts | undefined> {
  const acts = m.meta.acts
  if (emoji === null) return acts?.react ? { ...acts, react: { state: 'queued', emoji, userId } } : acts
  if (!canReactOut(c.row, whatIs(m), emoji, w.at.getTime()) || !(await liveChannel(w.db, c.row))) return acts
  // A message that the provider never named cannot be named to it.
  if (m.contactId !== null && m.externalId === null) return acts
  return { ...acts, react: { state: 'queued', emoji, userId } }
}

/** Holds a message and its conversation, whoever wrote it. Throws `not_found`. */
export async function holdMessage(w: Work, messageId: number): Promise<{ c: Loaded; m: StoredMessage }> {
  const [at] = await w.db.select({ conversationId: messages.conversationId, workspaceId: messages.workspaceId }).from(messages).where(eq(messages.id, messageId))
  if (!at || at.workspaceId !== w.workspaceId) refuse('not_found', { what: 'message' })
  const c = await loadForChange(w, at.conversationId, 'message')
  // Read again under the lock: it may have changed meanwhile.
  const [m] = await w.db.select().from(messages).where(eq(messages.id, messageId))
  return { c, m: m ?? refuse('not_found', { what: 'message' }) }
}

/** Writes a message with its acts and says so. */
export async function storeActs(
  w: Work,
  c: Loaded,
  m: StoredMessage,
  acts: Acts | undefined,
  also: Partial<Pick<StoredMessage, 'body' | 'editedAt'>> = {},
  kind: 'message.act_changed' | 'message.edited' = 'message.act_changed',
): Promise<MessageView> {
  const [now] = await w.db
    .update(messages)
    .set({ ...also, meta: metaWith(m, acts) })
    .where(eq(messages.id, m.id))
    .returning()
  if (also.body !== undefined) await refreshSnippet(w, c)
  const view = await withFiles(w, now ?? refuse('not_found'))
  w.record(kind, { message: view } satisfies EventData[typeof kind], { conversation: c, messageId: m.id })
  return view
}

/** Without empty members, so that the same message is the same bytes. */
export function metaWith(m: StoredMessage, acts: Acts | undefined): StoredMessage['meta'] {
  const { acts: _were, ...rest } = m.meta
  const kept = Object.fromEntries(Object.entries(acts ?? {}).filter(([, a]) => a !== undefined)) as Acts
  return Object.keys(kept).length > 0 ? { ...rest, acts: kept } : rest
}

/** Leaves a tombstone; what it carried is nobody's any more, and the sweep takes its bytes. */
export async function bury(w: Work, c: Loaded, m: StoredMessage): Promise<MessageView> {
  await wipeWords(w, m)
  await w.db.update(attachments).set({ messageId: null, conversationId: null }).where(eq(attachments.messageId, m.id))
  const [now] = await w.db
    .update(messages)
    .set({ body: '', deletedAt: w.at, attachmentCount: 0, meta: metaWith(m, undefined) })
    .where(eq(messages.id, m.id))
    .returning()
  await refreshSnippet(w, c)
  const view = messageView(now ?? refuse('not_found'))
  w.record('message.removed', { message: view }, { conversation: c, messageId: m.id })
  return view
}
