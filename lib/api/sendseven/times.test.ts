import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeChannel, makeScene } from '@/db/factories'
import { contacts } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { messageParts } from '@/db/schema/messages'
import { setDelivery } from '@/lib/domain/messages/delivery'
import { receive } from '@/lib/domain/messages/receive'
import { program } from '../testing/program'
import { startServer } from '../testing/server'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => void (server = await startServer()))
afterAll(() => server.close())

async function scene() {
  const s = await makeScene()
  const whatsapp = await makeChannel(s.workspace.id, 'whatsapp')
  const channel = { kind: 'channel', workspaceId: s.workspace.id, channelId: whatsapp.id } as const
  const p = await program(`${server.url}/api/v1`, s.ana, (t) => ({ authorization: `Bearer ${t}` }))
  const zoe = (await p.call('POST', '/contacts', { name: 'Zoë', phone: '+34600000001' })).body
  await p.call('POST', '/messages', { channel_id: `channel_${whatsapp.id}`, to: '+34600000002', text: 'Begin' })
  const m = await receive(channel, { channelId: whatsapp.id, contactId: s.contact.id, body: 'Hello', at: Date.UTC(2026, 0, 2, 3, 4, 5) })
  return { ...s, whatsapp, channel, p, zoe, id: `conv_${m.conversationId}`, conversationId: m.conversationId, received: m }
}
const partsOf = async (messageId: string) =>
  (await reader())
    .select()
    .from(messageParts)
    .where(eq(messageParts.messageId, Number(messageId.replace('msg_', ''))))

describe('a message’s times', () => {
  it('are null until it happened, and then when the provider says that it did', async () => {
    const { p, id, channel } = await scene()
    const sent = (await p.call('POST', '/messages', { conversation_id: id, text: 'Hi' })).body
    const now = async () => (await p.call('GET', `/messages/${sent.id}`)).body
    expect(sent).toMatchObject({ status: 'pending', sent_at: null, delivered_at: null, read_at: null })
    const [part] = await partsOf(sent.id)
    const partId = part?.id ?? 0
    const at = (minute: number) => new Date(Date.UTC(2027, 0, 1, 12, minute))
    await setDelivery(channel, { partId, state: 'sent', at: at(1) })
    expect(await now()).toMatchObject({ status: 'sent', sent_at: at(1).toISOString(), delivered_at: null, read_at: null })
    // Read without ever being told that it was delivered.
    await setDelivery(channel, { partId, state: 'read', at: at(7) })
    expect(await now()).toMatchObject({ status: 'read', sent_at: at(1).toISOString(), delivered_at: null, read_at: at(7).toISOString() })
  })

  it('of one that failed say that it never left', async () => {
    const { p, id, channel } = await scene()
    const sent = (await p.call('POST', '/messages', { conversation_id: id, text: 'Hi' })).body
    const [part] = await partsOf(sent.id)
    await setDelivery(channel, { partId: part?.id ?? 0, state: 'failed', error: 'No such number' })
    expect((await p.call('GET', `/messages/${sent.id}`)).body).toMatchObject({
      status: 'failed',
      sent_at: null,
      delivered_at: null,
      read_at: null,
      error_message: 'No such number',
    })
  })

  it('of one that came in are the customer’s and ours', async () => {
    const { p, received } = await scene()
    const m = (await p.call('GET', `/messages/msg_${received.id}`)).body
    expect(m).toMatchObject({ created_at: '2026-01-02T03:04:05.000Z', sent_at: '2026-01-02T03:04:05.000Z', read_at: null })
    expect(Date.parse(m.delivered_at)).toBeGreaterThan(Date.parse(m.created_at))
  })
})

