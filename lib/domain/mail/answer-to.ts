import { z } from 'zod'
import { loadToRead } from '../conversations/load'
import { refuse } from '../errors'
import { query } from '../query'
import { rowId } from '../text'
import { type AnswerTo, usualAnswer } from './recipients'

/**
 * Whom an answer by mail goes to and about what, unless its writer chooses otherwise. `replyTo`, `forward`: the message it
 * answers or hands on; absent: the customer's newest. Throws `wrong_kind` where there is no mail, `not_found`.
 */
export const answerTo = query(
  { permission: 'messages:create', input: z.object({ conversationId: rowId, replyTo: rowId.optional(), forward: rowId.optional() }) },
  async ({ db, actor }, q): Promise<AnswerTo> => {
    const c = await loadToRead(db, actor, q.conversationId)
    if (c.row.channelType !== 'email') refuse('wrong_kind')
    const { answered: _, ...shown } = await usualAnswer(db, c.row, q)
    return shown
  },
)
