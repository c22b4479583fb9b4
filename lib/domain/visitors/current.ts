import { z } from 'zod'
import { query } from '../query'
import { ownConversations } from './own-conversations'

/** The conversation where the visitor's next message goes; null before their first. */
export const current = query({ permission: 'visitors:self', input: z.object({}) }, async ({ db, actor }): Promise<number | null> => {
  if (actor.kind !== 'visitor') throw new Error('only a visitor has a current conversation')
  return (await ownConversations(db, actor)).find((c) => c.current !== null)?.id ?? null
})
