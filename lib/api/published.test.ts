/** Calls that published clients make, in the forms in which they make them. */
import './testing/data-dir'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { makeContact, makeScene } from '@/db/factories'
import { createChannel } from '@/lib/domain/channels/create'
import { findOrCreateContact } from '@/lib/domain/contacts/find-or-create'
import { keepTemplates } from '@/lib/domain/templates/keep'
import { program } from './testing/program'
import { startServer } from './testing/server'
import { settingsOf } from './webhooks/testing/provider'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => void (server = await startServer()))
afterAll(() => server.close())

const bearer = (t: string) => ({ authorization: `Bearer ${t}` })
const parts = (more: object = {}) => ({
  header: { kind: 'text' as const, text: 'Order {{1}}' },
  body: 'Hello {{1}}, it comes on {{2}}.',
  footer: null,
  buttons: [],
  ...more,
})

async function scene() {
  const s = await makeScene()
  const whatsapp = await createChannel(s.ana, { type: 'whatsapp', name: 'WhatsApp', settings: settingsOf('whatsapp') })
  await keepTemplates(s.house, {
    channelId: whatsapp.id,
    templates: [
      { externalId: '7001', name: 'on_its_way', language: 'en', status: 'APPROVED', category: 'UTILITY', parts: parts() },
      { externalId: '7002', name: 'greeting', language: 'en', status: 'APPROVED', category: 'MARKETING', parts: parts({ header: null, body: 'Hi {{first_name}}' }) },
      { externalId: '7003', name: 'refused', language: 'en', status: 'REJECTED', category: 'MARKETING', parts: parts() },
    ],
  })
  const p = await program(`${server.url}/api/v1`, s.ana, bearer)
  const contact = await findOrCreateContact(s.house, { channelType: 'whatsapp', address: '+34600000001', name: 'Zoë' })
  return { ...s, whatsapp, p, zoe: `contact_${contact.id}`, channelId: `channel_${whatsapp.id}` }
}

