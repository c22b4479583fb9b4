import { createdAt, id, index, json, long, oneOf, table, text, time, uniqueIndex } from '../columns'
import { workspaces } from './workspaces'

export const CHANNEL_TYPES = ['email', 'whatsapp', 'telegram', 'sms', 'messenger', 'instagram', 'webchat'] as const
export type ChannelType = (typeof CHANNEL_TYPES)[number]

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
    disabledAt: time('disabled_at'),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('channels_key').on(t.key), index('channels_workspace').on(t.workspaceId)],
)
