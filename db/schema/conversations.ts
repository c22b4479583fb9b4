import { sql } from 'drizzle-orm'
import { bool, createdAt, id, index, int, json, long, oneOf, primaryKey, table, text, time, uniqueIndex } from '../columns'
import { CHANNEL_TYPES, channels } from './channels'
import { contacts } from './contacts'
import { users } from './users'
import { teams, workspaces } from './workspaces'

export const CONVERSATION_KINDS = ['customer', 'team'] as const
export const STATUSES = ['open', 'pending', 'snoozed', 'closed'] as const
export type Status = (typeof STATUSES)[number]

/**
 * Indexes of messages are dense from 0; `lastIndex` is -1 while there is none. `lastContentIndex` is the newest that
 * somebody wrote (system lines make nothing unread). `version` rises with every change that everybody sees.
 */
export const conversations = table(
  'conversations',
  {
    id: id(),
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    kind: oneOf('kind', CONVERSATION_KINDS).notNull(),
    channelId: long('channel_id').references(() => channels.id, { onDelete: 'set null' }),
    channelType: oneOf('channel_type', CHANNEL_TYPES),
    contactId: long('contact_id').references(() => contacts.id, { onDelete: 'cascade' }),
    /** Whose side of the contact it is with, where that was a contact of its own (see contacts); null: the contact's own. */
    sideId: long('side_id'),
    /** Team conversations of a fixed set of people: their ids, sorted, so that the set finds it again. */
    memberKey: text('member_key'),
    /** Who takes part, sorted: in a team conversation its people (nobody else sees it), in a customer's who was given it, wrote in it or joined. */
    members: json<number[]>('members')
      .notNull()
      .$defaultFn(() => []),
    /** 'yes' ('of:<side>' from a side) while this is where the contact's next message goes: at most one per channel, contact and side. */
    current: text('current'),
    title: text('title').notNull().default(''),
    status: oneOf('status', STATUSES).notNull().default('open'),
    assigneeId: long('assignee_id').references(() => users.id, { onDelete: 'set null' }),
    teamId: long('team_id').references(() => teams.id, { onDelete: 'set null' }),
    creatorId: long('creator_id').references(() => users.id, { onDelete: 'set null' }),
    needsReply: bool('needs_reply').notNull().default(false),
    waitingSince: time('waiting_since'),
    lastIndex: int('last_index').notNull().default(-1),
    lastContentIndex: int('last_content_index').notNull().default(-1),
    /** How many of its messages are system lines: the rest, numbered from 0, is what people wrote. */
    systemLines: int('system_lines').notNull().default(0),
    lastActivityAt: time('last_activity_at')
      .notNull()
      .$defaultFn(() => new Date()),
    lastCustomerAt: time('last_customer_at'),
    lastReplyAt: time('last_reply_at'),
    /** How far the customer has seen (web chat) and been shown our messages. */
    contactReadIndex: int('contact_read_index').notNull().default(-1),
    contactDeliveredIndex: int('contact_delivered_index').notNull().default(-1),
    /** The newest of the customer's messages that their channel was asked to show as read. */
    readOutIndex: int('read_out_index').notNull().default(-1),
    snippet: text('snippet').notNull().default(''),
    snippetBy: oneOf('snippet_by', ['contact', 'user', 'note', 'system']).notNull().default('system'),
    /** The colleague whose words they are; null when a customer's, or written before this was kept. */
    snippetUserId: long('snippet_user_id').references(() => users.id, { onDelete: 'set null' }),
    snoozedUntil: time('snoozed_until'),
    /** Snoozed through: the customer's next message does not wake it. */
    snoozeThrough: bool('snooze_through').notNull().default(false),
    /** Where its messages went when it was merged into another. */
    mergedInto: long('merged_into'),
    closedAt: time('closed_at'),
    closedBy: long('closed_by').references(() => users.id, { onDelete: 'set null' }),
    version: int('version').notNull().default(1),
    /** When anything that its version counts last changed; null for what did not change since this is kept. */
    updatedAt: time('updated_at'),
    createdAt: createdAt(),
  },
  (t) => [
    index('conversations_status').on(t.workspaceId, t.kind, t.status, t.lastActivityAt, t.id),
    index('conversations_assignee').on(t.workspaceId, t.kind, t.status, t.assigneeId, t.lastActivityAt, t.id),
    index('conversations_channel').on(t.workspaceId, t.kind, t.status, t.channelId, t.lastActivityAt, t.id),
    // Where the status does not matter.
    index('conversations_activity').on(t.workspaceId, t.kind, t.lastActivityAt, t.id),
    index('conversations_channel_type').on(t.workspaceId, t.kind, t.status, t.channelType, t.lastActivityAt, t.id),
    index('conversations_team')
      .on(t.workspaceId, t.kind, t.status, t.teamId, t.lastActivityAt, t.id)
      .where(sql`${t.teamId} is not null`),
    index('conversations_waiting')
      .on(t.workspaceId, t.kind, t.status, t.waitingSince, t.id)
      .where(sql`${t.needsReply} = true`),
    index('conversations_needs_reply')
      .on(t.workspaceId, t.kind, t.status, t.lastActivityAt, t.id)
      .where(sql`${t.needsReply} = true`),
    index('conversations_by_id').on(t.workspaceId, t.kind, t.id),
    index('conversations_contact').on(t.contactId, t.lastActivityAt, t.id),
    index('conversations_side')
      .on(t.sideId)
      .where(sql`${t.sideId} is not null`),
    uniqueIndex('conversations_members').on(t.workspaceId, t.memberKey),
    uniqueIndex('conversations_current').on(t.channelId, t.contactId, t.current),
  ],
)

