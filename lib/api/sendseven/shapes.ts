/** SendSeven's shapes, both generations of field names in each. Times are ISO-8601 in UTC. */
import { z } from 'zod'
import type { ChannelType } from '@/db/schema/channels'
import type { TagView } from '@/lib/domain/tags/tag'
import type { ContactView, IdentityView } from '@/lib/domain/contacts/view'
import type { MessageRecord } from '@/lib/domain/messages/records'
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

const newest = (...times: (Date | null | undefined)[]) => new Date(Math.max(...times.map((t) => t?.getTime() ?? 0))).toISOString()

/** What stands beside a conversation: its tags, and how its contact is reached (`methodId`: of the identity). */
export type Beside = { tags?: readonly TagView[]; methodId?: number }

/** A conversation as SendSeven has it. Snoozed ones are open to it: only `snoozed_until` tells. */
export function conversation({ c, contact, assignee, last }: ConversationRecord, { tags = [], methodId }: Beside = {}): z.output<typeof conversationShape> {
  return {
    id: idOf('conversation', c.id),
    tenant_id: idOf('tenant', c.workspaceId),
    contact_id: idOrNull('contact', c.contactId),
    contact_method_id: idOrNull('method', methodId ?? null),
    channel_id: idOf('channel', c.channelId ?? 0),
    channel: c.channelType ?? '',
    channel_type: c.channelType ?? '',
    status: c.status === 'snoozed' ? 'open' : c.status,
    needs_reply: c.needsReply && c.status !== 'closed',
    assigned_to: idOrNull('user', c.assigneeId),
    assigned_user_id: idOrNull('user', c.assigneeId),
    assigned_user: assignee && { ...assignee, id: idOf('user', assignee.id) },
    subject: c.title || null,
    contact: contact && { id: idOf('contact', contact.id), name: contact.name, phone: contact.phone, email: contact.email },
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
    updated_at: newest(c.updatedAt, c.lastActivityAt, contact?.updatedAt),
  }
}

export const paginationShape = z.object({
  page: z.number(),
  page_size: z.number(),
  total: z.number(),
  total_pages: z.number(),
  has_next: z.boolean(),
  has_prev: z.boolean(),
  next_cursor: z.string().nullable(),
  prev_cursor: z.string().nullable(),
})
export const listOf = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), pagination: paginationShape })

/** A page in SendSeven's envelope. */
export function page<T>(items: T[], at: { page: number; size: number; total: number }) {
  const pages = Math.ceil(at.total / at.size)
  return {
    items,
    pagination: {
      page: at.page,
      page_size: at.size,
      total: at.total,
      total_pages: pages,
      has_next: at.page < pages,
      has_prev: at.page > 1,
      next_cursor: at.page < pages ? String(at.page + 1) : null,
      prev_cursor: at.page > 1 ? String(at.page - 1) : null,
    },
  }
}

export const attachmentShape = z.object({
  id: z.string(),
  attachment_id: z.string(),
  filename: z.string(),
  file_name: z.string(),
  content_type: z.string(),
  size: z.number(),
  file_size: z.number(),
  url: z.string(),
  download_url: z.string(),
  public_url: z.null(),
  created_at: time,
})

/** `base` is where this API stands, so that the addresses are whole. */
export const attachment = (a: { id: number; name: string; type: string; size: number; createdAt?: Date }, base: string): z.output<typeof attachmentShape> => {
  const url = `${base}/attachments/${idOf('attachment', a.id)}/download`
  return {
    id: idOf('attachment', a.id),
    attachment_id: idOf('attachment', a.id),
    filename: a.name,
    file_name: a.name,
    content_type: a.type,
    size: a.size,
    file_size: a.size,
    url,
    download_url: url,
    public_url: null,
    created_at: (a.createdAt ?? new Date()).toISOString(),
  }
}

export const messageShape = z.object({
  id: z.string(),
  conversation_id: z.string(),
  tenant_id: z.string(),
  platform: z.string(),
  channel_id: z.string().nullable(),
  contact_id: z.string().nullable(),
  contact_method_id: z.string().nullable(),
  direction: z.enum(['inbound', 'outbound']),
  message_type: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  text: z.string().nullable(),
  status: z.enum(['pending', 'sent', 'delivered', 'read', 'failed']),
  attachments: z.array(attachmentShape),
  related_message_ids: z.array(z.string()),
  meta: z.record(z.string(), z.unknown()),
  external_id: z.string().nullable(),
  reply_to_external_id: z.string().nullable(),
  created_at: time,
  sent_at: time.nullable(),
  delivered_at: time.nullable(),
  read_at: time.nullable(),
  is_internal: z.boolean(),
  user_id: z.string().nullable(),
  error_message: z.string().nullable(),
  edited_at: time.nullable(),
})

const kindOf = (type: string) => (type.startsWith('image/') ? 'image' : type.startsWith('video/') ? 'video' : type.startsWith('audio/') ? 'audio' : 'document')

