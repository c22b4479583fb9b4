import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { transaction } from '@/db/client'
import { makeChannel, makeScene } from '@/db/factories'
import { firstAnswers } from '@/db/schema/programs'
import { startTeam } from '@/lib/domain/conversations/start'
import { receive } from '@/lib/domain/messages/receive'
import { messagesPage } from '@/lib/domain/messages/records'
import type * as answers from '@/lib/domain/tokens/first-answer'
import { CLAIM_MS, claimAnswer, renewClaim } from '@/lib/domain/tokens/first-answer'
import { resolveToken } from '@/lib/domain/tokens/resolve'
import { program } from '../testing/program'
import { startServer } from '../testing/server'
import { patience } from './once'

/** While `is`, the process dies between its commit and its answer: no answer is kept, and none comes. */
const dies = vi.hoisted(() => ({ is: false }))
vi.mock('@/lib/domain/tokens/first-answer', async (original) => {
  const real = await original<typeof answers>()
  return { ...real, keepAnswer: async (...args: Parameters<typeof real.keepAnswer>) => (dies.is ? undefined : real.keepAnswer(...args)) }
})

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => void (server = await startServer()))
afterAll(() => server.close())
const { waitMs } = patience
afterEach(() => void (patience.waitMs = waitMs))
afterEach(() => void (dies.is = false))

/** A send in each dialect: its call, its body, and its message's id in the answer. */
async function sends() {
  const s = await makeScene()
  const whatsapp = await makeChannel(s.workspace.id, 'whatsapp')
  const { conversationId } = await receive(
    { kind: 'channel', workspaceId: s.workspace.id, channelId: whatsapp.id },
    { channelId: whatsapp.id, contactId: s.contact.id, body: 'Hello' },
  )
  const bearer = (t: string) => ({ authorization: `Bearer ${t}` })
  const at = (root: string, auth: (t: string) => Record<string, string>) => program(`${server.url}${root}`, s.ana, auth)
  const send = (p: Awaited<ReturnType<typeof program>>, root: string, path: string, body: object) => ({
    root,
    path,
    body,
    token: p.token,
    call: (key: string, more: object = {}) => p.call('POST', path, { ...body, ...more }, { 'idempotency-key': key }),
  })
  const count = async () => (await messagesPage(s.ana, { filter: { conversationId, direction: 'out' } })).total
  return {
    ...s,
    count,
    conversationId,
    sendseven: send(await at('/api/v1', bearer), '/api/v1', '/messages', { conversation_id: `conv_${conversationId}`, text: 'Hi' }),
    twist: send(await at('/api/v3', bearer), '/api/v3', '/conversation_messages/add', { conversation_id: conversationId, content: 'Hi' }),
    pact: send(await at('/p1', (t) => ({ 'x-private-api-token': t })), '/p1', `/companies/${s.workspace.id}/conversations/${conversationId}/messages`, { message: 'Hi' }),
  }
}

/** The claim that a request makes, as its process leaves it when it is killed before it answers. */
async function killed(send: { root: string; path: string; body: object; token: string }, key: string, at: Date) {
  const actor = await resolveToken(send.token)
  const requestHash = createHash('sha256')
    .update(`POST ${send.root}${send.path}\n${JSON.stringify(send.body)}`)
    .digest('hex')
  const claim = { tokenId: actor?.tokenId ?? 0, key, requestHash }
  expect(await claimAnswer(claim, at)).toEqual({ is: 'mine', madeId: null })
  return claim
}

const DIALECTS = ['sendseven', 'twist', 'pact'] as const