/** What one user has of one conversation: membership (of team conversations) and personal state. */
export const participants = table(
  'participants',
  {
    conversationId: long('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    userId: long('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    member: bool('member').notNull().default(false),
    lastReadIndex: int('last_read_index').notNull().default(-1),
    archived: bool('archived').notNull().default(false),
    mutedUntil: time('muted_until'),
    /**
     * Something after `lastReadIndex`, for who takes part or marked it so; and the conversation's last activity. Here so that
     * both lists of a person walk an index.
     */
    unread: bool('unread').notNull().default(false),
    activityAt: time('activity_at'),
    /** Newest message that names this person; -1 for none. */
    mentionIndex: int('mention_index').notNull().default(-1),
  },
  (t) => [
    primaryKey({ columns: [t.conversationId, t.userId] }),
    index('participants_activity')
      .on(t.userId, t.archived, t.activityAt, t.conversationId)
      .where(sql`${t.member} = true or ${t.archived} = true`),
    index('participants_unread')
      .on(t.userId, t.activityAt, t.conversationId)
      .where(sql`${t.unread} = true`),
    index('participants_archived')
      .on(t.userId, t.conversationId)
      .where(sql`${t.archived} = true`),
    index('participants_member')
      .on(t.userId, t.conversationId)
      .where(sql`${t.member} = true`),
  ],
)

/** What is being written: one reply and one note per user and conversation. Emptied, the row stays a while: it tells a late save that its draft is over. */
export const drafts = table(
  'drafts',
  {
    conversationId: long('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    userId: long('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    mode: oneOf('mode', ['reply', 'note']).notNull().default('reply'),
    /** The draft's own key, made by the browser that began it; null for one of an earlier release. */
    key: text('key'),
    body: text('body').notNull(),
    attachmentIds: json<number[]>('attachment_ids')
      .notNull()
      .$defaultFn(() => []),
    /** What it carries besides (lib/domain/messages/answer.ts); null for plain words. */
    more: json<Record<string, unknown>>('more'),
    updatedAt: time('updated_at')
      .notNull()
      .$defaultFn(() => new Date()),
  },
  (t) => [primaryKey({ columns: [t.conversationId, t.userId, t.mode] })],
)
