import { and, count, desc, eq, inArray, isNull, or } from 'drizzle-orm'
import { z } from 'zod'
import { contactIdentities, contacts } from '@/db/schema/contacts'
import { contactTags } from '@/db/schema/tags'
import { contactsFinding } from '@/db/search/contacts'
import { query } from '../query'
import { cleanLine, rowId } from '../text'
import { type ContactView, contactView, type IdentityView, identityView } from './view'

export type ContactRecord = { contact: ContactView; identities: IdentityView[] }

/** Contacts by page number, newest first, with their addresses: what programs list. `tagIds`: those that carry any of them. */
export const contactsPage = query(
  {
    permission: 'contacts:read',
    input: z.object({
      text: z.string().max(200).default(''),
      tagIds: z.array(rowId).max(100).optional(),
      page: z.number().int().min(1).max(100_000).default(1),
      size: z.number().int().min(1).max(100).default(20),
    }),
  },
  async ({ db, actor }, input): Promise<{ contacts: ContactRecord[]; total: number }> => {
    const text = cleanLine(input.text)
    const finding = text ? contactsFinding(actor.workspaceId, text) : null
    if (text && !finding) return { contacts: [], total: 0 }
    const where = and(
      eq(contacts.workspaceId, actor.workspaceId),
      isNull(contacts.removedAt),
      isNull(contacts.mergedInto),
      finding ? inArray(contacts.id, finding) : undefined,
      input.tagIds ? inArray(contacts.id, db.select({ id: contactTags.contactId }).from(contactTags).where(inArray(contactTags.tagId, input.tagIds))) : undefined,
    )
    const found = await db
      .select()
      .from(contacts)
      .where(where)
      .orderBy(desc(contacts.id))
      .limit(input.size)
      .offset((input.page - 1) * input.size)
    const [n] = await db.select({ n: count() }).from(contacts).where(where)
    const ids = found.map((c) => c.id)
    const addresses =
      ids.length > 0
        ? await db
            .select({ i: contactIdentities, of: contacts.id, side: contacts.mergedInto })
            .from(contacts)
            .innerJoin(contactIdentities, eq(contactIdentities.contactId, contacts.id))
            .where(or(inArray(contacts.id, ids), inArray(contacts.mergedInto, ids)))
            .limit(2000)
        : []
    return {
      contacts: found.map((c) => ({ contact: contactView(c), identities: addresses.filter((a) => (a.side ?? a.of) === c.id).map((a) => identityView(a.i)) })),
      total: n?.n ?? 0,
    }
  },
)
