/** What SendSeven's receivers are told of an event. Notes, team conversations and personal matters are not theirs. */
import { createHmac } from 'node:crypto'
import { reader } from '@/db/client'
import { type Actor, system } from '@/lib/domain/actor'
import { addressesOf } from '@/lib/domain/contacts/addresses'
import { getContact } from '@/lib/domain/contacts/get'
import { record } from '@/lib/domain/conversations/records'
import { ifThere } from '@/lib/domain/errors'
import { messageRecord } from '@/lib/domain/messages/records'
import type { MessageView } from '@/lib/domain/messages/view'
import { tagsOf } from '@/lib/domain/tags/tag'
import type { Reads } from '@/lib/domain/webhooks/reads'
import { type Format, type StoredEvent, usualRetries } from '@/lib/domain/webhooks/plan'
import { canonicalJson } from '../programs/canonical'
import { publicBase } from './base'
import { allChannels } from './channels'
import type { EventName } from './events'
import { idOf } from './ids'
import { contact, conversation, message, methodOf } from './shapes'

/** SendSeven's word for an event; null for what it has no word for. */
function typeOf(e: StoredEvent): EventName | null {
  const said = e.data.message as MessageView | undefined
  if (said && said.kind !== 'message') return null
  if (e.kind === 'message.added') return said?.author.kind === 'contact' ? 'message.received' : said?.delivery === 'sent' ? 'message.sent' : null
  if (e.kind === 'message.delivery_changed') return said?.delivery && said.delivery !== 'queued' ? `message.${said.delivery}` : null
  if (e.kind === 'message.reacted') return 'message.reaction'
  if (e.kind === 'conversation.started') return 'conversation.created'
  if (e.kind === 'conversation.assigned') return 'conversation.assigned'
  if (e.kind === 'conversation.status_changed')
    return e.data.to === 'closed' ? 'conversation.closed' : e.data.to === 'open' && e.data.from === 'closed' ? 'conversation.reopened' : 'conversation.updated'
  if (['conversation.renamed', 'conversation.tagged', 'conversation.team_set', 'conversation.merged'].includes(e.kind)) return 'conversation.updated'
  if (e.kind === 'contact.changed' && e.data.isNew === true) return 'contact.created'
  if (e.kind === 'contact.changed' || e.kind === 'contact.merged' || e.kind === 'contact.unmerged') return e.conversationId === null ? 'contact.updated' : null
  if (e.kind === 'contact.removed') return 'contact.deleted'
  if (e.kind === 'channel.changed' && e.data.isNew === true) return 'channel.created'
  if (e.kind === 'channel.deleted') return 'channel.deleted'
  return e.kind.startsWith('channel.') ? 'channel.updated' : null
}

const tell: Format['tell'] = async (_hook, e, reads) => {
  const type = typeOf(e)
  if (!type || e.audience !== null) return []
  const data = await dataOf(e, reads)
  if (!data) return []
  const id = `evt_${e.workspaceId}_${e.seq}`
  const body = canonicalJson({ id, event_id: id, type, created_at: e.at.toISOString(), tenant_id: idOf('tenant', e.workspaceId), data })
  return [{ kind: type, ref: id, body }]
}

/** The time and the body are signed together. */
const headers: Format['headers'] = ({ secret }, { body, ref, kind }) => {
  const ts = String(Math.floor(Date.now() / 1000))
  return {
    'x-sendseven-signature': `sha256=${createHmac('sha256', secret).update(`${ts}.${body}`).digest('hex')}`,
    'x-sendseven-timestamp': ts,
    'x-sendseven-delivery-id': ref,
    'x-sendseven-event': kind,
  }
}

export const sendsevenFormat: Format = { tell, headers, ...usualRetries }

async function dataOf(e: StoredEvent, reads: Reads): Promise<Record<string, unknown> | null> {
  const house = system(e.workspaceId)
  if (e.kind.startsWith('channel.')) return channelData(house, Number(e.data.channelId))
  if (e.kind === 'contact.removed') return { contact: { id: idOf('contact', Number(e.data.contactId)) } }
  if (e.kind.startsWith('contact.')) {
    const found = await ifThere(getContact(house, { contactId: Number(e.data.contactId ?? e.data.into), limit: 1 }))
    return found && { contact: contact(found.contact, e.workspaceId, found.identities) }
  }
  if (e.conversationId === null) return null
  const found = await ifThere(record(house, { conversationId: e.conversationId }))
  if (!found) return null
  // Notes are not theirs, whoever made the endpoint.
  const last = found.last?.kind === 'note' ? null : found.last
  const db = await reader()
  const method = (await addressesOf(db, [found.c])).get(e.conversationId)
  const shown = conversation({ ...found, last }, { tags: (await tagsOf(db, [e.conversationId])).get(e.conversationId), methodId: method?.id })
  const said = e.messageId === null || !reads('messages:read') ? null : await ifThere(messageRecord(house, { messageId: e.messageId }))
  if (e.messageId !== null && !said && reads('messages:read')) return null
  const { from, to, ...rest } = said ? message(said, publicBase(), method?.id) : { from: null, to: null }
  const failed = said?.m.delivery === 'failed' ? (said.m.deliveryError ?? 'delivery_failed') : null
  return {
    conversation: shown,
    contact: shown.contact,
    contact_method: method && found.c.channelType ? { id: idOf('method', method.id), ...methodOf(found.c.channelType, method.address) } : null,
    message: said ? { ...rest, ...(failed ? { meta: { ...said.m.meta.extra, error: failed } } : {}), from_id: from, to_id: to } : null,
    // Where published receivers look for them.
    ...(failed ? { error: { message: failed } } : {}),
    ...(e.kind === 'conversation.assigned' ? { assigned_to: shown.assigned_user } : {}),
  }
}

/** A deleted channel is told by its id alone. */
async function channelData(house: Actor, channelId: number): Promise<Record<string, unknown>> {
  const id = idOf('channel', channelId)
  const found = (await allChannels(house)).find((c) => c.id === id)
  return { channel_id: id, channel: found ? { ...found, platform: found.channel_type } : { id } }
}
