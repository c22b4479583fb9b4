import { and, eq, ne, sql } from 'drizzle-orm'
import { z } from 'zod'
import { type Acts, messages } from '@/db/schema/messages'
import { reactions } from '@/db/schema/tags'
import { requirePerson } from '../actor'
import { command, type Work } from '../command'
import type { Loaded } from '../conversations/load'
import { refuse } from '../errors'
import { line, rowId } from '../text'
import { holdMessage, metaWith, withReactionOut } from './acts'
import { withFiles } from './own'
import type { MessageView, StoredMessage } from './view'

/** Most reactions one message can have: a bound for every answer that carries them. */
const MAX = 500

const input = z.object({ messageId: rowId, emoji: line(32) })

/**
 * Reacts to a message; the same emoji twice is once. Where the channel can, the customer sees it: one reaction for all of the
 * team, the newest. Throws `not_found`, `too_many`.
 */
export const react = command({ permission: 'messages:create', input }, async (w, { messageId, emoji }): Promise<MessageView> => {
  const { c, m } = await loadReactable(w, messageId)
  const me = requirePerson(w.actor)
  if (m.reactionCount >= MAX) refuse('too_many')
  const made = await w.db.insert(reactions).values({ messageId, emoji, userId: me }).onConflictDoNothing().returning({ emoji: reactions.emoji })
  return made.length > 0 ? counted(w, c, m, 1, await withReactionOut(w, c, m, emoji, me)) : withFiles(w, m)
})

/** Takes one's own reaction back, also on the customer's screen when it is the one there; quiet when there is none. Throws `not_found`. */
export const unreact = command({ permission: 'messages:create', input }, async (w, { messageId, emoji }): Promise<MessageView> => {
  const { c, m } = await loadReactable(w, messageId)
  const me = requirePerson(w.actor)
  const same = and(eq(reactions.messageId, messageId), eq(reactions.emoji, emoji))
  const gone = await w.db
    .delete(reactions)
    .where(and(same, eq(reactions.userId, me)))
    .returning({ emoji: reactions.emoji })
  if (gone.length === 0) return withFiles(w, m)
  const shown = m.meta.acts?.react
  if (shown?.emoji !== emoji || shown.userId !== me) return counted(w, c, m, -1, m.meta.acts)
  // A colleague gave the same: it stays, as theirs.
  const [other] = await w.db
    .select({ userId: reactions.userId })
    .from(reactions)
    .where(and(same, ne(reactions.userId, me)))
    .limit(1)
  return counted(w, c, m, -1, other ? { ...m.meta.acts, react: { ...shown, userId: other.userId } } : await withReactionOut(w, c, m, null, me))
})

async function loadReactable(w: Work, messageId: number): Promise<{ c: Loaded; m: StoredMessage }> {
  const held = await holdMessage(w, messageId)
  return held.m.kind === 'system' || held.m.deletedAt ? refuse('not_found', { what: 'message' }) : held
}

async function counted(w: Work, c: Loaded, m: StoredMessage, by: 1 | -1, acts: Acts | undefined): Promise<MessageView> {
  const [now] = await w.db
    .update(messages)
    .set({ reactionCount: sql`${messages.reactionCount} + ${by}`, ...(acts === m.meta.acts ? {} : { meta: metaWith(m, acts) }) })
    .where(eq(messages.id, m.id))
    .returning()
  if (!now) refuse('not_found')
  const view = await withFiles(w, now)
  w.record('message.reacted', { message: view }, { conversation: c, messageId: m.id })
  return view
}
