import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeChannel, makeScene } from '@/db/factories'
import { startTeam } from '@/lib/domain/conversations/start'
import { receive } from '@/lib/domain/messages/receive'
import { messagesPage } from '@/lib/domain/messages/records'
import { CLAIM_MS, claimAnswer, renewClaim } from '@/lib/domain/tokens/first-answer'
import { resolveToken } from '@/lib/domain/tokens/resolve'
import { program } from '../testing/program'
import { startServer } from '../testing/server'
import { patience } from './once'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => void (server = await startServer()))
afterAll(() => server.close())
const { waitMs } = patience
afterEach(() => void (patience.waitMs = waitMs))

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
  expect(await claimAnswer(claim, at)).toEqual({ is: 'mine' })
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
