import '../testing/data-dir'
import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeContact, makeScene } from '@/db/factories'
import { contactIdentities } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { messages } from '@/db/schema/messages'
import { createChannel } from '@/lib/domain/channels/create'
import { startCustomer } from '@/lib/domain/conversations/start'
import { keepTemplates } from '@/lib/domain/templates/keep'
import { createToken } from '@/lib/domain/tokens/create'
import { SCOPES } from '@/lib/domain/tokens/scopes'
import { app } from '../app'
import { settingsOf } from '../webhooks/testing/provider'

const parts = { header: { kind: 'text' as const, text: 'Order {{1}}' }, body: 'Hello {{1}}, it comes on {{2}}.', footer: null, buttons: [] }

async function scene() {
  const s = await makeScene()
  const channel = await createChannel(s.ana, { type: 'whatsapp', name: 'WhatsApp', settings: settingsOf('whatsapp') })
  await keepTemplates(s.house, {
    channelId: channel.id,
    templates: [{ externalId: '7001', name: 'on_its_way', language: 'en', status: 'APPROVED', category: 'UTILITY', parts }],
  })
  const { token } = await createToken(s.ana, { name: 'Program', scopes: [...SCOPES] })
  const post = async (base: string, path: string, body: object, headers: Record<string, string>) => {
    const answer = await app.fetch(
      new Request(`http://localhost${base}${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }),
    )
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const pact = (path: string, body: object) => post('/p1', `/companies/${s.workspace.id}${path}`, body, { 'x-private-api-token': token })
  const sendseven = (path: string, body: object) => post('/api/v1', path, body, { authorization: `Bearer ${token}` })
  return { ...s, channel, pact, sendseven }
}
const said = async (channelId: number) =>
  (
    await (
      await reader()
    )
      .select({ body: messages.body })
      .from(messages)
      .innerJoin(conversations, eq(conversations.id, messages.conversationId))
      .where(and(eq(conversations.channelId, channelId), eq(messages.kind, 'message')))
  ).map((m) => m.body)

describe('programs and the window', () => {
  it('Pact begins with a template by name or id, values in the order in which they are read', async () => {
    const s = await scene()
    const begin = (body: object) => s.pact(`/channels/${s.channel.id}/conversations`, { phone: '34600111222', ...body })
    expect(await begin({ template: { id: 'on_its_way', language_code: 'en', parameters: ['48377', 'Priya', 'Tuesday'] } })).toMatchObject({
      status: 200,
      body: { status: 'ok', data: { state: 'trying_deliver' } },
    })
    expect((await begin({ template: { id: '7001', language_code: 'en', parameters: [1, 'Kim', 'Friday'] } })).status).toBe(200)
    expect(await said(s.channel.id)).toEqual(['Order 48377\n\nHello Priya, it comes on Tuesday.', 'Order 1\n\nHello Kim, it comes on Friday.'])
    const { token } = await createToken(s.ana, { name: 'Program', scopes: [...SCOPES] })
    const form = new URLSearchParams([
      ['phone', '34600111222'],
      ['template[id]', 'on_its_way'],
      ['template[language_code]', 'en'],
      ...['2', 'Ann', 'Monday'].map((v) => ['template[parameters][]', v]),
    ])
    const at = `http://localhost/p1/companies/${s.workspace.id}/channels/${s.channel.id}/conversations`
    expect((await app.fetch(new Request(at, { method: 'POST', body: form, headers: { 'x-private-api-token': token } }))).status).toBe(200)
    expect((await said(s.channel.id)).at(-1)).toBe('Order 2\n\nHello Ann, it comes on Monday.')
    // What is not approved, not whole, or not a template at all is refused, and leaves nothing behind.
    const other = (template: object, phone = '34600999888') => s.pact(`/channels/${s.channel.id}/conversations`, { phone, template })
    expect(await other({ id: 'on_its_way', language_code: 'es', parameters: [] })).toMatchObject({ status: 409, body: { errors: [{ code: 'template_unknown' }] } })
    expect(await other({ id: 'on_its_way', language_code: 'en', parameters: ['1', '2'] })).toMatchObject({ status: 400, body: { errors: [{ code: 'template_values' }] } })
    expect((await other({ language_code: 'en' })).status).toBe(400)
    expect(await (await reader()).select().from(conversations).where(eq(conversations.channelId, s.channel.id))).toHaveLength(1)
  })

  it('words of a program’s own are refused in its dialect when the time is over', async () => {
    const s = await scene()
    expect(await s.pact(`/channels/${s.channel.id}/conversations`, { phone: '34600111222', message: 'Hello' })).toMatchObject({
      status: 409,
      body: { status: 'error', errors: [{ code: 'template_needed' }] },
    })
    const contact = await makeContact(s.workspace.id)
    await transaction((db) =>
      db
        .insert(contactIdentities)
        .values({ workspaceId: s.workspace.id, contactId: contact.id, channelType: 'whatsapp', address: '+34600111222', consent: 'blocked' })
        .returning(),
    )
    const { id } = await startCustomer(s.ana, { channelId: s.channel.id, contactId: contact.id })
    expect(await s.pact(`/conversations/${id}/messages`, { message: 'Hello' })).toMatchObject({ status: 409, body: { errors: [{ code: 'customer_blocked' }] } })
    // SendSeven tells its clients in its own way.
    expect(await s.sendseven('/messages', { conversation_id: String(id), text: 'Hello' })).toMatchObject({ status: 409, body: { detail: { code: 'customer_blocked' } } })
  })
})
