import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { among, amongIds } from '@/db/dialects'
import type { Read } from '@/db/doors'
import { prepared } from '@/db/prepared'
import { contactIdentities, contacts } from '@/db/schema/contacts'
import { list } from '../conversations/list'
import type { ConversationRow } from '../conversations/row'
import { refuse } from '../errors'
import { query } from '../query'
import { rowId } from '../text'
import { shownAs, sidesOf } from './sides'
import { type ContactView, contactView, type IdentityView, identityView } from './view'

/** `next`: the cursor of the conversations after these, as `contactConversations` takes it. */
export type ContactDetails = { contact: ContactView; identities: IdentityView[]; conversations: ConversationRow[]; next: string | null }

const size = z.number().int().min(1).max(100).default(20)

/**
 * A contact, their addresses (at most 100, those of all their sides) and their conversations, newest first, as the actor
 * sees them. The id of one that was merged away answers the contact as which it is shown. Throws `not_found`.
 */
export const getContact = query(
  { permission: 'contacts:read', input: z.object({ contactId: rowId, limit: size }) },
  async ({ db, actor }, input): Promise<ContactDetails> => {
    const id = await shownAs(db, actor.workspaceId, input.contactId)
    const [contact] = await prepared(db, 'contact', (d, name) =>
      d
        .select()
        .from(contacts)
        .where(and(eq(contacts.id, sql.placeholder('id')), eq(contacts.workspaceId, sql.placeholder('workspaceId')), isNull(contacts.removedAt)))
        .prepare(name),
    ).execute({ id, workspaceId: actor.workspaceId })
    if (!contact) refuse('not_found', { what: 'contact' })
    const identities = await identitiesOf(db, [contact.id, ...(await sidesOf(db, contact.id))])
    const [own, sides] = [identities.filter((i) => i.contactId === contact.id), identities.filter((i) => i.contactId !== contact.id)]
    const page = await list(actor, { contactId: contact.id, status: 'any', archived: 'any', limit: input.limit })
    return { contact: contactView(contact), identities: [...own, ...sides].map(identityView), conversations: page.rows, next: page.next }
  },
)

/** At most 100, oldest first. */
export const identitiesOf = (db: Read, contactIds: readonly number[]) =>
  prepared(db, 'contact:identities', (d, name) =>
    d.select().from(contactIdentities).where(among(contactIdentities.contactId, 'ids')).orderBy(asc(contactIdentities.id)).limit(100).prepare(name),
  ).execute({ ids: amongIds(contactIds) })

/** More of a contact's conversations, newest first, whatever their state. Throws `bad_cursor`. */
export const contactConversations = query(
  { permission: 'contacts:read', input: z.object({ contactId: rowId, cursor: z.string().max(300).optional(), limit: size }) },
  ({ actor }, { contactId, cursor, limit }) => list(actor, { contactId, status: 'any', archived: 'any', cursor, limit }),
)
