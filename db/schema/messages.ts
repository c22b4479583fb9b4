import { sql } from 'drizzle-orm'
import { createdAt, id, index, int, json, long, oneOf, table, text, time, uniqueIndex } from '../columns'
import { channels } from './channels'
import { contacts } from './contacts'
import { conversations } from './conversations'
import { users } from './users'
import { workspaces } from './workspaces'

export const MESSAGE_KINDS = ['message', 'note', 'system'] as const
/** In rank order; see lib/domain/messages/delivery.ts. */
export const DELIVERY_STATES = ['queued', 'sent', 'failed', 'delivered', 'read'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** What a system line says; the screen puts it into words. */
export type SystemLine =
  | { event: 'assigned'; to: number | null; from: number | null }
  | { event: 'team'; to: number | null; from: number | null }
  | { event: 'status'; to: 'open' | 'pending' | 'snoozed' | 'closed'; from: 'open' | 'pending' | 'snoozed' | 'closed'; until?: number; cause?: 'time' | 'customer' }
  | { event: 'renamed'; to: string }
  | { event: 'added'; userIds: number[] }
  | { event: 'removed'; userIds: number[] }
  | { event: 'merged'; from: number; into: number }

/** A file that is not here yet. `error`: it could not be had. */
export type WaitingFile = { ref: string; kind: 'image' | 'audio' | 'voice' | 'video' | 'file' | 'sticker'; name?: string; type?: string; size?: number; error?: string }

/** Something done to a message that its customer is to see. `failed`: they do not, and why (one of our reasons, or the provider's words). */
type Act = { state: 'queued' | 'done' | 'failed'; error?: string }
export type Acts = {
  /** Ours on the customer's screen: one for all of the team, the newest; null: being taken back. */
  react?: Act & { emoji: string | null; userId: number | null }
  /** `was`: the words they still see unless it is done. */
  edit?: Act & { was: string }
  remove?: Act
}

export type MessageMeta = {
  system?: SystemLine
  /** Id of the message it answers. */
  replyTo?: number
  /** A few of its words. */
  quoted?: string
  /** How the customer reacted to it. */
  customerReaction?: { emoji: string | null; at: number }
  /** What it carries and we have yet to fetch. */
  files?: WaitingFile[]
  /** Its words with their looks, sanitised (lib/domain/messages/looks.ts); `body` says the same without. */
  html?: string
  /** Several provider messages shown as one. */
  album?: { id: string; externalIds: string[] }
  acts?: Acts
  /** Over what it came, where its channel has several ways to one customer: answers go back over it. */
  via?: string
  mail?: MailMeta
  /** The approved text it was made of. */
  template?: { name: string; language: string }
  /** The colleagues it names. */
  mentions?: number[]
  /** What a program said it is, in its dialect's word. */
  messageType?: string
  extra?: Record<string, unknown>
}

export type Mailbox = { address: string; name: string }

/** What a message was or becomes as a mail. Message ids are without brackets. */
export type MailMeta = {
  subject: string
  messageId?: string
  /** Who wrote it, where not we did; and where they want answers. */
  from?: Mailbox
  replyTo?: Mailbox[]
  to: Mailbox[]
  cc: Mailbox[]
  bcc?: Mailbox[]
  /** Blob of the mail as it came. */
  raw?: string
  /** Blob of `{html, text}`: its sanitised HTML and its whole text, where the body is less than that. */
  content?: string
  hasHtml?: boolean
  /** About how high its HTML is, px. */
  height?: number
  /** Its HTML would fetch pictures from outside. */
  hasRemote?: boolean
  /** The body leaves quotes or a signature out. */
  isFolded?: boolean
  /** Attachments by the name the HTML gives them. */
  cids?: Record<string, number>
  /** Files that were left out, by name. */
  leftOut?: string[]
  /** How many were, where that is more than are named. */
  leftOutCount?: number
  /** Files of 0 bytes that came with it, by name. */
  emptyFiles?: string[]
  machine?: string
  /** Somebody who had no part in this conversation before. */
  isNewSender?: boolean
  /** Its sender's address is a colleague's or our own: it may be forged. */
  looksLikeUs?: boolean
  /** The server that took it found that it is likely not from whom it says (SPF, DKIM, DMARC). */
  isDoubtful?: boolean
  /** Message id that an answer of ours says it answers; null: none. */
  inReplyTo?: string | null
  /** Message ids of the mails before it, the oldest first. */
  references?: string[]
  /** Id of the message that stands below an answer of ours when it leaves. */
  quotes?: number
  /** What a mail of ours hands on: which message, and those of its files that go along. */
  forwards?: { id: number; files: number[] }
  /** Not between us and the customer: a forward of ours, and what came of it. */
  isAside?: boolean
}

export const messages = table(
  'messages',
  {
    id: id(),
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    conversationId: long('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    index: int('index').notNull(),
    kind: oneOf('kind', MESSAGE_KINDS).notNull(),
    /** Who wrote it: one of the two ids, or neither for the system. */
    userId: long('user_id').references(() => users.id, { onDelete: 'set null' }),
    contactId: long('contact_id').references(() => contacts.id, { onDelete: 'set null' }),
    body: text('body').notNull(),
    meta: json<MessageMeta>('meta')
      .notNull()
      .$defaultFn(() => ({})),
    /** Whether anybody reacted: spares the look-up for the many messages without. */
    reactionCount: int('reaction_count').notNull().default(0),
    attachmentCount: int('attachment_count').notNull().default(0),
    /** The least of its parts' states; null where nothing leaves (incoming, notes, system, team). */
    delivery: oneOf('delivery', DELIVERY_STATES),
    deliveryError: text('delivery_error'),
    /** When it left, reached whom it was for, and was read by them, as far as that was told; what came in reached us. */
    sentAt: time('sent_at'),
    deliveredAt: time('delivered_at'),
    readAt: time('read_at'),
    /** The writer's own key for it: a repeated send finds the first. */
    clientKey: text('client_key'),
    /** The provider's id for it. */
    externalId: text('external_id'),
    editedAt: time('edited_at'),
    deletedAt: time('deleted_at'),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('messages_index').on(t.conversationId, t.index),
    index('messages_system')
      .on(t.conversationId, t.index)
      .where(sql`${t.kind} = 'system'`),
    uniqueIndex('messages_client_key').on(t.conversationId, t.clientKey),
    uniqueIndex('messages_external').on(t.conversationId, t.externalId),
  ],
)

/** An approved text with its places filled in (lib/domain/templates/fill.ts). `name` of a value is null where values count by their order. */
export type TemplateOut = {
  name: string
  language: string
  header: { kind: 'text'; values: TemplateValue[] } | { kind: 'image' | 'video' | 'document' } | null
  body: TemplateValue[]
  buttons: { index: number; kind: 'url' | 'code'; text: string }[]
}
type TemplateValue = { name: string | null; text: string }

/** What leaves through a channel for one message: 1..n provider messages, each with its own fate. */
export const messageParts = table(
  'message_parts',
  {
    id: id(),
    messageId: long('message_id')
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    conversationId: long('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    channelId: long('channel_id').references(() => channels.id, { onDelete: 'set null' }),
    idx: int('idx').notNull(),
    content: json<{ text?: string; html?: string; attachmentId?: number; attachmentIds?: number[]; isHuman?: boolean; template?: TemplateOut }>('content').notNull(),
    state: oneOf('state', DELIVERY_STATES).notNull().default('queued'),
    error: text('error'),
    clientRef: text('client_ref').notNull(),
    externalId: text('external_id'),
    attempts: int('attempts').notNull().default(0),
    /** Set before the provider is called: a queued part that has it may or may not have arrived. */
    sendingSince: time('sending_since'),
    updatedAt: time('updated_at')
      .notNull()
      .$defaultFn(() => new Date()),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('message_parts_idx').on(t.messageId, t.idx),
    uniqueIndex('message_parts_ref').on(t.clientRef),
    uniqueIndex('message_parts_external').on(t.channelId, t.externalId),
    index('message_parts_newest').on(t.channelId, t.state, t.id),
  ],
)

/** A file. Uploaded first (no message yet), then claimed by the message that sends it. `size` in bytes. */
export const attachments = table(
  'attachments',
  {
    id: id(),
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    conversationId: long('conversation_id').references(() => conversations.id, { onDelete: 'cascade' }),
    messageId: long('message_id').references(() => messages.id, { onDelete: 'cascade' }),
    uploadedBy: text('uploaded_by').notNull(),
    /** The id its uploader gave it, where the dialect lets the uploader choose. */
    ref: text('ref'),
    name: text('name').notNull(),
    type: text('type').notNull(),
    size: long('size').notNull(),
    blobKey: text('blob_key').notNull(),
    thumbKey: text('thumb_key'),
    width: int('width'),
    height: int('height'),
    /** Where it stands among its message's files. */
    position: int('position').notNull().default(0),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('attachments_ref').on(t.workspaceId, t.ref), index('attachments_message').on(t.messageId), index('attachments_loose').on(t.createdAt)],
)
