import { bool, createdAt, id, index, long, oneOf, table, text, time, uniqueIndex } from '../columns'
import { CHANNEL_TYPES, channels } from './channels'
import { workspaces } from './workspaces'

/** A customer. */
export const contacts = table(
  'contacts',
  {
    id: id(),
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    email: text('email'),
    phone: text('phone'),
    note: text('note').notNull().default(''),
    /** Forgotten: name and addresses are gone, what was written stays with the conversation. */
    removedAt: time('removed_at'),
    createdAt: createdAt(),
  },
  (t) => [index('contacts_name').on(t.workspaceId, t.name), index('contacts_email').on(t.workspaceId, t.email)],
)

/**
 * An address by which a contact is known on a channel type. `scope` narrows addresses that mean something only inside
 * one account ('' for those that are the same everywhere, such as an email). `verified`: somebody vouched for it.
 */
export const contactIdentities = table(
  'contact_identities',
  {
    id: id(),
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    contactId: long('contact_id')
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    channelType: oneOf('channel_type', CHANNEL_TYPES).notNull(),
    scope: text('scope').notNull().default(''),
    address: text('address').notNull(),
    verified: bool('verified').notNull().default(false),
    /** They do not want to hear from us there; null while they do. */
    consent: oneOf('consent', ['opted_out', 'blocked']),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('contact_identities_address').on(t.workspaceId, t.channelType, t.scope, t.address), index('contact_identities_contact').on(t.contactId)],
)

/** A browser on a site that carries the widget; only the hash of its secret is kept. */
export const visitors = table(
  'visitors',
  {
    id: id(),
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    channelId: long('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    contactId: long('contact_id')
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    tokenHash: text('token_hash').notNull(),
    lastSeenAt: time('last_seen_at')
      .notNull()
      .$defaultFn(() => new Date()),
    endedAt: time('ended_at'),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('visitors_token').on(t.tokenHash), index('visitors_contact').on(t.contactId)],
)