describe('SendSeven’s clients', () => {
  it('keep tags, and put them on contacts', async () => {
    const { p, zoe } = await scene()
    const made = await p.call('POST', '/tags', { name: 'VIP', color: '#FF0000', description: 'Very' })
    expect(made).toMatchObject({ status: 201, body: { name: 'VIP', color: '#FF0000', id: expect.stringMatching(/^tag_\d+$/) } })
    expect((await p.call('POST', '/tags', { name: 'VIP' })).status).toBe(409)
    await p.call('POST', '/tags', { name: 'Other' })
    expect((await p.call('GET', '/tags?search=vi&page=1&page_size=50')).body).toMatchObject({ items: [{ id: made.body.id }], pagination: { total: 1 } })
    expect((await p.call('GET', '/tags?search=%25')).body.items).toEqual([])
    expect((await p.call('PUT', `/tags/${made.body.id}`, { color: '#00ff00' })).body).toMatchObject({ name: 'VIP', color: '#00ff00' })
    for (let i = 0; i < 2; i++) expect((await p.call('POST', `/contacts/${zoe}/tags/${made.body.id}`)).body).toMatchObject({ success: true })
    expect((await p.call('GET', `/contacts/${zoe}`)).body.tags).toEqual([{ id: made.body.id, name: 'VIP', color: '#00ff00' }])
    expect((await p.call('GET', `/contacts?tag_id=${made.body.id}&tag_id=tag_987654`)).body.items).toMatchObject([{ id: zoe, tags: [{ name: 'VIP' }] }])
    expect((await p.call('GET', '/contacts?tag_id=tag_987654')).body.items).toEqual([])
    expect(await p.call('DELETE', `/contacts/${zoe}/tags/tag_987654`)).toMatchObject({ status: 404, body: { detail: 'Tag not found' } })
    expect(await p.call('POST', `/contacts/contact_987654/tags/${made.body.id}`)).toMatchObject({ status: 404, body: { detail: 'Contact not found' } })
    await p.call('DELETE', `/contacts/${zoe}/tags/${made.body.id}`)
    expect((await p.call('GET', `/contacts/${zoe}`)).body.tags).toEqual([])
    expect((await p.call('DELETE', `/tags/${made.body.id}`)).body).toMatchObject({ success: true })
    expect((await p.call('GET', `/tags/${made.body.id}`)).status).toBe(404)
  })

  it('keep custom fields and their values', async () => {
    const { p, zoe } = await scene()
    const field = (await p.call('POST', '/custom-fields', { name: 'Número de cliente', key: 'numero', field_type: 'text' })).body
    expect(field).toMatchObject({ name: 'Número de cliente', key: 'numero_de_cliente', field_type: 'text', is_active: true })
    expect((await p.call('GET', '/custom-fields?page_size=100&active_only=true')).body.items).toMatchObject([{ id: field.id }])
    expect((await p.call('GET', `/custom-fields/${field.id}`)).body.name).toBe('Número de cliente')
    expect((await p.call('POST', `/contacts/${zoe}/fields/${field.id}`, { value: 'C-7' })).body).toMatchObject({ success: true })
    expect((await p.call('GET', `/contacts/${zoe}/fields`)).body).toMatchObject({ contact_id: zoe, fields: [{ field_id: field.id, field_key: field.key, value: 'C-7' }] })
    const put = await p.call('PUT', `/contacts/${zoe}`, { custom_fields: { [field.key]: 8 } })
    expect(put.body.custom_fields).toEqual({ [field.key]: { field_definition_id: field.id, name: field.name, field_type: 'text', value: '8' } })
    expect((await p.call('PUT', `/contacts/${zoe}`, { custom_fields: { [field.id]: null } })).body.custom_fields).toEqual({})
    expect(await p.call('POST', `/contacts/${zoe}/fields/nothing`, { value: 'x' })).toMatchObject({ status: 404, body: { detail: 'Custom field not found' } })
    expect((await p.call('POST', '/contacts', { phone: '+34600000077', custom_fields: { [field.id]: 'new' } })).body).toMatchObject({
      name: '+34600000077',
      custom_fields: { [field.key]: { value: 'new' } },
    })
    expect((await p.call('DELETE', `/custom-fields/${field.id}`)).status).toBe(200)
    expect((await p.call('GET', '/custom-fields')).body.items).toEqual([])
  })

  it('keep a contact’s methods, and ask where it is reached', async () => {
    const { p, zoe, channelId, workspace } = await scene()
    const made = await p.call('POST', `/contacts/${zoe}/methods`, { method_type: 'email', value: 'Zoe@Shop.example', is_primary: true })
    expect(made).toMatchObject({ status: 201, body: { contact_id: zoe, method_type: 'email', value: 'zoe@shop.example' } })
    expect((await p.call('GET', `/contacts/${zoe}/methods`)).body.map((m: { method_type: string }) => m.method_type)).toEqual(['whatsapp_id', 'email'])
    expect((await p.call('GET', `/contacts/${zoe}/methods?method_type=email`)).body).toHaveLength(1)
    expect((await p.call('POST', `/contacts/${zoe}/methods`, { method_type: 'telegram_id', value: '7' })).status).toBe(422)
    const other = await makeContact(workspace.id, { name: 'Bo' })
    expect(await p.call('POST', `/contacts/contact_${other.id}/methods`, { method_type: 'email', value: 'zoe@shop.example' })).toMatchObject({
      status: 409,
      body: { detail: { code: 'address_taken' } },
    })
    expect((await p.call('GET', `/contacts/${zoe}/available-channels`)).body).toMatchObject({
      contact_id: zoe,
      channels: [{ channel_id: channelId, channel_type: 'whatsapp', identifier: '+34600000001', status: 'available' }],
    })
    expect((await p.call('DELETE', `/contacts/${zoe}/methods/${made.body.id}`)).body).toMatchObject({ success: true })
    expect(await p.call('DELETE', `/contacts/${zoe}/methods/${made.body.id}`)).toMatchObject({ status: 404, body: { detail: 'Contact method not found' } })
  })

  it('list templates and send them by name, by number, with a list or a record of values', async () => {
    const { p, zoe, channelId } = await scene()
    for (const path of ['/whatsapp-templates', '/whatsapp/templates']) {
      const all = (await p.call('GET', `${path}?channel_id=${channelId}&limit=100&offset=0`)).body
      expect([all.total, all.templates.map((t: { name: string }) => t.name)]).toEqual([3, ['greeting', 'on_its_way', 'refused']])
      expect((await p.call('GET', `${path}?status=APPROVED`)).body.total).toBe(2)
      expect((await p.call('GET', `${path}?channel_id=channel_987654`)).body.templates).toEqual([])
      expect((await p.call('GET', `${path}/${all.templates[1].id}`)).body).toMatchObject({
        template_id: '7001',
        body_text: parts().body,
        header_type: 'TEXT',
        variables: ['1', '1', '2'],
      })
    }
    const by = (body: object) => p.call('POST', '/messages/send/template', { contact_id: zoe, channel_id: channelId, ...body })
    expect(await by({ template_name: 'on_its_way', language: 'en', variable_values: ['48', 'Kim', 'Friday'] })).toMatchObject({
      status: 201,
      body: { success: true, status: 'pending', message_type: 'template', text: 'Order 48\n\nHello Kim, it comes on Friday.' },
    })
    expect((await by({ template_name: 'greeting', variables: { first_name: 'Zoë' } })).body.text).toBe('Hi Zoë')
    const whom = { whatsapp_id: '34600000099' }
    expect((await p.call('POST', '/whatsapp-templates/greeting/send', { ...whom, variable_values: { first_name: 'Al' } })).body).toMatchObject({
      success: true,
      text: 'Hi Al',
    })
    expect((await by({ template_id: '7002', variable_values: { first_name: 'Bo' } })).body.text).toBe('Hi Bo')
    expect(await by({ template_name: 'refused' })).toMatchObject({ status: 409, body: { detail: { code: 'template_unknown' } } })
    expect(await by({ template_name: 'greeting' })).toMatchObject({ status: 400, body: { detail: { code: 'template_values' } } })
    expect((await p.call('POST', '/messages/send/template', { template_name: 'greeting' })).status).toBe(422)
  })

  it('send choices, ask what a channel can carry, and name a file by its address', async () => {
    const { p, channel, contact, channelId } = await scene()
    const chat = { channel_id: `channel_${channel.id}`, contact_id: `contact_${contact.id}` }
    const buttons = {
      ...chat,
      type: 'buttons',
      body: 'Shall we?',
      buttons: [
        { id: 'yes', title: 'Yes' },
        { id: 'no', title: 'No' },
      ],
    }
    expect(await p.call('POST', '/messages/send/interactive', buttons)).toMatchObject({
      status: 201,
      body: {
        message_type: 'interactive',
        interactive_type: 'buttons',
        direction: 'outbound',
        text: 'Shall we?\n\n• Yes\n• No',
        meta: { interactive: { type: 'buttons' } },
      },
    })
    const list = { ...chat, type: 'list', body: 'Choose', button_text: 'Open', sections: [{ title: 'One', rows: [{ id: 'a', title: 'A', description: 'first' }] }] }
    expect((await p.call('POST', '/messages/send/interactive', list)).body.text).toBe('Choose\n\nOne\n• A: first')
    expect((await p.call('POST', '/messages/send/interactive', { ...chat, type: 'buttons', body: 'x' })).status).toBe(422)
    expect((await p.call('GET', `/channels/${channelId}/capabilities`)).body).toMatchObject({
      channel_id: channelId,
      channel_type: 'whatsapp',
      capabilities: { templates: true, reactions: true, interactive_buttons: false },
      features: { text: true },
      reply: { supported: true },
    })
    expect(await p.call('GET', '/channels/channel_987654/capabilities')).toMatchObject({ status: 404, body: { detail: 'Channel not found' } })
    vi.stubEnv('WEBHOOKS_ALLOW_PRIVATE', '1')
    const files = createServer((_, res) => res.end('hello'))
    await new Promise<void>((done) => void files.listen(0, '127.0.0.1', done))
    try {
      const url = `http://127.0.0.1:${(files.address() as AddressInfo).port}/a.txt`
      const kept = await p.call('POST', '/attachments/from-url', { url, filename: 'invoice.txt' })
      expect(kept).toMatchObject({ status: 201, body: { filename: 'invoice.txt', size: 5 } })
      expect((await p.call('GET', `/attachments/${kept.body.id}`)).body).toMatchObject({ id: kept.body.id, filename: 'invoice.txt' })
      expect((await p.call('POST', '/attachments/from-url', { url: 'file:///etc/passwd' })).status).toBe(422)
    } finally {
      vi.unstubAllEnvs()
      await new Promise((done) => void files.close(done))
    }
  })
})

