/** A 404 names what was not found, in each dialect’s own form; what one may not see is the same as what is not there. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeChannel, makeScene } from '@/db/factories'
import { startTeam } from '@/lib/domain/conversations/start'
import { receive } from '@/lib/domain/messages/receive'
import { reply } from '@/lib/domain/messages/reply'
import { program } from './testing/program'
import { startServer } from './testing/server'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => void (server = await startServer()))
afterAll(() => server.close())

const bearer = (t: string) => ({ authorization: `Bearer ${t}` })

async function scene() {
  const s = await makeScene()
  const whatsapp = await makeChannel(s.workspace.id, 'whatsapp')
  const m = await receive({ kind: 'channel', workspaceId: s.workspace.id, channelId: whatsapp.id }, { channelId: whatsapp.id, contactId: s.contact.id, body: 'Hello' })
  return { ...s, whatsapp, id: m.conversationId }
}

it('SendSeven’s', async () => {
  const s = await scene()
  const p = await program(`${server.url}/api/v1`, s.ana, bearer)
  const conv = `conv_${s.id}`
  for (const [noun, method, path, body] of [
    ['User', 'PUT', `/conversations/${conv}`, { assigned_to: 'user_987654' }],
    ['User', 'PATCH', `/conversations/${conv}`, { assigned_user_id: 'nobody' }],
    ['User', 'POST', `/conversations/${conv}/assign/user_987654`, undefined],
    ['User', 'POST', '/messages/internal-notes', { conversation_id: conv, text: 'x', assign_to_user_id: 'user_987654' }],
    ['User', 'GET', '/users/user_987654', undefined],
    ['Conversation', 'PUT', '/conversations/conv_987654', { assigned_to: 'user_987654' }],
    ['Conversation', 'POST', '/messages', { conversation_id: 'conv_987654', text: 'x' }],
    ['Conversation', 'POST', `/conversations/${conv}/merge`, { source_conversation_id: 'conv_987654' }],
    ['Tag', 'DELETE', `/conversations/${conv}/tags/nothing`, undefined],
    ['Contact', 'POST', '/conversations', { contact_id: 'contact_987654', channel_id: `channel_${s.whatsapp.id}` }],
    ['Channel', 'POST', '/conversations', { contact_id: `contact_${s.contact.id}`, channel_id: 'channel_987654' }],
    ['Channel', 'POST', '/messages', { channel_id: 'channel_987654', to: '+34600000001', text: 'x' }],
    ['Contact method', 'POST', '/messages', { contact_method_id: 'cm_987654', text: 'x' }],
    ['Attachment', 'POST', '/messages', { conversation_id: conv, text: 'x', attachments: ['att_987654'] }],
    ['Message', 'GET', '/messages/msg_987654', undefined],
  ] as const)
    expect([method, path, body, await p.call(method, path, body)]).toMatchObject([method, path, body, { status: 404, body: { detail: `${noun} not found` } }])
})

it('Twist’s', async () => {
  const s = await scene()
  const { id } = await startTeam(s.ben, { userIds: [], alone: true })
  const hidden = await reply(s.ben, { conversationId: id, body: 'Mine', clientKey: crypto.randomUUID() })
  const p = await program(`${server.url}/api/v3`, s.ana, bearer)
  for (const [code, noun, path, body] of [
    [124, 'Conversation', '/conversations/getone', { id }],
    [124, 'Conversation', '/conversation_messages/add', { conversation_id: id, content: 'x' }],
    [125, 'Message', '/conversation_messages/getone', { id: hidden.id }],
    [125, 'Message', '/conversation_messages/update', { id: hidden.id, content: 'x' }],
    [125, 'Message', '/conversation_messages/remove', { id: hidden.id }],
    [125, 'Message', '/reactions/add', { message_id: hidden.id, reaction: '👍' }],
    [125, 'Message', '/reactions/add', { message_id: 987_654, reaction: '👍' }],
    [106, 'User', '/conversations/add_user', { id: s.id, user_id: 987_654 }],
    [105, 'Workspace', '/conversations/get', { workspace_id: 987_654 }],
  ] as const)
    expect([path, body, await p.call('POST', path, body)]).toMatchObject([path, body, { status: 404, body: { error_code: code, error_string: `${noun} not found` } }])
})

it('Pact’s', async () => {
  const s = await scene()
  const p = await program(`${server.url}/p1`, s.ana, (t) => ({ 'x-private-api-token': t }))
  const at = `/companies/${s.workspace.id}`
  for (const [what, method, path, body] of [
    ['The company', 'GET', '/companies/987654/conversations', undefined],
    ['The conversation', 'GET', `${at}/conversations/987654`, undefined],
    ['The conversation', 'PUT', `${at}/conversations/987654/assign`, { assignee_id: s.users.ben.id }],
    ['The assignee', 'PUT', `${at}/conversations/${s.id}/assign`, { assignee_id: 987_654 }],
    ['The channel', 'POST', `${at}/channels/987654/conversations`, { phone: '79250000001', message: 'x' }],
    ['The attachment', 'POST', `${at}/conversations/${s.id}/messages`, { message: 'x', attachments_ids: [987_654] }],
    ['The message', 'GET', `${at}/channels/${s.whatsapp.id}/jobs/987654`, undefined],
  ] as const)
    expect([method, path, await p.call(method, path, body)]).toMatchObject([
      method,
      path,
      { status: 404, body: { status: 'error', errors: [{ code: 'not_found', message: `${what} was not found` }] } },
    ])
})
