import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { visitors } from '@/db/schema/contacts'
import { command } from '../command'
import { holdVisitor } from './hold'

/** Signs the browser out: its token opens nothing from now on. The conversation stays with the team. */
export const end = command({ permission: 'visitors:self', input: z.object({}) }, async (w): Promise<void> => {
  const { visitorId } = await holdVisitor(w)
  await w.db.update(visitors).set({ endedAt: w.at }).where(eq(visitors.id, visitorId))
})
