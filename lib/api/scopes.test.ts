import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeScene } from '@/db/factories'
import { assign } from '@/lib/domain/conversations/assign'
import { findOrCreateContact } from '@/lib/domain/contacts/find-or-create'
import { note } from '@/lib/domain/messages/note'
import { receive } from '@/lib/domain/messages/receive'
import { type Scope, SCOPES } from '@/lib/domain/tokens/scopes'
import { SCOPE_OF } from './testing/scopes'
import { dialect as pact } from './pact/routes'
import type { Route } from './programs/route'
import { dialect as sendseven } from './sendseven/routes'
import { program } from './testing/program'
import { startServer } from './testing/server'
import { documented as twist } from './twist/routes'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => void (server = await startServer()))
afterAll(() => server.close())

type Scene = Awaited<ReturnType<typeof makeScene>>
const bearer = (t: string) => ({ authorization: `Bearer ${t}` })
const WAYS = [
  {
    name: 'sendseven',
    routes: sendseven.routes,
    base: '/api/v1',
    auth: bearer,
    says: (text: string, scope: string) => text.includes(`Missing required scope: ${scope}`),
  },
  {
    name: 'pact',
    routes: pact.routes,
    base: '/p1',
    auth: (t: string) => ({ 'x-private-api-token': t }),
    says: (text: string, scope: string) => text.includes(`The token lacks the scope ${scope}`),
  },
  ...twist.map(({ routes, roots }) => ({
    name: 'twist',
    routes,
    base: roots[0] ?? '',
    auth: bearer,
    says: (text: string, scope: string) => JSON.parse(text).error_extra?.scope === scope,
  })),
]

const pathOf = (r: Route, s: Scene) => r.path.replace('{company}', String(s.workspace.id)).replace(/\{\w+\}/g, '987654')
/** A path that stands in both of `/api/v1`'s dialects is answered by the first. */
const isTheirs = (name: string, base: string, r: Route) => name !== 'sendseven' || base !== '/api/v1' || r.path !== '/attachments/upload'

describe('scopes', () => {
  it('of every endpoint are written down once more, where a change of one is seen', () => {
    for (const { name, routes } of WAYS)
      for (const r of routes)
        expect([name, r.methods.join(), r.path, r.scope]).toEqual([name, r.methods.join(), r.path, SCOPE_OF[name]?.[`${r.methods.join()} ${r.path}`]])
  })

  it.each(WAYS)(
    '$name $base: each endpoint is closed to a token with all scopes but its own, and open to one with only that',
    async ({ name, routes, base, auth, says }) => {
      const s = await makeScene()
      for (const scope of SCOPES) {
        const without = await program(
          server.url + base,
          s.ana,
          auth,
          SCOPES.filter((x) => x !== scope),
        )
        const only = await program(server.url + base, s.ana, auth, [scope])
        for (const r of routes.filter((x) => x.scope === scope && isTheirs(name, base, x)))
          for (const method of r.methods) {
            // What another scope carries along is not lacking: whoever reads messages reads conversations.
            const refused = await (scope === 'conversations:read' ? program(server.url + base, s.ana, auth, ['contacts:read']) : without)
            const closed = await (await refused).call(method, pathOf(r, s))
            expect([method, r.path, closed.status, says(closed.text, scope)]).toEqual([method, r.path, 403, true])
            const open = await only.call(method, pathOf(r, s))
            expect([method, r.path, open.status === 401 || says(open.text || '{}', scope)]).toEqual([method, r.path, false])
          }
      }
    },
  )
})

/** A conversation with a customer’s words and a colleague’s note after them. */
async function noted() {
  const s = await makeScene()
  const m = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Where is it?' })
  await note(s.ben, { conversationId: m.conversationId, body: 'zanzibar is secret', clientKey: crypto.randomUUID() })
  await assign(s.house, { conversationId: m.conversationId, assigneeId: s.users.ana.id })
  return { s, id: m.conversationId }
}

