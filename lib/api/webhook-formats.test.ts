import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { events } from '@/db/schema/events'
import { webhookDeliveries, webhooks } from '@/db/schema/programs'
import { ifThere, refuse } from '@/lib/domain/errors'
import { react } from '@/lib/domain/messages/reactions'
import { receive } from '@/lib/domain/messages/receive'
import { createWebhook } from '@/lib/domain/webhooks/create'
import { plan } from '@/lib/domain/webhooks/plan'
import { formats } from './webhook-formats'

describe('telling programs', () => {
  it('of a reaction, in SendSeven’s word', async () => {
    const s = await makeScene()
    const hook = await createWebhook(s.ana, { form: 'sendseven', url: 'https://program.example/hook' })
    const m = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    await react(s.ana, { messageId: m.id, emoji: '👍' })
    await plan(hook.id, formats)
    const told = await (await reader()).select({ kind: webhookDeliveries.kind }).from(webhookDeliveries).where(eq(webhookDeliveries.webhookId, hook.id))
    expect(told.map((d) => d.kind)).toContain('message.reaction')
  })

  it('passes over what is gone, and loses nothing when the database fails', async () => {
    const s = await makeScene()
    const hook = await createWebhook(s.ana, { form: 'sendseven', url: 'https://program.example/hook' })
    await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    await expect(
      plan(hook.id, { ...formats, sendseven: { ...formats.sendseven, tell: () => ifThere(Promise.reject(new Error('database is locked'))).then(() => []) } }),
    ).rejects.toThrow('locked')
    const [still] = await (await reader()).select({ cursor: webhooks.cursor }).from(webhooks).where(eq(webhooks.id, hook.id))
    expect(still?.cursor).toBe(0)
    await transaction(async (db) => void (await db.update(events).set({ conversationId: 999_999_999 }).where(eq(events.workspaceId, s.workspace.id))))
    await plan(hook.id, formats)
    const [now] = await (await reader()).select({ cursor: webhooks.cursor }).from(webhooks).where(eq(webhooks.id, hook.id))
    expect(now?.cursor).toBeGreaterThan(0)
    expect(await ifThere(Promise.resolve().then(() => refuse('not_found')))).toBeNull()
  })
})
