import { sql } from 'drizzle-orm'
import { createdAt, id, index, json, long, oneOf, table, text, time, uniqueIndex } from '../columns'
import { channels } from './channels'
import { workspaces } from './workspaces'

/** `parked`: what it speaks of is not here yet. `failed`: kept for an admin to see. */
export const INBOUND_STATES = ['waiting', 'parked', 'done', 'failed'] as const

/**
 * Each thing a provider told us, stored before it is acted on. `key` is the same for every repeat of it. Those of one
 * lane are worked off one after the other, in the order of `at` (the provider's time), `rank`, `id`.
 */
export const inboundEvents = table(
  'inbound_events',
  {
    id: id(),
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    channelId: long('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    key: text('key').notNull(),
    lane: text('lane').notNull(),
    /** The provider's id, or our reference, of the message it speaks of. */
    about: text('about'),
    type: text('type').notNull(),
    at: time('at').notNull(),
    /** The provider's own order within one moment. */
    rank: long('rank').notNull().default(0),
    /** As the adapter understood it; null when it did not. */
    event: json<Record<string, unknown> | null>('event'),
    /** What came, for an admin to look at: JSON or the key of a blob. */
    raw: text('raw'),
    state: oneOf('state', INBOUND_STATES).notNull().default('waiting'),
    error: text('error'),
    messageId: long('message_id'),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('inbound_events_key').on(t.channelId, t.key),
    index('inbound_events_waiting')
      .on(t.lane, t.at, t.rank, t.id)
      .where(sql`${t.state} = 'waiting'`),
    index('inbound_events_parked')
      .on(t.channelId, t.about)
      .where(sql`${t.state} = 'parked'`),
    index('inbound_events_newest').on(t.channelId, t.state, t.id),
    index('inbound_events_age').on(t.createdAt),
  ],
)
