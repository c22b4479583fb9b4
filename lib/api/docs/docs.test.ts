import { describe, expect, it } from 'vitest'
import { makeChannel, makeScene } from '@/db/factories'
import { startTeam } from '@/lib/domain/conversations/start'
import { receive } from '@/lib/domain/messages/receive'
import { reply } from '@/lib/domain/messages/reply'
import { createToken } from '@/lib/domain/tokens/create'
import { SCOPES } from '@/lib/domain/tokens/scopes'
import { app } from '../app'
import { curlsIn } from '../testing/curl'
import { documented } from './documents'

const get = (path: string) => app.request(`http://localhost${path}`)

describe('the API reference', () => {
  it('has a document for each dialect and one of all, with every route in it', async () => {
    for (const [name, d] of Object.entries(documented)) {
      const doc = await (await get(`/api/openapi/${name}.json`)).json()
      expect(doc.openapi).toBe('3.1.0')
      for (const r of d.routes) for (const m of r.methods) expect(doc.paths[d.roots[0] + r.path]?.[m.toLowerCase()], `${name} ${m} ${r.path}`).toBeTruthy()
    }
    const all = await (await get('/api/openapi.json')).json()
    for (const path of [
      '/api/v1/conversations',
      '/api/v1/conversations/{id}',
      '/api/v3/conversations/getone',
      '/api/v1/conversation_messages/add',
      '/p1/companies/{company}/conversations/{id}/assign',
    ])
      expect(Object.keys(all.paths)).toContain(path)
    expect((await get('/api/openapi/nothing.json')).status).toBe(404)
  })

  it('has nothing under the names that every object knows, and says what type everything is', async () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'])
      for (const path of [`/api/docs/${name}`, `/api/openapi/${name.toLowerCase()}.json`, `/api/openapi/${name}.json`]) expect((await get(path)).status, path).toBe(404)
    for (const path of ['/api/docs', '/api/docs/start.js', '/api/docs/swagger-ui.css', '/api/openapi.json', '/api/docs/none', '/api/none'])
      expect((await get(path)).headers.get('x-content-type-options'), path).toBe('nosniff')
  })

  it('names each operation once', async () => {
    const all = await (await get('/api/openapi.json')).json()
    const ids = Object.values<Record<string, { operationId: string }>>(all.paths).flatMap((p) => Object.values(p).map((o) => o.operationId))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('is a page that fetches nothing from elsewhere', async () => {
    const page = await get('/api/docs')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await page.text()).not.toMatch(/https?:\/\//)
    for (const file of ['start.js', 'swagger-ui.css', 'swagger-ui-bundle.js']) expect((await get(`/api/docs/${file}`)).status, file).toBe(200)
    expect((await get('/api/docs/..%2f..%2fpackage.json')).status).toBe(404)
  })

  it.each(['sendseven', 'pact', 'twist'])('of %s stands beside a page whose curl lines work', async (name) => {
    const s = await makeScene()
    const whatsapp = await makeChannel(s.workspace.id, 'whatsapp')
    const m = await receive({ kind: 'channel', workspaceId: s.workspace.id, channelId: whatsapp.id }, { channelId: whatsapp.id, contactId: s.contact.id, body: 'Hello' })
    const team = await startTeam(s.ana, { userIds: [s.users.ben.id] })
    const said = await reply(s.ana, { conversationId: team.id, body: 'Hi', clientKey: crypto.randomUUID() })
    const { token } = await createToken(s.ana, { name: 'Docs', scopes: [...SCOPES] })
    const ids =
      name === 'sendseven'
        ? { CONVERSATION: `conv_${m.conversationId}`, USER: `user_${s.users.ben.id}` }
        : { CONVERSATION: String(name === 'pact' ? m.conversationId : team.id), USER: String(s.users.ben.id) }
    const values = {
      URL: 'http://localhost',
      TOKEN: token,
      TENANT: `tenant_${s.workspace.id}`,
      COMPANY: String(s.workspace.id),
      WORKSPACE: String(s.workspace.id),
      MESSAGE: String(said.id),
      ...ids,
    }
    const curls = curlsIn(`docs/api/${name}.md`, values)
    expect(curls.length).toBeGreaterThan(4)
    for (const c of curls) {
      const answer = await app.request(c.url, { method: c.method, headers: c.headers, body: c.body })
      expect([c.line, answer.status < 300 ? 'works' : `${answer.status} ${await answer.text()}`]).toEqual([c.line, 'works'])
    }
  })
})
