import { id, index, json, long, table, text, time, uniqueIndex } from '../columns'
import { channels } from './channels'
import { workspaces } from './workspaces'

/** What a template consists of, as its provider approved it. `{{1}}` and `{{name}}` stand for what its sender fills in. */
export type TemplateParts = {
  header: { kind: 'text'; text: string } | { kind: 'image' | 'video' | 'document' } | null
  body: string
  footer: string | null
  buttons: { kind: 'reply' | 'url' | 'phone' | 'code' | 'otp'; text: string; url?: string }[]
  /** What its maker gave as examples, by slot (lib/domain/templates/fill.ts). */
  examples?: Record<string, string>
  /** Why it cannot be sent from here, where that is so. */
  unfit?: string
}

/** Messages a provider approved beforehand: what may be sent when we may not write freely. */
export const messageTemplates = table(
  'message_templates',
  {
    id: id(),
    workspaceId: long('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    channelId: long('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    externalId: text('external_id').notNull(),
    name: text('name').notNull(),
    language: text('language').notNull(),
    /** In the provider's words; only `APPROVED` is offered. */
    status: text('status').notNull(),
    category: text('category').notNull().default(''),
    parts: json<TemplateParts>('parts').notNull(),
    updatedAt: time('updated_at')
      .notNull()
      .$defaultFn(() => new Date()),
  },
  (t) => [uniqueIndex('message_templates_name').on(t.channelId, t.name, t.language), index('message_templates_workspace').on(t.workspaceId)],
)
