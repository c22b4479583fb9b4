import { z } from 'zod'
import { loadToRead } from '../conversations/load'
import { refuse } from '../errors'
import { query } from '../query'
import { rowId } from '../text'
import { answerTo as whoTo, type AnswerTo } from './outgoing'

/** Whom an answer by mail goes to and about what, unless its writer chooses otherwise. Throws `wrong_kind` where there is no mail. */
export const answerTo = query({ permission: 'messages:create', input: z.object({ conversationId: rowId }) }, async ({ db, actor }, q): Promise<AnswerTo> => {
  const c = await loadToRead(db, actor, q.conversationId)
  if (c.row.channelType !== 'email') refuse('wrong_kind')
  return whoTo(db, c.row)
})
