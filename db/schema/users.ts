import { bool, createdAt, id, index, int, json, long, oneOf, primaryKey, table, text, time, uniqueIndex } from '../columns'
import { teams, workspaces } from './workspaces'

export const ROLES = ['admin', 'agent'] as const

export const AWAY_KINDS = ['vacation', 'parental', 'sickleave', 'other'] as const

/** What a person set for themselves. Absent means the default. `away`: days, both included. */
export type Preferences = {
  away?: { kind: (typeof AWAY_KINDS)[number]; from: string; to: string }
  locale?: 'en' | 'es'
  theme?: 'light' | 'dark' | 'system'
  shortcuts?: boolean
  timeZone?: string
  clock?: '12' | '24'
}

/** A person on the team, by their email once in each workspace. `sessionVersion` is in every sign-in; raising it ends them all. */
export const users = table(
  'users',
  {
    id: id(),
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    name: text('name').notNull(),
    role: oneOf('role', ROLES).notNull().default('agent'),
    passwordHash: text('password_hash'),
    sessionVersion: int('session_version').notNull().default(1),
    disabledAt: time('disabled_at'),
    preferences: json<Preferences>('preferences')
      .notNull()
      .$defaultFn(() => ({})),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('users_email').on(t.workspaceId, t.email), index('users_by_email').on(t.email)],
)

/** A browser that is signed in. Its cookie names the row: without it the cookie opens nothing. */
export const sessions = table(
  'sessions',
  {
    id: id(),
    userId: long('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    userAgent: text('user_agent').notNull(),
    address: text('address').notNull(),
    /** Exact to a few minutes. */
    lastSeenAt: time('last_seen_at').notNull(),
    createdAt: createdAt(),
  },
  (t) => [index('sessions_user').on(t.userId, t.id)],
)

/** A link by which somebody chooses a new password; only the hash of its secret is kept. Used once. */
export const passwordResets = table(
  'password_resets',
  {
    id: id(),
    userId: long('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    tokenHash: text('token_hash').notNull(),
    expiresAt: time('expires_at').notNull(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('password_resets_token').on(t.tokenHash), index('password_resets_user').on(t.userId)],
)

/** A link by which somebody joins; only the hash of its secret is kept. */
export const invitations = table(
  'invitations',
  {
    id: id(),
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    email: text('email'),
    role: oneOf('role', ROLES).notNull().default('agent'),
    tokenHash: text('token_hash').notNull(),
    invitedBy: long('invited_by').references(() => users.id, { onDelete: 'set null' }),
    expiresAt: time('expires_at').notNull(),
    acceptedAt: time('accepted_at'),
    revokedAt: time('revoked_at'),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('invitations_token').on(t.tokenHash), index('invitations_workspace').on(t.workspaceId)],
)

export const teamMembers = table(
  'team_members',
  {
    teamId: long('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    userId: long('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    lead: bool('lead').notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.userId] }), index('team_members_user').on(t.userId)],
)
