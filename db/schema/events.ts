import { createdAt, id, index, int, json, long, oneOf, primaryKey, table, text, time, uniqueIndex } from '../columns'
import { workspaces } from './workspaces'

export const ACTOR_KINDS = ['user', 'token', 'visitor', 'channel', 'system'] as const

/**
 * One row per thing that happened; `seq` is dense per workspace and commit order is its order. `audience` null: the
 * whole team may see it; otherwise only these users. `data` is what a client needs to catch up without asking.
 */
export const events = table(
  'events',
  {
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    seq: long('seq').notNull(),
    kind: text('kind').notNull(),
    actorKind: oneOf('actor_kind', ACTOR_KINDS).notNull(),
    actorId: long('actor_id'),
    conversationId: long('conversation_id'),
    messageId: long('message_id'),
    audience: json<number[] | null>('audience'),
    data: json<Record<string, unknown>>('data').notNull(),
    at: time('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.seq] }), index('events_conversation').on(t.conversationId, t.seq)],
)

export const JOB_STATES = ['ready', 'running', 'dead'] as const

/** Work to be done later, written with the change that asks for it; gone when done, `dead` when given up. */
export const jobs = table(
  'jobs',
  {
    id: id(),
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    kind: text('kind').notNull(),
    /** At most one job with this key. */
    key: text('key'),
    /** Jobs of one lane run one at a time, oldest first. */
    lane: text('lane'),
    payload: json<Record<string, unknown>>('payload').notNull(),
    state: oneOf('state', JOB_STATES).notNull().default('ready'),
    runAt: time('run_at').notNull(),
    leaseUntil: time('lease_until'),
    attempts: int('attempts').notNull().default(0),
    lastError: text('last_error'),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('jobs_key').on(t.key), index('jobs_due').on(t.state, t.runAt), index('jobs_lane').on(t.lane, t.id)],
)
