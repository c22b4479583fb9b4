import { createdAt, id, index, json, long, oneOf, table, text, time, uniqueIndex } from '../columns'
import { workspaces } from './workspaces'

export const CHANNEL_TYPES = ['email', 'whatsapp', 'telegram', 'sms', 'messenger', 'instagram', 'webchat'] as const
export type ChannelType = (typeof CHANNEL_TYPES)[number]

export type ChannelSigns = { testedAt?: number; calledAt?: number; handshakeAt?: number; refusedAt?: number; polledAt?: number; expiresAt?: number | null }

/** One connected account through which customers write. `key` is public (it stands in the widget's address). */
export const channels = table(
  'channels',
  {
    id: id(),
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    type: oneOf('type', CHANNEL_TYPES).notNull(),
    name: text('name').notNull(),
    key: text('key').notNull(),
    settings: json<Record<string, unknown>>('settings')
      .notNull()
      .$defaultFn(() => ({})),
    /** The settings nobody may read back, sealed (db/seal.ts). */
    secrets: text('secrets'),
    /** Why it does not work right now, since when (unix ms); null while all is well. */
    problem: json<{ code: string; message: string; at: number } | null>('problem'),
    /** What was seen of its connection (unix ms): when it was tried, called us, proved our address, was refused; when its credentials end. */
    signs: json<ChannelSigns | null>('signs'),
    disabledAt: time('disabled_at'),
    /** Deleted: nothing comes, nothing leaves; its conversations keep its name. Until `purgedAt` it can be brought back. */
    deletedAt: time('deleted_at'),
    purgedAt: time('purged_at'),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('channels_key').on(t.key), index('channels_workspace').on(t.workspaceId)],
)
