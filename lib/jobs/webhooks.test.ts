import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHmac } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene, makeUser } from '@/db/factories'
import { tokens, webhookDeliveries, webhooks } from '@/db/schema/programs'
import { users } from '@/db/schema/users'
import { formats as dialects } from '@/lib/api/webhook-formats'
import { assign } from '@/lib/domain/conversations/assign'
import { close } from '@/lib/domain/conversations/close'
import { startCustomer } from '@/lib/domain/conversations/start'
import { note } from '@/lib/domain/messages/note'
import { receive } from '@/lib/domain/messages/receive'
import { createToken } from '@/lib/domain/tokens/create'
import { resolveToken } from '@/lib/domain/tokens/resolve'
import { revokeToken } from '@/lib/domain/tokens/revoke'
import { type Scope, SCOPES } from '@/lib/domain/tokens/scopes'
import { changeRole } from '@/lib/domain/users/change-role'
import { disable } from '@/lib/domain/users/disable'
import { createWebhook, removeWebhook } from '@/lib/domain/webhooks/create'
import { replay } from '@/lib/domain/webhooks/deliver'
import { listDeliveries, listWebhooks } from '@/lib/domain/webhooks/list'
import { type Format, type Formats, plan } from '@/lib/domain/webhooks/plan'
import { isInside, postOutside } from '@/lib/net/outside'
import { pumpWebhooks, startWebhooks } from './webhooks'

const everything = () => true
const plain: Format['tell'] = async (_hook, e) => [{ kind: e.kind, ref: `r${e.seq}`, body: JSON.stringify({ seq: e.seq, conversation: e.conversationId }) }]
const formats: Formats = {
  sendseven: { ...dialects.sendseven, tell: plain },
  pact: { ...dialects.pact, tell: plain },
  twist: { ...dialects.twist, tell: plain },
}

let server: Server | undefined
afterEach(() => void server?.close())

