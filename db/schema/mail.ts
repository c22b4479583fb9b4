import { createdAt, id, index, long, primaryKey, table, text, time, uniqueIndex } from '../columns'
import { channels } from './channels'
import { conversations } from './conversations'
import { messages } from './messages'

/**
 * Names by which mails speak of each other: Message-IDs of ours and theirs, and whatever else a relay made of them. A
 * ref that begins with `#` is the fingerprint of a mail that was taken in, so that it is taken in once.
 */
export const messageRefs = table(
  'message_refs',
  {
    id: id(),
    channelId: long('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    ref: text('ref').notNull(),
    conversationId: long('conversation_id').references(() => conversations.id, { onDelete: 'cascade' }),
    messageId: long('message_id').references(() => messages.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('message_refs_ref').on(t.channelId, t.ref), index('message_refs_message').on(t.messageId), index('message_refs_conversation').on(t.conversationId)],
)

/** How far a mailbox's folder was read. `uidValidity` changes when the server numbers its mails anew. */
export const mailboxes = table(
  'mailboxes',
  {
    channelId: long('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    folder: text('folder').notNull(),
    uidValidity: text('uid_validity').notNull(),
    lastUid: long('last_uid').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.channelId, t.folder] })],
)

/** Which process follows a mailbox, until when unless it says so again: several share one database. */
export const mailboxLeases = table('mailbox_leases', {
  channelId: long('channel_id')
    .primaryKey()
    .references(() => channels.id, { onDelete: 'cascade' }),
  holder: text('holder').notNull(),
  until: time('until').notNull(),
})

/** What a provider lends for a while in exchange for what an admin set: sealed, and until when it is good. */
export const mailboxTokens = table('mailbox_tokens', {
  channelId: long('channel_id')
    .primaryKey()
    .references(() => channels.id, { onDelete: 'cascade' }),
  /** Of what it was made: other settings, another token. */
  madeOf: text('made_of').notNull(),
  sealed: text('sealed').notNull(),
  expiresAt: time('expires_at').notNull(),
})
