import { and, count, desc, eq, inArray, isNull, or } from 'drizzle-orm'
import { z } from 'zod'
import { contains, containsPattern } from '@/db/dialects'
import { contactIdentities, contacts } from '@/db/schema/contacts'
import { query } from '../query'
import { cleanLine } from '../text'
import { type ContactView, contactView, type IdentityView, identityView } from './view'

export type ContactRecord = { contact: ContactView; identities: IdentityView[] }

/** Contacts by page number, newest first, with their addresses: what programs list. */
export const contactsPage = query(
  {
    permission: 'contacts:read',
    input: z.object({ text: z.string().max(200).default(''), page: z.number().int().min(1).max(100_000).default(1), size: z.number().int().min(1).max(100).default(20) }),
  },
  async ({ db, actor }, input): Promise<{ contacts: ContactRecord[]; total: number }> => {
    const pattern = containsPattern(cleanLine(input.text))
    const where = and(
      eq(contacts.workspaceId, actor.workspaceId),
      isNull(contacts.removedAt),
      input.text.trim() ? or(contains(contacts.name, pattern), contains(contacts.email, pattern), contains(contacts.phone, pattern)) : undefined,
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
    const addresses = ids.length > 0 ? await db.select().from(contactIdentities).where(inArray(contactIdentities.contactId, ids)).limit(2000) : []
    return { contacts: found.map((c) => ({ contact: contactView(c), identities: addresses.filter((a) => a.contactId === c.id).map(identityView) })), total: n?.n ?? 0 }
  },
)
