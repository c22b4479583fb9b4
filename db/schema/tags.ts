import { createdAt, id, index, long, primaryKey, table, text, uniqueIndex } from '../columns'
import { contacts } from './contacts'
import { conversations } from './conversations'
import { messages } from './messages'
import { users } from './users'
import { workspaces } from './workspaces'

export const tags = table(
  'tags',
  {
    id: id(),
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    color: text('color').notNull().default('#64748b'),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('tags_name').on(t.workspaceId, t.name)],
)

export const conversationTags = table(
  'conversation_tags',
  {
    conversationId: long('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    tagId: long('tag_id')
      .notNull()
      .references(() => tags.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.conversationId, t.tagId] }), index('conversation_tags_tag').on(t.tagId)],
)

export const contactTags = table(
  'contact_tags',
  {
    contactId: long('contact_id')
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    tagId: long('tag_id')
      .notNull()
      .references(() => tags.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.contactId, t.tagId] }), index('contact_tags_tag').on(t.tagId)],
)

/** One user's emoji on one message. */
export const reactions = table(
  'reactions',
  {
    messageId: long('message_id')
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    userId: long('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    emoji: text('emoji').notNull(),
  },
  (t) => [primaryKey({ columns: [t.messageId, t.emoji, t.userId] })],
)
