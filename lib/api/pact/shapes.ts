/** Pact's shapes: integer ids, none of the required fields ever null. */
import { z } from 'zod'
import type { ChannelType } from '@/db/schema/channels'
import type { ConversationRecord } from '@/lib/domain/conversations/records'
import type { MessageRecord } from '@/lib/domain/messages/records'
import type { MessageView } from '@/lib/domain/messages/view'

const PROVIDERS: Record<string, ChannelType> = {
  whatsapp: 'whatsapp',
  whatsapp_business: 'whatsapp',
  telegram: 'telegram',
  telegram_personal: 'telegram',
  instagram: 'instagram',
  instagram_business: 'instagram',
  facebook: 'messenger',
  messenger: 'messenger',
  sms: 'sms',
  email: 'email',
  webchat: 'webchat',
}
/** Our channel type for Pact's provider; null for those Parley does not connect (viber, vk, avito…). */
export const typeOf = (provider: string): ChannelType | null => PROVIDERS[provider.toLowerCase()] ?? null
export const providerOf = (type: ChannelType | null) => (type === 'messenger' ? 'facebook' : (type ?? 'unknown'))

/** What Pact's clients have a word for; a published one refuses a list with any other in it. */
export const isKnown = (type: ChannelType) => type === 'whatsapp' || type === 'telegram' || type === 'instagram' || type === 'messenger'

const unix = (d: Date) => Math.floor(d.getTime() / 1000)
export const AVATAR = '/avatars/original/missing.png'

export const conversationShape = z.object({
  external_id: z.number().int(),
  name: z.string(),
  channel_id: z.number().int(),
  channel_type: z.string(),
  created_at: z.string(),
  created_at_timestamp: z.number().int(),
  avatar: z.string(),
  sender_external_id: z.string(),
  meta: z.record(z.string(), z.unknown()),
  last_message_at: z.number().int(),
  last_income_message_at: z.number().int().nullable(),
})

/** `address` is where the contact is reached on the channel, without the plus of a phone number. */
export function conversation({ c, contact }: ConversationRecord, address: string | undefined): z.output<typeof conversationShape> {
  return {
    external_id: c.id,
    name: contact?.name ?? '',
    channel_id: c.channelId ?? 0,
    channel_type: providerOf(c.channelType),
    created_at: c.createdAt.toISOString(),
    created_at_timestamp: unix(c.createdAt),
    avatar: AVATAR,
    sender_external_id: (address ?? contact?.phone ?? contact?.email ?? String(c.contactId ?? '')).replace(/^\+/, ''),
    meta: {},
    last_message_at: unix(c.lastActivityAt),
    last_income_message_at: c.lastCustomerAt ? unix(c.lastCustomerAt) : null,
  }
}

export const attachmentShape = z.object({
  external_id: z.number().int(),
  file_name: z.string(),
  mime_type: z.string(),
  size: z.number(),
  attachment_url: z.string(),
  preview_url: z.string().nullable(),
})
export const messageShape = z.object({
  external_id: z.number().int(),
  channel_id: z.number().int(),
  channel_type: z.string(),
  message: z.string(),
  income: z.boolean(),
  created_at: z.string(),
  created_at_timestamp: z.number().int(),
  attachments: z.array(attachmentShape),
})

/** `base` is the origin that serves the files. */
export const message = ({ m, c, files }: MessageRecord, base: string): z.output<typeof messageShape> => ({
  external_id: m.id,
  channel_id: c.channelId ?? 0,
  channel_type: providerOf(c.channelType),
  message: m.body,
  income: m.contactId !== null,
  created_at: m.createdAt.toISOString(),
  created_at_timestamp: unix(m.createdAt),
  attachments: files.map((f) => ({
    external_id: f.id,
    file_name: f.name,
    mime_type: f.type,
    size: f.size,
    attachment_url: `${base}/p1/companies/${m.workspaceId}/attachments/${f.id}`,
    preview_url: null,
  })),
})

export const jobShape = z.object({
  id: z.number().int(),
  company_id: z.number().int(),
  channel: z.object({ id: z.number().int(), type: z.string() }),
  conversation_id: z.number().int().nullable(),
  state: z.enum(['trying_deliver', 'delivered', 'failed']),
  message_id: z.number().int().nullable(),
  details: z.object({ result: z.string(), reason: z.string().optional() }).nullable(),
  created_at: z.number().int(),
})

type Sent = Pick<MessageView, 'id' | 'conversationId' | 'delivery' | 'deliveryError' | 'createdAt'>
/** A message's way out as Pact's job; the job has the message's own number. */
export function job(m: Sent, at: { companyId: number; channelId: number; channelType: ChannelType | null }, known = true): z.output<typeof jobShape> {
  const failed = m.delivery === 'failed'
  const gone = m.delivery !== null && m.delivery !== 'queued' && !failed
  return {
    id: m.id,
    company_id: at.companyId,
    channel: { id: at.channelId, type: providerOf(at.channelType) },
    conversation_id: known ? m.conversationId : null,
    state: failed ? 'failed' : gone ? 'delivered' : 'trying_deliver',
    message_id: gone ? m.id : null,
    details: failed ? { result: 'NOT DELIVERED', ...(m.deliveryError ? { reason: m.deliveryError } : {}) } : gone ? { result: 'DELIVERED' } : null,
    created_at: Math.floor(m.createdAt / 1000),
  }
}
