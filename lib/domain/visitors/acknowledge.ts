import { z } from 'zod'
import { command } from '../command'
import { markSeen } from '../conversations/mark-seen'
import { readReached } from './cursor'
import { holdVisitor } from './hold'
import { ownConversations } from './own-conversations'

const reached = z.string().max(1200)
export const acknowledgeInput = z.object({ delivered: reached, read: reached.optional() })

/** The browser has fetched up to `delivered`, and somebody has looked at up to `read`. Only ever moves forward. */
export const acknowledge = command({ permission: 'visitors:self', input: acknowledgeInput }, async (w, input): Promise<void> => {
  const visitor = await holdVisitor(w)
  const delivered = readReached(input.delivered)
  const read = input.read === undefined ? new Map<number, number>() : readReached(input.read)
  const own = await ownConversations(w.db, visitor)
  for (const c of own.toSorted((a, b) => a.id - b.id)) {
    const deliveredIndex = delivered.get(c.id) ?? -1
    const readIndex = read.get(c.id) ?? -1
    if (deliveredIndex > -1 || readIndex > -1) await markSeen(visitor, { conversationId: c.id, deliveredIndex, readIndex })
  }
})