describe('Twist’s clients', () => {
  it('say that one is away, and ask about colleagues', async () => {
    const s = await scene()
    const [v3, v4] = [await program(`${server.url}/api/v3`, s.ana, bearer), await program(`${server.url}/api/v4`, s.ben, bearer)]
    const away = { type: 'vacation', date_from: '2090-01-01', date_to: '2090-01-31' }
    expect((await v3.call('POST', '/users/update', { away_mode: away })).body).toMatchObject({ id: s.users.ana.id, away_mode: away })
    expect((await v3.call('GET', '/users/get_session_user')).body.away_mode).toEqual(away)
    const at = `id=${s.workspace.id}&user_id=${s.users.ana.id}`
    expect((await v4.call('GET', `/workspace_users/get_user_info?${at}`)).body).toMatchObject({ id: s.users.ana.id, user_type: 'ADMIN', away_mode: away })
    expect((await v4.call('GET', `/workspace_users/get_user_local_time?${at}`)).body).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/)
    expect((await v4.call('GET', `/workspace_users/get_user_info?id=${s.workspace.id}&user_id=987654`)).body).toMatchObject({ error_code: 106 })
    expect((await v3.call('POST', '/users/update', { away_mode: '' })).body.away_mode).toBeNull()
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await v3.call('POST', '/users/update', 'away_mode[type]=other&away_mode[date_to]=2090-02-01', form)).body.away_mode).toMatchObject({
      type: 'other',
      date_to: '2090-02-01',
    })
    expect(await v3.call('POST', '/users/update', { away_mode: { type: 'holiday', date_to: '2090-01-01' } })).toMatchObject({ status: 400, body: { error_code: 20 } })
    // The day after, one is back.
    expect((await v3.call('POST', '/users/update', { away_mode: { type: 'other', date_from: '2020-01-01', date_to: '2020-01-02' } })).body.away_mode).toBeNull()
    expect((await v3.call('POST', '/inbox/archive_all', { workspace_id: s.workspace.id })).body).toEqual({ status: 'ok' })
  })
})

