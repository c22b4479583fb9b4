import { z } from 'zod'
import { command } from '../command'
import { rowId } from '../text'
import { loadForChange } from './load'
import { store } from './store'

/** The customer's side got, or saw, our messages up to an index. Only ever moves forward; quiet otherwise. */
export const markSeen = command(
  {
    permission: 'messages:receive',
    input: z.object({ conversationId: rowId, deliveredIndex: z.number().int().min(-1), readIndex: z.number().int().min(-1).default(-1) }),
  },
  async (w, input) => {
    const c = await loadForChange(w, input.conversationId)
    const cap = (i: number) => Math.min(i, c.row.lastIndex)
    const readIndex = Math.max(c.row.contactReadIndex, cap(input.readIndex))
    const deliveredIndex = Math.max(c.row.contactDeliveredIndex, cap(input.deliveredIndex), readIndex)
    if (readIndex === c.row.contactReadIndex && deliveredIndex === c.row.contactDeliveredIndex) return
    await store(w, c, { contactReadIndex: readIndex, contactDeliveredIndex: deliveredIndex })
    w.record('conversation.seen', { deliveredIndex, readIndex }, { conversation: c })
  },
)
