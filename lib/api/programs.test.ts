import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeChannel, makeContact, makeScene, makeUser } from '@/db/factories'
import { receive } from '@/lib/domain/messages/receive'
import { expectSound } from '@/lib/domain/testing/recount'
import { program } from './testing/program'
import { startServer } from './testing/server'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => void (server = await startServer()))
afterAll(() => server.close())

/** A call of some dialect: `n` picks which conversation, person or message it is about. */
const step = fc.record({
  call: fc.constantFrom(
    'seven:assign',
    'seven:unassign',
    'seven:close',
    'seven:reopen',
    'seven:pending',
    'seven:snooze',
    'seven:unsnooze',
    'seven:tag',
    'seven:note',
    'seven:send',
    'seven:merge',
    'seven:half',
    'seven:bulk',
    'pact:create',
    'pact:assign',
    'pact:send',
    'pact:note',
    'twist:start',
    'twist:add',
    'twist:update',
    'twist:remove',
    'twist:archive',
    'twist:unarchive',
    'twist:read',
    'twist:unread',
    'twist:mute',
    'twist:join',
    'twist:leave',
    'twist:rename',
    'twist:react',
    'customer',
  ),
  n: fc.nat(6),
  m: fc.nat(6),
})

describe('random calls in random dialects', () => {
  it('leave counts, indexes and events sound, and never break', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
        const s = await makeScene()
        const whatsapp = await makeChannel(s.workspace.id, 'whatsapp')
        const people = [s.users.ana.id, s.users.ben.id, (await makeUser(s.workspace.id)).id]
        const contacts = [s.contact.id, (await makeContact(s.workspace.id)).id]
        const bearer = (t: string) => ({ authorization: `Bearer ${t}` })
        const seven = await program(`${server.url}/api/v1`, s.ana, bearer)
        const twist = await program(`${server.url}/api/v3`, s.ben, bearer)
        const pact = await program(`${server.url}/p1/companies/${s.workspace.id}`, s.ana, (t) => ({ 'x-private-api-token': t }))
        const customer = (n: number) =>
          receive(
            { kind: 'channel', workspaceId: s.workspace.id, channelId: whatsapp.id },
            { channelId: whatsapp.id, contactId: contacts[n % 2] ?? 0, body: `Question ${n}` },
          )
        const conversations = [(await customer(0)).conversationId, (await customer(1)).conversationId]
        const said: number[] = []
        const perform = async ({ call, n, m }: { call: string; n: number; m: number }) => {
          const id = conversations[n % conversations.length] ?? 0
          const other = conversations[m % conversations.length] ?? 0
          const person = people[m % people.length] ?? 0
          const message = said[m % Math.max(1, said.length)] ?? 1
          const at = `/conversations/conv_${id}`
          const later = new Date(Date.now() + 3_600_000).toISOString()
          const calls: Record<string, () => Promise<{ status: number; body: any } | { conversationId: number }>> = {
            'seven:assign': () => seven.call('PUT', at, { assigned_to: `user_${person}` }),
            'seven:unassign': () => seven.call('PATCH', at, { assigned_user_id: null }),
            'seven:close': () => seven.call('POST', `${at}/close`),
            'seven:reopen': () => seven.call('POST', `${at}/reopen`),
            'seven:pending': () => seven.call('PATCH', at, { status: 'pending' }),
            'seven:snooze': () => seven.call('POST', `${at}/snooze`, { snoozed_until: later, reopen_on_message: m % 2 === 0 }),
            'seven:unsnooze': () => seven.call('DELETE', `${at}/snooze`),
            'seven:tag': () => seven.call(m % 2 ? 'POST' : 'DELETE', `${at}/tags/t${n}`),
            'seven:note': () => seven.call('POST', `${at}/notes`, { content: 'note' }),
            'seven:send': () => seven.call('POST', '/messages', { conversation_id: `conv_${id}`, text: 'hi' }, { 'idempotency-key': `k${n}` }),
            'seven:merge': () => seven.call('POST', `${at}/merge`, { source_conversation_id: `conv_${other}` }),
            'seven:half': () => seven.call('PATCH', at, { subject: 'half', notes: 'half', assigned_user_id: 'user_999999999' }),
            'seven:bulk': () => seven.call('POST', '/conversations/bulk-close', { conversation_ids: [`conv_${id}`, `conv_${other}`] }),
            'pact:create': () => pact.call('POST', '/conversations', { provider: 'whatsapp', phone: `7925000000${n}` }),
            'pact:assign': () => pact.call('PUT', `/conversations/${id}/assign`, m % 3 ? `assignee_id=${person}` : ''),
            'pact:send': () => pact.call('POST', `/conversations/${id}/messages`, { message: 'pact' }),
            'pact:note': () => pact.call('PUT', `/conversations/${id}/note`, { note: 'pact' }),
            'twist:start': () => twist.call('POST', '/conversations/get_or_create', { workspace_id: s.workspace.id, user_ids: people.slice(0, 1 + (m % 3)) }),
            'twist:add': () => twist.call('POST', '/conversation_messages/add', { conversation_id: id, content: `twist ${m}` }),
            'twist:update': () => twist.call('POST', '/conversation_messages/update', { id: message, content: 'edited' }),
            'twist:remove': () => twist.call('POST', '/conversation_messages/remove', { id: message }),
            'twist:archive': () => twist.call('POST', '/conversations/archive', { id }),
            'twist:unarchive': () => twist.call('POST', '/conversations/unarchive', { id }),
            'twist:read': () => twist.call('POST', '/conversations/mark_read', { id }),
            'twist:unread': () => twist.call('POST', '/conversations/mark_unread', { id, obj_index: m }),
            'twist:mute': () => twist.call('POST', m % 2 ? '/conversations/mute' : '/conversations/unmute', { id, minutes: 5 }),
            'twist:join': () => twist.call('POST', '/conversations/add_user', { id, user_id: person }),
            'twist:leave': () => twist.call('GET', `/conversations/remove_user?id=${id}&user_id=${person}`),
            'twist:rename': () => twist.call('POST', '/conversations/update', { id, title: `title ${m}` }),
            'twist:react': () => twist.call('POST', '/reactions/add', { message_id: message, reaction: '👍' }),
            customer: () => customer(n),
          }
          const r = await calls[call]?.()
          if (!r) throw new Error(call)
          if ('conversationId' in r) return void (conversations.includes(r.conversationId) || conversations.push(r.conversationId))
          expect([call, r.status < 500, r.body !== null]).toEqual([call, true, true])
          if (call === 'twist:start' && r.status === 200) conversations.push(r.body.id)
          if (call === 'pact:create' && r.status === 200) conversations.push(r.body.data.conversation.external_id)
          if (call === 'twist:add' && r.status === 200) said.push(r.body.id)
        }
        // Two at a time: what comes together must be as sound as what comes in turn.
        for (let i = 0; i < steps.length; i += 2) await Promise.all(steps.slice(i, i + 2).map(perform))
        await expectSound(s.workspace.id)
      }),
      { numRuns: 12 },
    )
  }, 120_000)
})
