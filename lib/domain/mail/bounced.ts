/** What a bounce means for the message that came back. Not a verb. */
import { eq } from 'drizzle-orm'
import { messageParts } from '@/db/schema/messages'
import type { Work } from '../command'
import { setDelivery } from '../messages/delivery'
import { findRefs } from './refs'

export type CameBack = { refs: readonly string[]; action: 'failed' | 'delayed' | 'delivered'; why: string }

/** The message of ours it speaks of, marked as failed or delivered; null when it is none of ours. A delay changes no state yet. */
export async function bounced(w: Work, channelId: number, b: CameBack): Promise<{ conversationId: number; messageId: number } | null> {
  const known = (await findRefs(w, channelId, b.refs)).find((k) => k.messageId !== null)
  if (!known || known.messageId === null) return null
  const parts = await w.db.select({ id: messageParts.id }).from(messageParts).where(eq(messageParts.messageId, known.messageId))
  // Something of theirs that "came back" is no bounce of ours.
  if (parts.length === 0) return null
  if (b.action !== 'delayed')
    for (const p of parts)
      await setDelivery(w.actor, { partId: p.id, ...(b.action === 'failed' ? { state: 'failed', error: b.why || 'The mail came back.' } : { state: 'delivered' }) })
  return { conversationId: known.conversationId, messageId: known.messageId }
}
