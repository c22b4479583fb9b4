import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { contactIdentities } from '@/db/schema/contacts'
import { refuse } from '../errors'
import { query } from '../query'
import { rowId } from '../text'

/** Whose address this is. Throws `not_found`. */
export const contactOfMethod = query({ permission: 'contacts:read', input: z.object({ methodId: rowId }) }, async ({ db, actor }, input) => {
  const [found] = await db
    .select({ contactId: contactIdentities.contactId, channelType: contactIdentities.channelType, address: contactIdentities.address })
    .from(contactIdentities)
    .where(and(eq(contactIdentities.id, input.methodId), eq(contactIdentities.workspaceId, actor.workspaceId)))
  return found ?? refuse('not_found', { what: 'method' })
})
