/** What Pact's `webhook_url` is told of an event. Times are `2017-11-11 12:45:53 UTC`. */
import { reader } from '@/db/client'
import { system } from '@/lib/domain/actor'
import { addressesOf } from '@/lib/domain/contacts/addresses'
import { record } from '@/lib/domain/conversations/records'
import { ifThere } from '@/lib/domain/errors'
import { messageRecord } from '@/lib/domain/messages/records'
import type { MessageView } from '@/lib/domain/messages/view'
import type { Format, StoredEvent } from '@/lib/domain/webhooks/plan'
import { AVATAR, conversation, message, providerOf } from './shapes'

const when = (d: Date) => `${d.toISOString().slice(0, 19).replace('T', ' ')} UTC`
/** Pact's ack: -1 failed or preparing, 0 delivering, 1 sent, 2 delivered, 3 read. */
const ACK = { queued: 0, sent: 1, failed: -1, delivered: 2, read: 3 } as const

type Body = { kind: string; data: { type: string; event: string; data: unknown } }

const tell: Format['tell'] = async (_hook, e, reads) => {
  if (e.conversationId === null || e.audience !== null) return []
  const found = await ifThere(record(system(e.workspaceId), { conversationId: e.conversationId }))
  if (!found) return []
  const said = e.data.message as MessageView | undefined
  const bodies: Body[] = []
  if (e.kind === 'conversation.started' || e.kind === 'conversation.assigned' || e.kind === 'conversation.renamed' || e.kind === 'conversation.status_changed') {
    const address = (await addressesOf(await reader(), [found.c])).get(found.c.id)?.address
    const { created_at: _, avatar: __, ...same } = conversation(found, address)
    const event = e.kind === 'conversation.started' ? 'new' : 'update'
    bodies.push({
      kind: `conversation.${event}`,
      data: { type: 'conversation', event, data: { ...same, avatar: AVATAR, avatar_url: AVATAR, created_at: when(found.c.createdAt) } },
    })
  }
  if (said?.kind === 'message' && reads('messages:read')) bodies.push(...(await ofMessage(e, said)))
  return bodies.map((b) => ({ kind: b.kind, ref: `${e.seq}`, body: JSON.stringify(b.data) }))
}

/** Pact's document: ten tries a minute apart, until exactly 200 is answered. */
export const pactFormat: Format = { tell, attempts: 10, waitMs: () => 60_000, took: (status) => status === 200 }

async function ofMessage(e: StoredEvent, said: MessageView): Promise<Body[]> {
  const state = said.delivery
  if (e.kind === 'message.delivery_changed' && state) {
    const ack: Body = {
      kind: 'message.ack',
      data: { type: 'message', event: 'ack', data: { external_id: said.id, conversation_id: said.conversationId, ack: ACK[state] } },
    }
    if (state === 'queued') return []
    const result = state === 'failed' ? 'NOT DELIVERED' : 'DELIVERED'
    const executed: Body = {
      kind: 'job.executed',
      data: {
        type: 'job',
        event: 'executed',
        data: { id: said.id, result, message_id: state === 'failed' ? null : said.id, date: when(e.at), ...(said.deliveryError ? { reason: said.deliveryError } : {}) },
      },
    }
    // A job ends once: with its first leaving or its failure. Later receipts are acks only.
    return state === 'sent' || state === 'failed' ? [ack, executed] : [ack]
  }
  if (e.kind !== 'message.added') return []
  const found = await ifThere(messageRecord(system(e.workspaceId), { messageId: said.id }))
  if (!found) return []
  const base = (process.env.APP_URL || `http://localhost:${process.env.PORT || 3000}`).replace(/\/$/, '')
  const data = {
    ...message(found, base),
    external_public_id: String(said.id),
    channel: { id: found.c.channelId, type: providerOf(found.c.channelType) },
    conversation_id: said.conversationId,
    location: null,
    created_at: when(found.m.createdAt),
    ack: state === null ? null : ACK[state],
    job_id: state === null ? null : said.id,
  }
  return [{ kind: 'message.new', data: { type: 'message', event: 'new', data } }]
}
