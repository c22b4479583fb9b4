import { bool, createdAt, id, int, long, primaryKey, table, text, time, uniqueIndex } from '../columns'

/** The tenant. `eventSeq` is the number of its newest event: raised once per write, so it orders all of them. */
export const workspaces = table('workspaces', {
  id: id(),
  name: text('name').notNull(),
  eventSeq: long('event_seq').notNull().default(0),
  phone: text('phone'),
  description: text('description'),
  isDemo: bool('is_demo').notNull().default(false),
  createdAt: createdAt(),
})

export const teams = table(
  'teams',
  {
    id: id(),
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('teams_name').on(t.workspaceId, t.name)],
)

/**
 * How many conversations stand in each bucket, kept by the write that moves them. `userId` 0 is the workspace's own
 * count; another is what that user sees differently (see lib/domain/conversations/buckets.ts).
 */
export const counts = table(
  'counts',
  {
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    userId: long('user_id').notNull(),
    key: text('key').notNull(),
    n: int('n').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.userId, t.key] })],
)

/** Attempts in the current window, per key (an account, an address, a visitor). */
export const limits = table('limits', {
  key: text('key').primaryKey(),
  n: int('n').notNull(),
  until: time('until').notNull(),
})
