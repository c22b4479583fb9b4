import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHmac } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { transaction } from '@/db/client'
import { makeScene, makeUser } from '@/db/factories'
import { webhookDeliveries, webhooks } from '@/db/schema/programs'
import { formats as dialects } from '@/lib/api/webhook-formats'
import { close } from '@/lib/domain/conversations/close'
import { startCustomer } from '@/lib/domain/conversations/start'
import { receive } from '@/lib/domain/messages/receive'
import { disable } from '@/lib/domain/users/disable'
import { createWebhook, removeWebhook } from '@/lib/domain/webhooks/create'
import { replay } from '@/lib/domain/webhooks/deliver'
import { listDeliveries, listWebhooks } from '@/lib/domain/webhooks/list'
import { type Format, type Formats, plan } from '@/lib/domain/webhooks/plan'
import { isInside, postOutside } from '@/lib/net/outside'
import { pumpWebhooks } from './webhooks'

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
    const works: Format = { ...dialects.twist, tell: (hook, e) => (hook.id === dead.id || hook.id === good.id ? plain(hook, e) : Promise.resolve([])) }
    while (await plan(dead.id, { ...formats, pact: works })) continue
    await transaction(async (db) => void (await db.update(webhooks).set({ suspendedAt: new Date() }).where(eq(webhooks.id, dead.id))))
    await pumpWebhooks({ formats: { pact: works, sendseven: works, twist: fails }, allowInside: true })
    expect(got).toHaveLength(12)
    expect(log).toHaveBeenCalledWith(expect.stringContaining(`endpoint ${broken.id} `), 'no words for it')
    log.mockRestore()
  })

  it('are an admin’s, or those of whoever made them', async () => {
    const s = await makeScene()
    await expect(createWebhook(s.ben, { form: 'sendseven', url: 'https://ben.test/' })).rejects.toMatchObject({ reason: 'not_allowed' })
    const program = { kind: 'token', workspaceId: s.workspace.id, userId: s.ben.userId, role: 'agent', tokenId: 1, scopes: ['webhooks:manage'] } as const
    const his = await createWebhook(program, { form: 'twist', url: 'https://ben.test/' })
    const hers = await createWebhook(s.ana, { form: 'twist', url: 'https://ana.test/' })
    expect((await listWebhooks(program, {})).map((h) => h.id)).toEqual([his.id])
    expect((await listWebhooks(s.ana, {})).map((h) => h.id)).toEqual([hers.id, his.id])
    expect(await removeWebhook(program, { id: hers.id })).toBe(0)
    expect(await removeWebhook(program, { form: 'twist', url: 'https://ana.test/' })).toBe(0)
    await expect(replay(program, { webhookId: hers.id })).rejects.toMatchObject({ reason: 'not_found' })
    expect(await listDeliveries(program, { webhookId: hers.id })).toEqual([])
    expect(await removeWebhook(s.ana, { id: his.id })).toBe(1)
  })

  it('of somebody who is switched off fall silent', async () => {
    const s = await makeScene()
    const { got, url } = await program(() => 200)
    const cleo = await makeUser(s.workspace.id, { role: 'admin' })
    const hook = await createWebhook({ ...s.ana, userId: cleo.id }, { form: 'sendseven', url })
    await disable(s.ana, { userId: cleo.id })
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
