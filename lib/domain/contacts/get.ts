import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { prepared } from '@/db/prepared'
import { contactIdentities, contacts } from '@/db/schema/contacts'
import { list } from '../conversations/list'
import type { ConversationRow } from '../conversations/row'
import { refuse } from '../errors'
import { query } from '../query'
import { rowId } from '../text'
import { type ContactView, contactView, type IdentityView, identityView } from './view'

export type ContactDetails = { contact: ContactView; identities: IdentityView[]; conversations: ConversationRow[] }

/** A contact, their addresses (at most 100) and their conversations, newest first, as the actor sees them. Throws `not_found`. */
export const getContact = query(
  { permission: 'contacts:read', input: z.object({ contactId: rowId, limit: z.number().int().min(1).max(100).default(20) }) },
  async ({ db, actor }, input): Promise<ContactDetails> => {
    const [contact] = await prepared(db, 'contact', (d, name) =>
      d
        .select()
        .from(contacts)
        .where(and(eq(contacts.id, sql.placeholder('id')), eq(contacts.workspaceId, sql.placeholder('workspaceId')), isNull(contacts.removedAt)))
        .prepare(name),
    ).execute({ id: input.contactId, workspaceId: actor.workspaceId })
    if (!contact) refuse('not_found')
    const identities = await prepared(db, 'contact:identities', (d, name) =>
      d
        .select()
        .from(contactIdentities)
        .where(eq(contactIdentities.contactId, sql.placeholder('id')))
        .orderBy(asc(contactIdentities.id))
        .limit(100)
        .prepare(name),
    ).execute({ id: contact.id })
    const page = await list(actor, { contactId: contact.id, status: 'any', archived: 'any', limit: input.limit })
    return { contact: contactView(contact), identities: identities.map(identityView), conversations: page.rows }
  },
)
