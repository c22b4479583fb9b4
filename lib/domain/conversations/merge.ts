import { asc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { attachments, messages } from '@/db/schema/messages'
import { personOf } from '../actor'
import { command, type Work } from '../command'
import { currentOf } from '../contacts/sides'
import { refuse } from '../errors'
import { append } from '../messages/append'
import { rowId } from '../text'
import { type Loaded, loadForChange } from './load'
import { rowForActor } from './present'
import { changeStatus } from './status'
import { stirPeople, store } from './store'

/** Longest conversation that can be merged, in messages. */
const MAX = 2000

/**
 * Copies what was written in one customer conversation to the end of another and closes the first, which keeps its
 * messages: indexes are never renumbered. Again is quiet. Throws `wrong_kind` for team conversations or other contacts'.
 */
export const merge = command({ permission: 'conversations:update', input: z.object({ conversationId: rowId, sourceId: rowId }) }, async (w, input) => {
  // Locked in one order, so that two merges the opposite way round cannot wait for each other.
  const [low, high] = [Math.min(input.conversationId, input.sourceId), Math.max(input.conversationId, input.sourceId)]
  if (low === high) refuse('wrong_kind')
  const [a, b] = [await loadForChange(w, low), await loadForChange(w, high)]
  const [into, from] = a.row.id === input.conversationId ? [a, b] : [b, a]
  if (into.row.kind !== 'customer' || from.row.kind !== 'customer' || into.row.contactId !== from.row.contactId) refuse('wrong_kind')
  if (from.row.mergedInto === into.row.id) return rowForActor(w.actor, into)
  if (from.row.mergedInto !== null || into.row.mergedInto !== null || from.row.lastIndex >= MAX) refuse('wrong_kind')
  const goesOn = from.row.current !== null && from.row.channelId === into.row.channelId && from.row.sideId === into.row.sideId
  await copyMessages(w, from, into)
  const line = { event: 'merged', from: from.row.id, into: into.row.id } as const
  await append(
    w,
    into,
    { kind: 'system', body: '', userId: personOf(w.actor), meta: { system: line } },
    { needsReply: into.row.needsReply || from.row.needsReply, waitingSince: into.row.waitingSince ?? from.row.waitingSince },
  )
  await append(
    w,
    from,
    { kind: 'system', body: '', userId: personOf(w.actor), meta: { system: line } },
    { mergedInto: into.row.id, needsReply: false, waitingSince: null, current: null },
  )
  // The customer's next message belongs where the talk goes on, not in a third conversation.
  if (goesOn) await store(w, into, { current: currentOf(into.row.sideId) })
  await changeStatus(w, from, 'closed')
  w.record('conversation.merged', { from: from.row.id, into: into.row.id }, { conversation: into })
  return rowForActor(w.actor, into)
})

async function copyMessages(w: Work, from: Loaded, into: Loaded): Promise<void> {
  const rows = (await w.db.select().from(messages).where(eq(messages.conversationId, from.row.id)).orderBy(asc(messages.index)).limit(MAX)).filter(
    (m) => m.kind !== 'system' && !m.deletedAt,
  )
  let index = into.row.lastIndex
  for (const m of rows) {
    const { id, ...same } = m
    const extra = { ...m.meta.extra, mergedFrom: { conversationId: from.row.id, messageId: id } }
    const [copy] = await w.db
      .insert(messages)
      .values({ ...same, conversationId: into.row.id, index: ++index, clientKey: null, externalId: null, meta: { ...m.meta, acts: undefined, extra } })
      .returning({ id: messages.id })
    if (m.attachmentCount === 0 || !copy) continue
    for (const { id: _id, ref: _ref, ...file } of await w.db
      .select()
      .from(attachments)
      .where(inArray(attachments.messageId, [id])))
      await w.db.insert(attachments).values({ ...file, messageId: copy.id, conversationId: into.row.id })
  }
  if (rows.length > 0) await store(w, into, { lastIndex: index, lastContentIndex: index, lastActivityAt: w.at })
  if (rows.length > 0) await stirPeople(w, into)
}
