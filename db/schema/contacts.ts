import { sql } from 'drizzle-orm'
import { bool, createdAt, id, index, json, long, oneOf, primaryKey, table, text, time, uniqueIndex } from '../columns'
import { CHANNEL_TYPES, channels } from './channels'
import { users } from './users'
import { workspaces } from './workspaces'

/** Something the team keeps of a customer under a name of its own. */
export type ContactField = { name: string; value: string }

/**
 * A customer. One that was merged into another stays as the side of that other from which its addresses speak: they, its
 * browsers and what it wrote remain its own, so that undoing is exact, while its conversations are shown as the other's.
 */
export const contacts = table(
  'contacts',
  {
    id: id(),
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    email: text('email'),
    /** In E.164 where it is a number; `phoneRaw` as somebody wrote it. */
    phone: text('phone'),
    phoneRaw: text('phone_raw'),
    /** Blob of their picture, as their channel shows it. */
    pictureKey: text('picture_key'),
    company: text('company').notNull().default(''),
    note: text('note').notNull().default(''),
    fields: json<ContactField[] | null>('fields'),
    /** BCP 47 and IANA, as far as known. */
    language: text('language'),
    timeZone: text('time_zone'),
    /** Whose side it is: always one who is nobody's. Null for a contact of its own. */
    mergedInto: long('merged_into'),
    /** Forgotten: name and addresses are gone, what was written stays with the conversation. */
    removedAt: time('removed_at'),
    /** When what is known of them, their addresses or tags last changed; null for what did not change since this is kept. */
    updatedAt: time('updated_at'),
    createdAt: createdAt(),
  },
  (t) => [
    index('contacts_name').on(t.workspaceId, t.name),
    index('contacts_email').on(t.workspaceId, t.email),
    index('contacts_phone').on(t.workspaceId, t.phone),
    index('contacts_merged')
      .on(t.mergedInto)
      .where(sql`${t.mergedInto} is not null`),
  ],
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
    /** What the provider last said they are called: a contact that is still called so takes over the next such name. */
    profileName: text('profile_name'),
    /** When the provider was last asked who this is. */
    profileAt: time('profile_at'),
    /** The provider's time of their consent: an older word that comes later changes nothing. */
    consentAt: time('consent_at'),
    /** Everything that left before these moments reached them and was read; also what we learn of only later. */
    deliveredUpTo: time('delivered_up_to'),
    readUpTo: time('read_up_to'),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('contact_identities_address').on(t.workspaceId, t.channelType, t.scope, t.address),
    index('contact_identities_contact').on(t.contactId),
    index('contact_identities_any').on(t.workspaceId, t.address),
  ],
)

/** `settled`: the provider or the site says they are one, for good. `apart`: a colleague says they are two; not suggested again. */
export const MERGE_STATES = ['merged', 'undone', 'settled', 'apart'] as const

/** What a merge took over of the one that went, and what it left, so that it can be taken back. */
export type MergeChange = { before: Record<string, unknown>; after: Record<string, unknown>; tags: number[]; sides: number[] }

/** Two contacts that somebody said are one person, or are not. `from` was shown as `into` afterwards. */
export const contactMerges = table(
  'contact_merges',
  {
    id: id(),
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    fromId: long('from_id')
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    intoId: long('into_id')
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    state: oneOf('state', MERGE_STATES).notNull(),
    /** Who said so; null: the provider or the site. */
    userId: long('user_id').references(() => users.id, { onDelete: 'set null' }),
    change: json<MergeChange>('change').notNull(),
    undoneAt: time('undone_at'),
    undoneBy: long('undone_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (t) => [index('contact_merges_into').on(t.intoId, t.id), index('contact_merges_from').on(t.fromId, t.id)],
)

/** The names of fields a workspace has used, to be offered again. */
export const contactFieldNames = table(
  'contact_field_names',
  {
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.name] })],
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
