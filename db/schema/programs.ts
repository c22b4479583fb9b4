import { createdAt, id, index, int, json, long, oneOf, primaryKey, table, text, time, uniqueIndex } from '../columns'
import { users } from './users'
import { workspaces } from './workspaces'

/** A program's key to the APIs, acting for one user within scopes. Only the hash of its secret is kept. */
export const tokens = table(
  'tokens',
  {
    id: id(),
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    userId: long('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    hash: text('hash').notNull(),
    /** The last four characters, to tell tokens apart on a screen. */
    tail: text('tail').notNull(),
    scopes: json<string[]>('scopes').notNull(),
    expiresAt: time('expires_at'),
    lastUsedAt: time('last_used_at'),
    revokedAt: time('revoked_at'),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('tokens_hash').on(t.hash), index('tokens_workspace').on(t.workspaceId, t.id)],
)

/** The first answer to a request that carried its own key; the same key answers it again. Kept 24 hours. */
export const firstAnswers = table(
  'first_answers',
  {
    tokenId: long('token_id')
      .notNull()
      .references(() => tokens.id, { onDelete: 'cascade' }),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    /** Null while the first request is still being worked on; `body` is then the id of what it made, if it made something. */
    status: int('status'),
    body: text('body'),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.tokenId, t.key] }), index('first_answers_age').on(t.createdAt)],
)

export const WEBHOOK_FORMS = ['sendseven', 'pact', 'twist'] as const

/** Where a program wants to hear of events. `cursor` is the newest event already turned into deliveries. */
export const webhooks = table(
  'webhooks',
  {
    id: id(),
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    userId: long('user_id').references(() => users.id, { onDelete: 'set null' }),
    /** The token that made it: it hears what that token may read, as long as the token lives. Null: an admin made it on screen. */
    tokenId: long('token_id').references(() => tokens.id, { onDelete: 'cascade' }),
    form: oneOf('form', WEBHOOK_FORMS).notNull(),
    name: text('name').notNull().default(''),
    url: text('url').notNull(),
    kinds: json<string[]>('kinds').notNull(),
    /** Narrowed to one conversation or channel, where the dialect offers that. */
    only: json<{ conversationId?: number; channelId?: number }>('only')
      .notNull()
      .$defaultFn(() => ({})),
    secret: text('secret').notNull(),
    authorization: text('authorization'),
    cursor: long('cursor').notNull(),
    /** The newest event when it was made: none up to it was its to tell. Null where that was not kept. */
    fromSeq: long('from_seq'),
    failingSince: time('failing_since'),
    suspendedAt: time('suspended_at'),
    createdAt: createdAt(),
  },
  (t) => [index('webhooks_workspace').on(t.workspaceId, t.form), index('webhooks_token').on(t.tokenId)],
)

export const WEBHOOK_STATES = ['waiting', 'delivered', 'failed'] as const

/** One body for one endpoint, with its fate. Deliveries of one conversation go in order. */
export const webhookDeliveries = table(
  'webhook_deliveries',
  {
    id: id(),
    webhookId: long('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    seq: long('seq').notNull(),
    conversationId: long('conversation_id'),
    kind: text('kind').notNull(),
    ref: text('ref').notNull(),
    body: text('body').notNull(),
    state: oneOf('state', WEBHOOK_STATES).notNull().default('waiting'),
    attempts: int('attempts').notNull().default(0),
    nextAt: time('next_at').notNull(),
    status: int('status'),
    error: text('error'),
    deliveredAt: time('delivered_at'),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('webhook_deliveries_once').on(t.webhookId, t.seq, t.kind),
    index('webhook_deliveries_due').on(t.state, t.nextAt),
    index('webhook_deliveries_order').on(t.webhookId, t.conversationId, t.id),
  ],
)
