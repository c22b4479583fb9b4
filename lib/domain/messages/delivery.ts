/** How a message is faring on its way out. States only ever rise in rank; the message shows the least of its parts. */
import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { DELIVERY_STATES, type DeliveryState, messageParts, messages } from '@/db/schema/messages'
import { command, type Work } from '../command'
import { type Loaded, loadForChange } from '../conversations/load'
import { refuse } from '../errors'
import { unpark } from '../inbound/lane'
import { partyOf } from '../contacts/sides'
import { markOver } from '../inbound/mark'
import { rowId } from '../text'
import { withFiles } from './own'

const rank = (s: DeliveryState) => DELIVERY_STATES.indexOf(s)

/** Raises one part's state (a late "sent" cannot undo "failed"; proof of delivery can). `at`: when the provider says that it happened. Quiet when nothing rises. */
export const setDelivery = command(
  {
    permission: 'messages:deliver',
    input: z.object({
      partId: rowId,
      state: z.enum(DELIVERY_STATES),
      error: z.string().max(500).optional(),
      externalId: z.string().max(500).optional(),
      at: z.date().optional(),
    }),
  },
  async (w, input) => {
    const [at] = await w.db.select({ conversationId: messageParts.conversationId }).from(messageParts).where(eq(messageParts.id, input.partId))
    if (!at) refuse('not_found')
    const c = await loadForChange(w, at.conversationId)
    const [part] = await w.db.select().from(messageParts).where(eq(messageParts.id, input.partId))
    if (!part) return false
    const externalId = input.externalId ?? part.externalId
    if (externalId !== part.externalId && input.externalId) await unpark(w, part.channelId, [input.externalId])
    // A send whose answer was lost did leave, as the provider now says.
    const wasUnclear = part.state === 'failed' && part.error === 'delivery_unclear'
    if (!wasUnclear && rank(input.state) <= rank(part.state)) {
      // Proof of delivery can be here before the send has told us its id.
      if (externalId !== part.externalId) await w.db.update(messageParts).set({ externalId, updatedAt: w.at }).where(eq(messageParts.id, part.id))
      return false
    }
    // It may have been read before its sending was known.
    const state = input.state === 'sent' ? ((await markOver(w, part, partyOf(c.row))) ?? 'sent') : input.state
    await w.db
      .update(messageParts)
      .set({ state, error: input.error ?? null, externalId, updatedAt: w.at })
      .where(eq(messageParts.id, part.id))
    await sumUp(w, c, part.messageId, input.at)
    return true
  },
)

/** Sends the failed parts of a message once more. Throws `not_retryable` when none failed, or it was taken back. */
export const retry = command({ permission: 'messages:create', input: z.object({ messageId: rowId }) }, async (w, input) => {
  const [m] = await w.db
    .select()
    .from(messages)
    .where(and(eq(messages.id, input.messageId), eq(messages.workspaceId, w.workspaceId)))
  if (!m) refuse('not_found')
  const c = await loadForChange(w, m.conversationId)
  // Read again under the lock: what was taken back, or is about to be, is not said once more.
  const [now] = await w.db.select({ deletedAt: messages.deletedAt, meta: messages.meta }).from(messages).where(eq(messages.id, m.id))
  if (!now || now.deletedAt || now.meta.acts?.remove?.state === 'queued') refuse('not_retryable')
  const again = await w.db
    .update(messageParts)
    .set({ state: 'queued', error: null, sendingSince: null, updatedAt: w.at })
    .where(and(eq(messageParts.messageId, m.id), eq(messageParts.state, 'failed')))
    .returning({ id: messageParts.id })
  if (again.length === 0) refuse('not_retryable')
  return sumUp(w, c, m.id)
})

/** Writes the message's own state from its parts, and when that was, and says so; quiet when it is what it was. */
export async function sumUp(w: Work, c: Loaded, messageId: number, at = w.at) {
  const parts = await w.db
    .select({ state: messageParts.state, error: messageParts.error, sendingSince: messageParts.sendingSince })
    .from(messageParts)
    .where(eq(messageParts.messageId, messageId))
    .orderBy(asc(messageParts.idx))
  const least = parts.reduce<DeliveryState>((low, p) => (rank(p.state) < rank(low) ? p.state : low), 'read')
  // One failed part is what the agent must see, whatever became of the others; unless one is still on its way.
  const state: DeliveryState = least === 'queued' ? 'queued' : parts.some((p) => p.state === 'failed') ? 'failed' : least
  const error = state === 'failed' ? (parts.find((p) => p.error)?.error ?? null) : null
  const [was] = await w.db.select().from(messages).where(eq(messages.id, messageId))
  if (!was) refuse('not_found')
  if (was.delivery === state && was.deliveryError === error) return withFiles(w, was)
  const now = { delivery: state, deliveryError: error, ...timesOf(was, state, at, parts[0]?.sendingSince ?? null) }
  await w.db.update(messages).set(now).where(eq(messages.id, messageId))
  const view = await withFiles(w, { ...was, ...now })
  w.record('message.delivery_changed', { message: view }, { conversation: c, messageId })
  return view
}

type Times = Pick<typeof messages.$inferSelect, 'sentAt' | 'deliveredAt' | 'readAt'>

/** A moment that was told stays; one that is passed over was told by nobody. `left`: when the provider was called. Sent again, it left again. */
function timesOf(was: Times, state: DeliveryState, at: Date, left: Date | null): Partial<Times> {
  if (state === 'sent') return { sentAt: at }
  const sentAt = was.sentAt ?? left
  if (state === 'delivered') return { sentAt, deliveredAt: was.deliveredAt ?? at }
  return state === 'read' ? { sentAt, readAt: was.readAt ?? at } : {}
}