describe('Pact’s clients', () => {
  it('list templates in both versions', async () => {
    const s = await scene()
    const token = (t: string) => ({ 'x-private-api-token': t })
    const p = await program(server.url, s.ana, token)
    const v1 = await p.call('GET', `/p1/companies/${s.workspace.id}/waba_templates?per_page=2`)
    expect(v1.body).toMatchObject({
      status: 'ok',
      data: { waba_templates: [{ name: 'greeting', substitutions_count: 1 }, { name: 'on_its_way' }], meta: { page: 1, entries_count: 3, per_page: 2 } },
    })
    const v2 = await p.call('GET', `/api/p2/waba_templates?page=2&per_page=2&company_ids[]=${s.workspace.id}`)
    expect(v2.body).toMatchObject({ waba_templates: [{ name: 'refused', waba_id: '7003', company_id: s.workspace.id, position: 3 }], meta: { page: 2 } })
    const plain = await program(server.url, s.ana, () => ({}))
    expect((await plain.call('POST', '/api/p2/waba_templates', { private_api_token: plain.token })).body.meta.entries_count).toBe(3)
    expect((await plain.call('GET', '/api/p2/waba_templates')).status).toBe(401)
    expect((await p.call('GET', '/api/p2/waba_templates?company_ids[]=987654')).status).toBe(404)
    expect((await p.call('GET', '/api/p2/nothing')).status).toBe(404)
  })
})