/** A message as SendSeven has it. Incoming ones are `delivered`; notes are `is_internal` and `sent`. Times are when it happened, as far as that is known. */
export function message({ m, c, files }: MessageRecord, base: string, methodId?: number): z.output<typeof messageShape> {
  const inbound = m.contactId !== null
  const status = inbound ? 'delivered' : m.delivery === null ? 'sent' : m.delivery === 'queued' ? 'pending' : m.delivery
  const at = m.createdAt.toISOString()
  const contact = idOrNull('contact', c.contactId)
  const user = idOrNull('user', m.userId)
  const [first] = files
  return {
    id: idOf('message', m.id),
    conversation_id: idOf('conversation', m.conversationId),
    tenant_id: idOf('tenant', m.workspaceId),
    platform: c.channelType ?? '',
    channel_id: idOrNull('channel', c.channelId),
    contact_id: contact,
    contact_method_id: idOrNull('method', methodId ?? null),
    direction: inbound ? 'inbound' : 'outbound',
    message_type: m.meta.messageType ?? (first && m.body === '' ? kindOf(first.type) : 'text'),
    from: inbound ? contact : user,
    to: inbound ? null : contact,
    text: m.body === '' && first ? null : m.body,
    status,
    attachments: files.map((f) => attachment(f, base)),
    related_message_ids: [],
    meta: m.meta.extra ?? {},
    external_id: m.externalId,
    reply_to_external_id: null,
    created_at: at,
    sent_at: iso(m.sentAt ?? (m.delivery === null ? m.createdAt : null)),
    delivered_at: iso(m.deliveredAt),
    read_at: iso(m.readAt),
    is_internal: m.kind === 'note',
    user_id: user,
    error_message: m.deliveryError,
    edited_at: iso(m.editedAt),
  }
}

/** SendSeven's words for the ways to a contact. */
const METHODS: Record<ChannelType, string> = {
  email: 'email',
  sms: 'phone',
  whatsapp: 'whatsapp_id',
  telegram: 'telegram_id',
  messenger: 'messenger_id',
  instagram: 'instagram_id',
  webchat: 'live_chat',
}

/** Both generations of its names. */
export const methodOf = (channelType: ChannelType, value: string) => ({ type: channelType, method_type: METHODS[channelType], value })

export const methodShape = z.object({
  id: z.string(),
  contact_id: z.string(),
  type: z.string(),
  method_type: z.string(),
  value: z.string(),
  channel_id: z.null(),
  is_primary: z.boolean(),
  is_verified: z.boolean(),
})

/** Those of one contact; the first of each kind is the primary one. */
export const methods = (contactId: number, all: readonly IdentityView[]): z.output<typeof methodShape>[] =>
  all.map((i, at) => ({
    id: idOf('method', i.id),
    contact_id: idOf('contact', contactId),
    ...methodOf(i.channelType, i.address),
    channel_id: null,
    is_primary: all.findIndex((o) => o.channelType === i.channelType) === at,
    is_verified: i.verified,
  }))

/** A custom field has no id of its own here: its name is in it. */
export const fieldId = (name: string) => `field_${Buffer.from(name).toString('base64url')}`
export const keyOfField = (name: string) =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '') || fieldId(name)

const fieldShape = z.object({ field_definition_id: z.string(), name: z.string(), field_type: z.literal('text'), value: z.string() })

export const success = z.object({ success: z.literal(true), message: z.string() })

export const contactShape = z.object({
  id: z.string(),
  tenant_id: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  notes: z.string().nullable(),
  contact_methods: z.array(methodShape),
  tags: z.array(tagShape),
  custom_fields: z.record(z.string(), fieldShape),
  created_at: time,
  updated_at: time,
})
export function contact(c: ContactView, workspaceId: number, identities: readonly IdentityView[] = [], tags: readonly TagView[] = []): z.output<typeof contactShape> {
  return {
    id: idOf('contact', c.id),
    tenant_id: idOf('tenant', workspaceId),
    name: c.name,
    phone: c.phone,
    email: c.email,
    notes: c.note || null,
    contact_methods: methods(c.id, identities),
    tags: tags.map((t) => ({ ...t, id: idOf('tag', t.id) })),
    custom_fields: Object.fromEntries(
      c.fields.map((f) => [keyOfField(f.name), { field_definition_id: fieldId(f.name), name: f.name, field_type: 'text', value: f.value }]),
    ),
    created_at: new Date(c.createdAt).toISOString(),
    updated_at: new Date(c.updatedAt).toISOString(),
  }
}

export const channelShape = z.object({
  id: z.string(),
  tenant_id: z.string(),
  name: z.string(),
  type: z.string(),
  channel_type: z.string(),
  status: z.enum(['active', 'inactive']),
  is_active: z.boolean(),
})
export const userShape = z.object({
  id: z.string(),
  tenant_id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.string(),
  avatar_url: z.null(),
  is_active: z.boolean(),
})