describe.each(DIALECTS)('a key of a program’s own in the dialect of %s', (dialect) => {
  it('sends once, however often and however much at once it comes', async () => {
    const s = await sends()
    const answers = await Promise.all([1, 2, 3].map(() => s[dialect].call('key-1')))
    expect(new Set(answers.map((a) => `${a.status} ${a.text}`)).size).toBe(1)
    expect(answers[0]?.status).toBeLessThan(300)
    expect(await s.count()).toBe(1)
    await s[dialect].call('key-2')
    expect(await s.count()).toBe(2)
    expect((await s[dialect].call('key-1', { more: 1 })).status).toBe(409)
    expect((await s[dialect].call('k'.repeat(256))).status).toBe(400)
  })

  it('is answered after the first request’s process was killed', async () => {
    const s = await sends()
    await killed(s[dialect], 'killed', new Date(Date.now() - CLAIM_MS + 300))
    expect((await s[dialect].call('killed')).status).toBeLessThan(300)
    expect(await s.count()).toBe(1)
  })

  it('is told to ask again while the first request is still at work, in words of its own', async () => {
    const s = await sends()
    const claim = await killed(s[dialect], 'slow', new Date(Date.now() - CLAIM_MS - 1))
    await renewClaim(claim)
    patience.waitMs = 0
    const answer = await s[dialect].call('slow')
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([409, '10'])
    expect(answer.body).toMatchObject(
      {
        sendseven: { detail: { code: 'request_running' } },
        twist: { error_code: 114, error_extra: { reason: 'request_running', retry_after: 10 } },
        pact: { status: 'error', errors: [{ code: 'request_running' }] },
      }[dialect],
    )
    expect(await s.count()).toBe(0)
  })
})

it('a batch with a key sends each of its messages once', async () => {
  const s = await sends()
  const { id } = await startTeam(s.ana, { userIds: [s.users.ben.id] })
  const p = await program(`${server.url}/api/v3`, s.ana, (t) => ({ authorization: `Bearer ${t}` }))
  const one = (content: string) => ({ method: 'POST', url: 'https://api.twist.com/api/v3/conversation_messages/add', body: `conversation_id=${id}&content=${content}` })
  const batch = () => p.call('POST', '/batch', { requests: [one('a'), one('b')] }, { 'idempotency-key': 'batch' })
  const answers = [await batch(), await batch()]
  expect(answers.map((a) => a.body.map((r: { code: number }) => r.code))).toEqual([
    [200, 200],
    [200, 200],
  ])
  expect(answers[0]?.text).toBe(answers[1]?.text)
  expect((await p.call('GET', `/conversation_messages/get?conversation_id=${id}`)).body.map((m: { content: string }) => m.content)).toEqual(['b', 'a'])
})

describe('what a request made before its process was killed is answered to its retry, and made once', () => {
  const MADE: Record<string, (s: Scene) => [path: string, body: object]> = {
    'a conversation': (s: Scene) => ['/conversations', { contact_id: `contact_${s.contact.id}`, channel_id: `channel_${s.channel.id}`, subject: 'Lamps' }],
    'a conversation beside others': (s: Scene) => [
      '/conversations/open-or-create',
      { contact_id: `contact_${s.contact.id}`, channel_id: `channel_${s.channel.id}`, action: 'create_new' },
    ],
    'a contact without an address': () => ['/contacts', { name: 'Nameless', notes: 'Met at the fair' }],
    'a contact with one': () => ['/contacts', { name: 'Nina', email: 'nina@cust.example' }],
    'a tag': () => ['/tags', { name: 'Lamps' }],
  }
  type Scene = { contact: { id: number }; channel: { id: number } }

  it.each(Object.entries(MADE))('%s', async (_, made) => {
    const s = await makeScene()
    const p = await program(`${server.url}/api/v1`, s.ana, (t) => ({ authorization: `Bearer ${t}` }))
    const [path, body] = made(s)
    const call = (key: string, more: object = {}) => p.call('POST', path, { ...body, ...more }, { 'idempotency-key': key })
    const total = async () => ((await p.call('GET', path.replace('/open-or-create', ''))).body.pagination ?? {}).total
    const before = await total()
    dies.is = true
    const first = await call('killed')
    expect(first.status, first.text).toBeLessThan(300)
    dies.is = false
    await transaction((db) =>
      db
        .update(firstAnswers)
        .set({ createdAt: new Date(Date.now() - CLAIM_MS - 1) })
        .where(eq(firstAnswers.key, 'killed'))
        .returning(),
    )
    const again = await call('killed')
    expect([again.status, again.text]).toEqual([first.status, first.text])
    expect((await call('killed')).text).toBe(first.text)
    expect(await total()).toBe(before + 1)
    expect((await call('killed', { more: 1 })).status).toBe(409)
  })
})
