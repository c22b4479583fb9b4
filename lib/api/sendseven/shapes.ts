/** SendSeven's shapes, both generations of field names in each. Times are ISO-8601 in UTC. */
import { z } from 'zod'
import type { TagView } from '@/lib/domain/tags/tag'
import type { ConversationRecord } from '@/lib/domain/conversations/records'
import { idOf, idOrNull } from './ids'

const iso = (d: Date | number | null | undefined) => (d === null || d === undefined ? null : new Date(d).toISOString())

const time = z.string()
const person = z.object({ id: z.string(), name: z.string(), email: z.string() })
export const tagShape = z.object({ id: z.string(), name: z.string(), color: z.string() })

export const conversationShape = z.object({
  id: z.string(),
  tenant_id: z.string(),
  contact_id: z.string().nullable(),
  contact_method_id: z.string().nullable(),
  channel_id: z.string(),
  channel: z.string(),
  channel_type: z.string(),
  status: z.enum(['open', 'pending', 'closed']),
  needs_reply: z.boolean(),
  assigned_to: z.string().nullable(),
  assigned_user_id: z.string().nullable(),
  assigned_user: person.nullable(),
  subject: z.string().nullable(),
  contact: z.object({ id: z.string(), name: z.string(), phone: z.string().nullable(), email: z.string().nullable() }).nullable(),
  last_message: z.object({ text: z.string(), message_type: z.string(), direction: z.enum(['inbound', 'outbound']), created_at: time }).nullable(),
  last_message_at: time,
  last_customer_message_at: time.nullable(),
  last_agent_reply_at: time.nullable(),
  tags: z.array(tagShape),
  snoozed_until: time.nullable(),
  snooze_reopen_on_message: z.boolean(),
  closed_at: time.nullable(),
  closed_by_user_id: z.string().nullable(),
  bot_session_id: z.null(),
  created_at: time,
  updated_at: time,
})

/** A conversation as SendSeven has it. Snoozed ones are open to it: only `snoozed_until` tells. */
export function conversation({ c, contact, assignee, last }: ConversationRecord, tags: readonly TagView[] = []): z.output<typeof conversationShape> {
  return {
    id: idOf('conversation', c.id),
    tenant_id: idOf('tenant', c.workspaceId),
    contact_id: idOrNull('contact', c.contactId),
    contact_method_id: null,
    channel_id: idOf('channel', c.channelId ?? 0),
    channel: c.channelType ?? '',
    channel_type: c.channelType ?? '',
    status: c.status === 'snoozed' ? 'open' : c.status,
    needs_reply: c.needsReply,
    assigned_to: idOrNull('user', c.assigneeId),
    assigned_user_id: idOrNull('user', c.assigneeId),
    assigned_user: assignee && { ...assignee, id: idOf('user', assignee.id) },
    subject: c.title || null,
    contact: contact && { ...contact, id: idOf('contact', contact.id) },
    last_message: last && {
      text: last.body,
      message_type: last.body === '' && last.attachmentCount > 0 ? 'document' : 'text',
      direction: last.contactId === null ? 'outbound' : 'inbound',
      created_at: last.createdAt.toISOString(),
    },
    last_message_at: c.lastActivityAt.toISOString(),
    last_customer_message_at: iso(c.lastCustomerAt),
    last_agent_reply_at: iso(c.lastReplyAt),
    tags: tags.map((t) => ({ ...t, id: idOf('tag', t.id) })),
    snoozed_until: iso(c.snoozedUntil),
    snooze_reopen_on_message: !c.snoozeThrough,
    closed_at: iso(c.closedAt),
    closed_by_user_id: idOrNull('user', c.closedBy),
    bot_session_id: null,
    created_at: c.createdAt.toISOString(),
    updated_at: c.lastActivityAt.toISOString(),
  }
}

export const paginationShape = z.object({
  page: z.number(), page_size: z.number(), total: z.number(), total_pages: z.number(), has_next: z.boolean(), has_prev: z.boolean(), next_cursor: z.string().nullable(), prev_cursor: z.string().nullable(),
})
export const listOf = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), pagination: paginationShape })

/** A page in SendSeven's envelope. */
export function page<T>(items: T[], at: { page: number; size: number; total: number }) {
  const pages = Math.ceil(at.total / at.size)
  return {
    items,
    pagination: {
      page: at.page, page_size: at.size, total: at.total, total_pages: pages, has_next: at.page < pages, has_prev: at.page > 1,
      next_cursor: at.page < pages ? String(at.page + 1) : null,
      prev_cursor: at.page > 1 ? String(at.page - 1) : null,
    },
  }
}
