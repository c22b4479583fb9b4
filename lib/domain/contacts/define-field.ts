/** Names of contacts' fields, kept to be offered again. */
import { and, count, eq } from 'drizzle-orm'
import { z } from 'zod'
import { contactFieldNames } from '@/db/schema/contacts'
import { command } from '../command'
import { refuse } from '../errors'
import { line } from '../text'

/** Most names of one workspace. */
const MAX = 200

/** Throws `name_taken`, `too_many` beyond 200. */
export const defineField = command({ permission: 'contacts:update', input: z.object({ name: line(60) }) }, async (w, { name }): Promise<void> => {
  const [have] = await w.db.select({ n: count() }).from(contactFieldNames).where(eq(contactFieldNames.workspaceId, w.workspaceId))
  if ((have?.n ?? 0) >= MAX) refuse('too_many')
  const made = await w.db.insert(contactFieldNames).values({ workspaceId: w.workspaceId, name }).onConflictDoNothing().returning()
  if (made.length === 0) refuse('name_taken', { field: 'name' })
})

/** It is offered no more; contacts keep what they have under it. Throws `not_found`. */
export const forgetField = command({ permission: 'contacts:update', input: z.object({ name: line(60) }) }, async (w, { name }): Promise<void> => {
  const gone = await w.db
    .delete(contactFieldNames)
    .where(and(eq(contactFieldNames.workspaceId, w.workspaceId), eq(contactFieldNames.name, name)))
    .returning()
  if (gone.length === 0) refuse('not_found', { what: 'field' })
})
