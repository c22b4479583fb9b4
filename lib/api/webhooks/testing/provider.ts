/** A channel of each kind, whatever its provider would post to it, signed, and what became of it. For tests. */
import { createHmac } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { reader } from '@/db/client'
import type { makeScene } from '@/db/factories'
import type { ChannelType } from '@/db/schema/channels'
import { contactIdentities } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { inboundEvents } from '@/db/schema/inbound'
import { messages } from '@/db/schema/messages'
import { samples } from '@/lib/channels/samples'
import { createChannel } from '@/lib/domain/channels/create'
import type { ChannelView } from '@/lib/domain/channels/view'
import { endPatience, workOff } from '@/lib/domain/inbound/work-off'
import { app } from '../../app'

export const SECRET = 'the-app-secret'
/** `baseUrl`: where the provider answers; by default nowhere. */
export const settingsOf = (type: ChannelType, baseUrl = 'http://127.0.0.1:9'): Record<string, unknown> => ({ ...samples[type].settings, baseUrl })

type Scene = Awaited<ReturnType<typeof makeScene>>
export type Provider = {
  channel: ChannelView
  /** Posts a payload as the provider would; `at`: another address of it; `headers` over the right ones. */
  post(payload: unknown, at?: string, headers?: Record<string, string>): Promise<Response>
  url: string
}

export async function provider(s: Scene, type: ChannelType, baseUrl?: string): Promise<Provider> {
  const channel = await createChannel(s.ana, { type, name: type, settings: settingsOf(type, baseUrl) })
  const url = `http://localhost:3000/api/webhooks/${type}/${channel.key}`
  return {
    channel,
    url,
    async post(payload, at = url, headers = {}) {
      const body = payload instanceof URLSearchParams ? payload.toString() : typeof payload === 'string' ? payload : JSON.stringify(payload)
      return app.fetch(new Request(at, { method: 'POST', body, headers: { ...signed(type, body, at), ...headers } }))
    },
  }
}

export function signed(type: ChannelType, body: string, url: string): Record<string, string> {
  if (type === 'telegram') return { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET }
  if (type === 'sms') {
    const form = new URLSearchParams(body)
    const text = [...new Set(form.keys())]
      .sort()
      .map((k) => k + form.get(k))
      .join('')
    return {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': createHmac('sha1', SECRET)
        .update(url + text)
        .digest('base64'),
    }
  }
  return { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}` }
}

export const eventsOf = async (channelId: number) =>
  (await reader()).select().from(inboundEvents).where(eq(inboundEvents.channelId, channelId)).orderBy(asc(inboundEvents.id))

/** Acts on everything that waits. `later`: as if so many ms had passed for what is parked. */
export async function settle(channelId: number, later = 0): Promise<(typeof inboundEvents.$inferSelect)[]> {
  const lanes = [...new Set((await eventsOf(channelId)).map((e) => e.lane))]
  for (const lane of lanes) if (later > 0) await endPatience(lane, Date.now() + later)
  // A lane may free what another parked.
  for (let took = 1; took > 0;) {
    took = 0
    for (const lane of lanes) took += await workOff(lane, Number.MAX_SAFE_INTEGER)
  }
  return eventsOf(channelId)
}

/** Every conversation of a channel as anybody could tell them apart, without what differs by chance. */
export async function story(channelId: number) {
  const db = await reader()
  const all = await db.select().from(conversations).where(eq(conversations.channelId, channelId)).orderBy(asc(conversations.id))
  const out = []
  for (const c of all) {
    const said = await db.select().from(messages).where(eq(messages.conversationId, c.id)).orderBy(asc(messages.index))
    const names = await db
      .select({ address: contactIdentities.address, consent: contactIdentities.consent })
      .from(contactIdentities)
      .where(eq(contactIdentities.contactId, c.contactId ?? 0))
      .orderBy(asc(contactIdentities.address))
    out.push({
      names,
      status: c.status,
      needsReply: c.needsReply,
      snippet: c.snippet,
      messages: said.map((m) => ({
        index: m.index,
        by: m.contactId ? 'contact' : m.userId ? 'user' : 'system',
        body: m.body,
        delivery: m.delivery,
        externalId: m.externalId,
        at: m.createdAt.getTime(),
        edited: m.editedAt?.getTime() ?? null,
        deleted: m.deletedAt?.getTime() ?? null,
        meta: { ...m.meta, replyTo: m.meta.replyTo ? said.find((x) => x.id === m.meta.replyTo)?.index : undefined },
      })),
    })
  }
  return out.sort((a, b) => JSON.stringify(a.names).localeCompare(JSON.stringify(b.names)))
}