describe('a note', () => {
  it('is not read with conversations:read alone, nor found, nor written with conversations:update alone', async () => {
    const { s, id } = await noted()
    const seven = (...scopes: Scope[]) => program(`${server.url}/api/v1`, s.ana, bearer, scopes)
    const twist3 = (...scopes: Scope[]) => program(`${server.url}/api/v3`, s.ana, bearer, scopes)
    const pact1 = (...scopes: Scope[]) => program(`${server.url}/p1/companies/${s.workspace.id}`, s.ana, (t) => ({ 'x-private-api-token': t }), scopes)
    const [narrow, wide] = [await seven('conversations:read'), await seven('messages:read')]
    for (const path of [`/conversations/conv_${id}`, '/conversations', '/conversations?search=zanzibar']) {
      const answer = await narrow.call('GET', path)
      expect([path, answer.status, answer.text.includes('zanzibar')]).toEqual([path, 200, false])
    }
    expect((await narrow.call('GET', '/conversations?search=zanzibar')).body.items).toEqual([])
    expect((await wide.call('GET', '/conversations?search=zanzibar')).body.items).toHaveLength(1)
    expect((await wide.call('GET', `/conversations/conv_${id}`)).text).toContain('zanzibar')
    expect((await narrow.call('GET', `/conversations/conv_${id}/notes`)).status).toBe(403)
    expect((await narrow.call('POST', '/conversations/search-similar', { query: 'zanzibar' })).status).toBe(403)
    const at = { workspace_id: s.workspace.id }
    for (const [path, body] of [
      ['/conversations/getone', { id }],
      ['/conversations/get', at],
    ] as const) {
      expect([path, (await (await twist3('conversations:read')).call('POST', path, body)).text.includes('zanzibar')]).toEqual([path, false])
      expect([path, (await (await twist3('messages:read')).call('POST', path, body)).text.includes('zanzibar')]).toEqual([path, true])
    }
    const updates = await seven('conversations:update')
    expect((await updates.call('PATCH', `/conversations/conv_${id}`, { subject: 'New', notes: 'x' })).status).toBe(403)
    expect((await updates.call('POST', `/conversations/conv_${id}/close`, { notes: 'x' })).status).toBe(403)
    expect((await updates.call('POST', `/conversations/conv_${id}/notes`, { content: 'x' })).status).toBe(403)
    expect((await (await pact1('conversations:update')).call('PUT', `/conversations/${id}/note`, { note: 'x' })).status).toBe(403)
    // All or nothing: what was refused changed no subject either.
    expect((await narrow.call('GET', `/conversations/conv_${id}`)).body).toMatchObject({ subject: null, status: 'open' })
  })
})

describe('contacts:create', () => {
  it('neither changes nor deletes a contact, nor tells what is known of it', async () => {
    const s = await makeScene()
    const known = await findOrCreateContact(s.house, { channelType: 'email', address: 'nina@cust.example', name: 'Nina Moss', phone: '+34600000000' })
    const creates = await program(`${server.url}/api/v1`, s.ana, bearer, ['contacts:create'])
    const answer = await creates.call('POST', '/contacts', { name: 'Somebody', email: 'nina@cust.example', notes: 'overwritten' })
    expect(answer).toMatchObject({ status: 201, body: { id: `contact_${known.id}`, name: 'Somebody' } })
    expect(answer.text).not.toContain('600000000')
    for (const method of ['PUT', 'PATCH', 'DELETE']) expect((await creates.call(method, `/contacts/contact_${known.id}`, { name: 'x' })).status).toBe(403)
    const all = await program(`${server.url}/api/v1`, s.ana, bearer)
    expect((await all.call('GET', `/contacts/contact_${known.id}`)).body).toMatchObject({ name: 'Nina Moss', notes: null })
    // What it makes it may also describe.
    expect((await creates.call('POST', '/contacts', { name: 'New', email: 'new@cust.example', notes: 'first' })).body).toMatchObject({ name: 'New', notes: 'first' })
  })

  it('and contacts:update of an agent do not delete; an admin’s does', async () => {
    const s = await makeScene()
    const at = `/contacts/contact_${s.contact.id}`
    expect(await (await program(`${server.url}/api/v1`, s.ben, bearer)).call('DELETE', at)).toMatchObject({ status: 403, body: { detail: 'This needs an admin' } })
    expect((await (await program(`${server.url}/api/v1`, s.ana, bearer, ['contacts:read', 'contacts:create'])).call('DELETE', at)).status).toBe(403)
    expect((await (await program(`${server.url}/api/v1`, s.ana, bearer, ['contacts:update'])).call('DELETE', at)).status).toBe(200)
  })
})

describe('what a call does by the way', () => {
  it('asks for the scope of that as well', async () => {
    const s = await makeScene()
    const whole = `${server.url}/p1/companies/${s.workspace.id}`
    const auth = (t: string) => ({ 'x-private-api-token': t })
    const url = 'https://program.example/hook'
    expect((await (await program(whole, s.ana, auth, ['channels:manage'])).call('PUT', '', { webhook_url: url })).status).toBe(403)
    expect((await (await program(whole, s.ana, auth, ['channels:manage'])).call('PUT', '', { webhook_url: '' })).status).toBe(403)
    const seven = await program(`${server.url}/api/v1`, s.ana, bearer, ['messages:create'])
    const form = new FormData()
    form.append('file', new File(['words'], 'a.txt'))
    const file = (await seven.call('POST', '/attachments', form)).body
    const number = String(file.id).replace(/\D/g, '')
    for (const path of [`/api/attachments/${number}`, `/api/attachments/${number}/thumb`]) {
      const r = await fetch(server.url + path, { headers: bearer(seven.token) })
      expect([path, r.status]).toEqual([path, 403])
    }
    const { conversationId } = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    const all = await program(`${server.url}/api/v1`, s.ana, bearer)
    await all.call('POST', `/conversations/conv_${conversationId}/close`)
    const creates = await program(`${server.url}/api/v1`, s.ana, bearer, ['conversations:create'])
    const between = { contact_id: `contact_${s.contact.id}`, channel_id: `channel_${s.channel.id}`, action: 'reopen_existing' }
    expect((await creates.call('POST', '/conversations/open-or-create', between)).status).toBe(403)
    const pact1 = await program(whole, s.ana, auth, ['conversations:create'])
    expect((await pact1.call('POST', '/conversations', { provider: 'webchat', username: 'nina', text: 'Hi' })).status).not.toBe(200)
  })
})