/** A program that answers with what `status` says, and remembers what it got. */
async function program(status: (n: number) => number) {
  const got: { body: { seq: number; conversation: number }; headers: Record<string, unknown>; raw: string }[] = []
  server = createServer((req, res) => {
    let raw = ''
    req.on('data', (c) => (raw += c))
    req.on('end', () => {
      const code = status(got.length)
      got.push({ raw, body: JSON.parse(raw), headers: req.headers })
      res.writeHead(code, code === 302 ? { location: 'http://example.test/' } : {}).end('{}')
    })
  })
  await new Promise<void>((ok) => server?.listen(0, '127.0.0.1', ok))
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` }
}

/** Makes waiting deliveries due now, as the passing of time would. */
const timePasses = (webhookId: number) =>
  transaction(
    async (db) =>
      void (await db
        .update(webhookDeliveries)
        .set({ nextAt: new Date(0) })
        .where(eq(webhookDeliveries.webhookId, webhookId))),
  )

describe('webhooks', () => {
  it('bring each event once, in order, signed', async () => {
    const s = await makeScene()
    const { got, url } = await program(() => 200)
    const hook = await createWebhook(s.ana, { form: 'sendseven', url })
    const m = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    await close(s.ben, { conversationId: m.conversationId })
    await Promise.all([pumpWebhooks({ formats, allowInside: true }), pumpWebhooks({ formats, allowInside: true })])
    await pumpWebhooks({ formats, allowInside: true })
    const seqs = got.map((g) => g.body.seq)
    expect(seqs).toEqual([1, 2, 3, 4])
    const first = got[0]!
    const expected = createHmac('sha256', hook.secret)
      .update(`${String(first.headers['x-sendseven-timestamp'])}.${first.raw}`)
      .digest('hex')
    expect(first.headers['x-sendseven-signature']).toBe(`sha256=${expected}`)
  })

  it('wait for a failed one before the next of the same conversation, and lose nothing', async () => {
    const s = await makeScene()
    const { got, url } = await program((n) => (n < 2 ? 500 : 200))
    const hook = await createWebhook(s.ana, { form: 'twist', url })
    const m = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    await close(s.ben, { conversationId: m.conversationId })
    await pumpWebhooks({ formats, allowInside: true })
    expect(got.map((g) => g.body.seq)).toEqual([1])
    await timePasses(hook.id)
    await pumpWebhooks({ formats, allowInside: true })
    await timePasses(hook.id)
    await pumpWebhooks({ formats, allowInside: true })
    expect(got.map((g) => g.body.seq)).toEqual([1, 1, 1, 2, 3, 4])
  })

  it('give up after ten tries in Pact’s form, and go again when replayed', async () => {
    const s = await makeScene()
    const { got, url } = await program((n) => (n < 10 ? 201 : 200))
    const hook = await createWebhook(s.ana, { form: 'pact', url, kinds: ['conversation.started'] })
    await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    for (let i = 0; i < 12; i++) {
      await timePasses(hook.id)
      await pumpWebhooks({ formats, allowInside: true })
    }
    expect(got).toHaveLength(10)
    const [failed] = await listDeliveries(s.ana, { webhookId: hook.id })
    expect(failed).toMatchObject({ state: 'failed', attempts: 10, status: 201 })
    await replay(s.ana, { webhookId: hook.id, deliveryId: failed!.id })
    await pumpWebhooks({ formats, allowInside: true })
    expect((await listDeliveries(s.ana, { webhookId: hook.id }))[0]).toMatchObject({ state: 'delivered' })
  })

  it('suspend an endpoint after a day of failing and catch up when it is woken', async () => {
    const s = await makeScene()
    const { got, url } = await program((n) => (n < 1 ? 503 : 200))
    const hook = await createWebhook(s.ana, { form: 'sendseven', url })
    const m = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    const yesterday = new Date(Date.now() - 25 * 3_600_000)
    await transaction(async (db) => void (await db.update(webhooks).set({ failingSince: yesterday }).where(eq(webhooks.id, hook.id))))
    await pumpWebhooks({ formats, allowInside: true })
    await close(s.ben, { conversationId: m.conversationId })
    await timePasses(hook.id)
    await pumpWebhooks({ formats, allowInside: true })
    expect(got).toHaveLength(1)
    await replay(s.ana, { webhookId: hook.id })
    await pumpWebhooks({ formats, allowInside: true })
    expect(got.slice(1).map((g) => g.body.seq)).toEqual([1, 2, 3, 4])
  })

  it('suspended or broken ones hold nobody else up', async () => {
    const s = await makeScene()
    const { got, url } = await program(() => 200)
    const [dead, broken, good] = [
      await createWebhook(s.ana, { form: 'pact', url }),
      await createWebhook(s.ana, { form: 'twist', url }),
      await createWebhook(s.ana, { form: 'sendseven', url }),
    ]
    // More conversations than are taken at once.
    for (let i = 0; i < 12; i++) await startCustomer(s.house, { channelId: s.channel.id, contactId: s.contact.id, fresh: true })
    const fails: Format = { ...dialects.twist, tell: async () => Promise.reject(new Error('no words for it')) }
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const works: Format = { ...dialects.twist, tell: (hook, e) => (hook.id === dead.id || hook.id === good.id ? plain(hook, e, everything) : Promise.resolve([])) }
    while (await plan(dead.id, { ...formats, pact: works })) continue
    await transaction(async (db) => void (await db.update(webhooks).set({ suspendedAt: new Date() }).where(eq(webhooks.id, dead.id))))
    await pumpWebhooks({ formats: { pact: works, sendseven: works, twist: fails }, allowInside: true })
    expect(got).toHaveLength(12)
    expect(log).toHaveBeenCalledWith(expect.stringContaining(`endpoint ${broken.id} `), 'no words for it')
    log.mockRestore()
  })

  it('are brought by everybody else while one never answers, also what happens meanwhile', async () => {
    const [slow, other] = [await makeScene(), await makeScene()]
    const heard: string[] = []
    const held: (() => void)[] = []
    let isHeld: () => void = () => {}
    const allHeld = new Promise<void>((r) => (isHeld = r))
    let isHeard: () => void = () => {}
    server = createServer((req, res) => {
      if (req.url === '/slow') {
        held.push(() => res.end('{}'))
        if (held.length === 4) isHeld()
        return
      }
      heard.push(req.url ?? '')
      res.end('{}')
      isHeard()
    })
    await new Promise<void>((ok) => server?.listen(0, '127.0.0.1', ok))
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await createWebhook(slow.ana, { form: 'sendseven', url: `${base}/slow` })
    await createWebhook(other.ana, { form: 'sendseven', url: `${base}/other` })
    // Far more than may be on their way at once, each of a conversation of its own.
    for (let i = 0; i < 20; i++) await startCustomer(slow.house, { channelId: slow.channel.id, contactId: slow.contact.id, fresh: true })
    const running = startWebhooks({ formats, allowInside: true, pollMs: 3_600_000 })
    const said = () => receive(other.customer, { channelId: other.channel.id, contactId: other.contact.id, body: 'Hello' })
    await said()
    await allHeld
    for (let n = 0; n < 3; n++) {
      const before = heard.length
      const next = new Promise<void>((r) => (isHeard = r))
      await said()
      await next
      expect(heard.length).toBeGreaterThan(before)
    }
    // A share is all that the one who never answers gets.
    expect(held).toHaveLength(4)
    const stopped = running.stop()
    for (const answer of held) answer()
    await stopped
    expect(heard.every((path) => path === '/other')).toBe(true)
  })

  it('are an admin’s to manage, by hand or by a program', async () => {
    const s = await makeScene()
    const bens = await resolveToken((await createToken(s.ben, { name: 'Sync', scopes: ['webhooks:manage', 'messages:read'] })).token)
    const hers = await createWebhook(s.ana, { form: 'twist', url: 'https://ana.test/' })
    for (const agent of [s.ben, bens!]) {
      await expect(createWebhook(agent, { form: 'sendseven', url: 'https://ben.test/' })).rejects.toMatchObject({ reason: 'not_allowed' })
      await expect(listWebhooks(agent, {})).rejects.toMatchObject({ reason: 'not_allowed' })
      await expect(listDeliveries(agent, { webhookId: hers.id })).rejects.toMatchObject({ reason: 'not_allowed' })
      await expect(replay(agent, { webhookId: hers.id })).rejects.toMatchObject({ reason: 'not_allowed' })
      await expect(removeWebhook(agent, { id: hers.id })).rejects.toMatchObject({ reason: 'not_allowed' })
    }
    const anas = await resolveToken((await createToken(s.ana, { name: 'Sync', scopes: ['webhooks:manage'] })).token)
    const his = await createWebhook(anas!, { form: 'twist', url: 'https://program.test/' })
    expect((await listWebhooks(s.ana, {})).map((h) => h.id)).toEqual([his.id, hers.id])
    expect(await removeWebhook(s.ana, { id: his.id })).toBe(1)
  })

  it.each(['sendseven', 'pact', 'twist'] as const)('tell a program in %s’s form only what its token may read', async (form) => {
    const s = await makeScene()
    const { got, url } = await program(() => 200)
    const hookOf = async (...scopes: Scope[]) => {
      const token = await resolveToken((await createToken(s.ana, { name: 'Sync', scopes: ['webhooks:manage', ...scopes] })).token)
      return createWebhook(token!, { form, url: `${url}?${scopes.join()}` })
    }
    const [none, conversations, messages] = [await hookOf(), await hookOf('conversations:read'), await hookOf('messages:read')]
    const m = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'my card is 4111' })
    await note(s.ben, { conversationId: m.conversationId, body: 'is 4111 known?', clientKey: crypto.randomUUID() })
    await assign(s.ben, { conversationId: m.conversationId, assigneeId: s.users.ben.id })
    await pumpWebhooks({ formats: dialects, allowInside: true })
    const kinds = async (webhookId: number) => (await listDeliveries(s.ana, { webhookId })).map((d) => d.kind)
    expect(await kinds(none.id)).toEqual([])
    expect((await kinds(conversations.id)).filter((kind) => !kind.startsWith('conversation'))).toEqual([])
    expect((await kinds(messages.id)).some((kind) => kind.startsWith('message'))).toBe(true)
    // Nor by the way, inside what is told of a conversation: no message, and never a note.
    const bodies = await (await reader()).select().from(webhookDeliveries).where(eq(webhookDeliveries.webhookId, conversations.id))
    expect(bodies.filter((d) => JSON.parse(d.body).data?.message)).toEqual([])
    if (form !== 'twist') expect(got.filter((g) => g.raw.includes('known?'))).toEqual([])
  })

  it('end with the token: revoked, expired, or of somebody deactivated or demoted, also what already waits', async () => {
    const ends: ((s: Awaited<ReturnType<typeof makeScene>>, tokenId: number, userId: number) => Promise<unknown>)[] = [
      (s, tokenId) => revokeToken(s.ana, { tokenId }),
      (_, tokenId) =>
        transaction((db) =>
          db
            .update(tokens)
            .set({ expiresAt: new Date(0) })
            .where(eq(tokens.id, tokenId))
            .returning(),
        ),
      (s, _, userId) => disable(s.ana, { userId }),
      (s, _, userId) => changeRole(s.ana, { userId, role: 'agent' }),
    ]
    for (const end of ends) {
      const s = await makeScene()
      const { got, url } = await program(() => 500)
      const cleo = await makeUser(s.workspace.id, { role: 'admin' })
      const made = await createToken({ ...s.ana, userId: cleo.id }, { name: 'Sync', scopes: [...SCOPES] })
      const hook = await createWebhook((await resolveToken(made.token))!, { form: 'sendseven', url })
      const { id: conversationId } = await startCustomer(s.house, { channelId: s.channel.id, contactId: s.contact.id })
      await pumpWebhooks({ formats, allowInside: true })
      expect(got).toHaveLength(1)
      await end(s, made.id, cleo.id)
      await timePasses(hook.id)
      await close(s.ben, { conversationId })
      await pumpWebhooks({ formats, allowInside: true })
      expect(got).toHaveLength(1)
      expect((await listDeliveries(s.ana, { webhookId: hook.id })).map((d) => d.state)).toEqual(['failed'])
      expect((await listWebhooks(s.ana, {})).map((h) => h.tokenEnded)).toEqual([true])
      await expect(replay(s.ana, { webhookId: hook.id })).rejects.toMatchObject({ reason: 'token_ended' })
      server?.close()
    }
  })

  it('of somebody who was made an agent by an older version end when they are next looked at', async () => {
    const s = await makeScene()
    const { got, url } = await program(() => 500)
    const cleo = await makeUser(s.workspace.id, { role: 'admin' })
    const made = await createToken({ ...s.ana, userId: cleo.id }, { name: 'Sync', scopes: [...SCOPES] })
    const hook = await createWebhook((await resolveToken(made.token))!, { form: 'pact', url })
    await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    await pumpWebhooks({ formats, allowInside: true })
    const before = got.length
    await transaction((db) => db.update(users).set({ role: 'agent' }).where(eq(users.id, cleo.id)).returning())
    await timePasses(hook.id)
    await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Anybody?' })
    await pumpWebhooks({ formats, allowInside: true })
    expect(got).toHaveLength(before)
    expect((await listDeliveries(s.ana, { webhookId: hook.id })).some((d) => d.state === 'waiting')).toBe(false)
    expect(await listWebhooks(s.ana, {})).toMatchObject([{ tokenEnded: true, suspendedAt: expect.any(Number) }])
  })

  it('of somebody who is an admin again are woken by an admin, and miss nothing', async () => {
    const s = await makeScene()
    const { got, url } = await program(() => 200)
    const cleo = await makeUser(s.workspace.id, { role: 'admin' })
    const made = await createToken({ ...s.ana, userId: cleo.id }, { name: 'Sync', scopes: [...SCOPES] })
    const hook = await createWebhook((await resolveToken(made.token))!, { form: 'sendseven', url })
    await changeRole(s.ana, { userId: cleo.id, role: 'agent' })
    await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    await changeRole(s.ana, { userId: cleo.id, role: 'admin' })
    await pumpWebhooks({ formats, allowInside: true })
    expect(got).toEqual([])
    expect(await listWebhooks(s.ana, {})).toMatchObject([{ tokenEnded: false, suspendedAt: expect.any(Number) }])
    await replay(s.ana, { webhookId: hook.id })
    await pumpWebhooks({ formats, allowInside: true })
    expect(got.length).toBeGreaterThan(0)
  })

  it.each(['deactivated', 'made an agent'])('of somebody who is %s fall silent', async (what) => {
    const s = await makeScene()
    const { got, url } = await program(() => 200)
    const cleo = await makeUser(s.workspace.id, { role: 'admin' })
    const hook = await createWebhook({ ...s.ana, userId: cleo.id }, { form: 'sendseven', url })
    await (what === 'deactivated' ? disable(s.ana, { userId: cleo.id }) : changeRole(s.ana, { userId: cleo.id, role: 'agent' }))
    await startCustomer(s.house, { channelId: s.channel.id, contactId: s.contact.id })
    await pumpWebhooks({ formats, allowInside: true })
    expect(got).toEqual([])
    await replay(s.ana, { webhookId: hook.id })
    await pumpWebhooks({ formats, allowInside: true })
    expect(got.length).toBeGreaterThan(0)
  })

  it('follow no redirect and reach no inside address', async () => {
    const s = await makeScene()
    const { got, url } = await program(() => 302)
    const hook = await createWebhook(s.ana, { form: 'twist', url })
    await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    await pumpWebhooks({ formats, allowInside: true })
    expect(got).toHaveLength(1)
    await timePasses(hook.id)
    await pumpWebhooks({ formats })
    expect(got).toHaveLength(1)
    expect((await listDeliveries(s.ana, { webhookId: hook.id })).at(-1)).toMatchObject({ state: 'waiting', error: 'refused: the address is private' })
    await expect(postOutside('http://localhost:1/', '', {})).rejects.toThrow('private')
    for (const a of ['127.0.0.1', '10.1.2.3', '169.254.169.254', '::1', '::ffff:192.168.0.1', 'fd00::1', '0.0.0.0', '::7f00:1', '64:ff9b:1::a00:1', '2002:7f00:1::'])
      expect(isInside(a)).toBe(true)
    for (const a of ['93.184.216.34', '2606:4700::1111']) expect(isInside(a)).toBe(false)
  })
})