describe('updated_at', () => {
  it('of a conversation moves with all that it shows', async () => {
    const s = await scene()
    const { p, id, conversationId, users } = s
    const past = new Date('2026-01-01T00:00:00Z')
    const rewind = () =>
      transaction(async (db) => {
        await db.update(conversations).set({ updatedAt: past, lastActivityAt: past }).where(eq(conversations.id, conversationId))
        await db.update(contacts).set({ updatedAt: past }).where(eq(contacts.id, s.contact.id))
      })
    for (const [name, change] of [
      ['assign', () => p.call('PUT', `/conversations/${id}`, { assigned_to: `user_${users.ben.id}` })],
      ['rename', () => p.call('PATCH', `/conversations/${id}`, { subject: 'Refund' })],
      ['tag', () => p.call('POST', `/conversations/${id}/tags/vip`)],
      ['close', () => p.call('POST', `/conversations/${id}/close`)],
      ['reopen', () => p.call('POST', `/conversations/${id}/reopen`)],
      ['the contact’s email', () => p.call('PATCH', `/contacts/contact_${s.contact.id}`, { email: 'new@x.example' })],
      ['message', () => p.call('POST', '/messages', { conversation_id: id, text: 'Hi' })],
    ] as const) {
      await rewind()
      const start = Date.now()
      expect([name, (await p.call('GET', `/conversations/${id}`)).body.updated_at]).toEqual([name, past.toISOString()])
      expect([name, await change()]).toMatchObject([name, { status: 200 + (name === 'message' ? 1 : 0) }])
      expect([name, Date.parse((await p.call('GET', `/conversations/${id}`)).body.updated_at) >= start]).toEqual([name, true])
    }
  })

  it('of a contact moves with its fields, and not when nothing changed', async () => {
    const { p, zoe } = await scene()
    const past = new Date('2026-01-01T00:00:00Z')
    const at = `/contacts/${zoe.id}`
    await transaction(
      async (db) =>
        void (await db
          .update(contacts)
          .set({ updatedAt: past })
          .where(eq(contacts.id, Number(zoe.id.replace('contact_', ''))))),
    )
    await p.call('PATCH', at, { name: 'Zoë' })
    expect((await p.call('GET', at)).body.updated_at).toBe(past.toISOString())
    await p.call('PATCH', at, { notes: 'VIP' })
    expect(Date.parse((await p.call('GET', at)).body.updated_at)).toBeGreaterThan(past.getTime())
  })
})

describe('what a message and a conversation say of themselves', () => {
  it('includes how the contact is reached, and the type as it was sent', async () => {
    const { p, whatsapp } = await scene()
    const sent = await p.call('POST', '/messages', { channel_id: `channel_${whatsapp.id}`, to: '+34600000009', text: 'Hi', message_type: 'interactive' })
    const [method] = (await p.call('GET', `/contacts/${sent.body.contact_id}`)).body.contact_methods
    expect(method).toMatchObject({ method_type: 'whatsapp_id', type: 'whatsapp', value: '+34600000009', is_primary: true })
    expect(sent.body).toMatchObject({ contact_method_id: method.id, message_type: 'interactive' })
    expect((await p.call('GET', `/messages/${sent.body.id}`)).body).toMatchObject({ contact_method_id: method.id, message_type: 'interactive' })
    expect((await p.call('GET', `/conversations/${sent.body.conversation_id}`)).body.contact_method_id).toBe(method.id)
    expect((await p.call('POST', '/messages', { contact_method_id: method.id, text: 'Again' })).body.conversation_id).toBe(sent.body.conversation_id)
  })

  it('needs a reply as the screen says it: not once it is closed', async () => {
    const { p, id } = await scene()
    const waiting = async (q: string) => (await p.call('GET', `/conversations?${q}`)).body.items.map((c: { id: string }) => c.id).includes(id)
    expect([await waiting('needs_reply=true'), await waiting('needs_reply=false')]).toEqual([true, false])
    await p.call('PATCH', `/conversations/${id}`, { status: 'pending' })
    expect([await waiting('needs_reply=true'), await waiting('needs_reply=true&status=pending')]).toEqual([false, true])
    const closed = await p.call('POST', `/conversations/${id}/close`)
    expect(closed.body.needs_reply).toBe(false)
    expect([await waiting('needs_reply=true'), await waiting('needs_reply=true&status=closed'), await waiting('needs_reply=false')]).toEqual([false, false, true])
    await p.call('POST', `/conversations/${id}/reopen`)
    expect(await waiting('filter=unanswered')).toBe(true)
  })
})
