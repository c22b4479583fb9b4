import '../testing/data-dir'
import { eq } from 'drizzle-orm'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { channels } from '@/db/schema/channels'
import { record } from '@/lib/domain/attachments/record'
import { list } from '@/lib/domain/conversations/list'
import { note } from '@/lib/domain/messages/note'
import { reply } from '@/lib/domain/messages/reply'
import { closeStreams, presenceOf, userPresence } from '@/lib/realtime/hub'
import { type Answer, startServer } from '../testing/server'

const key = () => crypto.randomUUID()
const SECRET = 'a secret of at least thirty-two characters'
type Server = Awaited<ReturnType<typeof startServer>>
let server: Server
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  await closeStreams()
  await server.close()
})

async function makeSite() {
  const s = await makeScene()
  await transaction((db) =>
    db
      .update(channels)
      .set({ settings: { greeting: 'Hi!', identitySecret: SECRET } })
      .where(eq(channels.id, s.channel.id)),
  )
  const base = `/api/widget/${s.channel.key}`
  const nobody = await server.as(null)
  const browser = (token: string | null) => {
    const auth: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
    return {
      token,
      get: (path: string, headers = {}): Promise<Answer> => nobody.get(base + path, { ...auth, ...headers }),
      post: (path: string, body?: unknown, headers = {}): Promise<Answer> => nobody.send('POST', base + path, body, { ...auth, ...headers }),
      say: async (body: string, k = key()) => (await nobody.send('POST', `${base}/messages`, { body, key: k }, auth)).body.message,
    }
  }
  const arrive = async (body: unknown = {}) => browser((await browser(null).post('/visitors', body)).body.token)
  return { ...s, base, browser, arrive, stranger: browser(null) }
}

const sign = (claims: Record<string, unknown>, { secret = SECRET, life = '10m', alg = 'HS256' } = {}) =>
  new SignJWT(claims).setProtectedHeader({ alg }).setExpirationTime(life).sign(new TextEncoder().encode(secret))

describe('the widget over HTTP', () => {
  it('tells a page what to show and nothing that is secret', async () => {
    const s = await makeSite()
    const config = await s.stranger.get('')
    expect(config.body).toEqual({ name: 'Test', greeting: 'Hi!', color: '#2f5fe0', online: false })
    expect(config.text).not.toContain(SECRET)
  })

  it('carries a question and its answer, and no more', async () => {
    const s = await makeSite()
    const v = await s.arrive()
    const k = key()
    const first = await v.say('Where is my order?', k)
    expect(await v.say('Where is my order?', k)).toEqual(first)
    const row = (await list(s.ana, {})).rows[0]!
    await note(s.ana, { conversationId: row.id, body: 'hidden note', clientKey: key() })
    await reply(s.ana, { conversationId: row.id, body: 'On its way', clientKey: key() })
    const page = await v.get('/messages')
    expect(page.body.messages).toMatchObject([
      { from: 'me', key: k },
      { from: 'team', name: 'Ana', body: 'On its way' },
    ])
    expect(page.text).not.toMatch(/hidden|@example/)
    expect((await v.get(`/messages?after=${page.body.cursor}`)).body.messages).toEqual([])
    expect((await v.post('/seen', { delivered: page.body.cursor, read: page.body.cursor })).status).toBe(204)
    expect((await list(s.ana, {})).rows[0]).toMatchObject({ contactReadIndex: 2, contactDeliveredIndex: 2 })
  })

  it('answers bad input with a sentence and writes nothing', async () => {
    const s = await makeSite()
    const v = await s.arrive()
    const bad: [Promise<Answer>, number, string][] = [
      [s.browser(null).get('/messages'), 401, 'session_over'],
      [s.browser('x'.repeat(43)).get('/messages'), 401, 'session_over'],
      [v.get('/messages?after=nonsense'), 400, 'bad_cursor'],
      [v.get('/messages?limit=9999'), 400, 'bad_input'],
      [v.post('/messages', '{"body":'), 400, 'bad_input'],
      [v.post('/messages', { body: 'x' }), 400, 'bad_input'],
      [v.post('/messages', { body: 'x', key: "'; drop" }), 400, 'bad_input'],
      [v.post('/messages', { body: 'x'.repeat(100_001), key: key() }), 400, 'bad_input'],
      [v.post('/messages', 'x'.repeat(1_100_000)), 413, 'too_large'],
      [v.post('/messages', { body: '  ', key: key() }), 400, 'empty_message'],
      [v.post('/messages', { body: 'x', key: key(), attachmentIds: [999_999] }), 404, 'not_found'],
      [v.post('/visitors', { said: { email: 'no email' } }), 400, 'bad_input'],
      [v.post('/messages', { body: 'x', key: key() }, { origin: 'https://evil.test' }), 403, 'wrong_origin'],
      [v.post('/visitors', {}, { origin: 'null' }), 403, 'wrong_origin'],
      [v.get('/messages', { 'sec-fetch-site': 'cross-site' }), 403, 'wrong_origin'],
    ]
    for (const [i, [attempt, status, reason]] of bad.entries()) {
      const { status: got, body } = await attempt
      expect([i, got, body.error.reason]).toEqual([i, status, reason])
    }
    expect((await list(s.ana, {})).rows).toEqual([])
    expect((await (await server.as(null)).get('/api/widget/no-such-channel')).status).toBe(404)
    expect((await (await server.as(null)).get('/api/widget/%00%ff/messages')).status).toBeGreaterThanOrEqual(400)
  })

  it('begins only so many visitors from one address', async () => {
    const s = await makeSite()
    const all = await Promise.all(Array.from({ length: 34 }, () => s.stranger.post('/visitors', {}, { 'x-parley-address': '203.0.113.9' })))
    expect(all.filter((r) => r.status === 201)).toHaveLength(30)
    expect(all.filter((r) => r.status === 429)).toHaveLength(4)
  })

  it('hears one browser only so often, and no other less for it', async () => {
    const s = await makeSite()
    const [busy, calm] = [await s.arrive(), await s.arrive()]
    let refused: Answer | undefined
    // However slow the machine, it is quicker than the few a second that come back.
    for (let i = 0; i < 100 && !refused; i++)
      refused = (await Promise.all(Array.from({ length: 100 }, () => busy.post('/typing', { typing: true })))).find((r) => r.status === 429)
    expect(refused?.body.error).toMatchObject({ reason: 'too_many', data: { retryAt: expect.any(Number) } })
    expect((await calm.post('/typing', { typing: true })).status).toBe(204)
  })

  it('ends a session for good', async () => {
    const s = await makeSite()
    const v = await s.arrive()
    expect((await v.post('/logout')).status).toBe(204)
    expect((await v.get('/messages')).status).toBe(401)
  })
})

describe('files', () => {
  it('go both ways, and nobody else’s nor a note’s is given out', async () => {
    const s = await makeSite()
    const [v, other] = [await s.arrive(), await s.arrive()]
    const upload = (who: typeof v, bytes: string, name: string) =>
      who.post('/attachments', bytes, { 'x-file-name': encodeURIComponent(name), 'content-type': 'application/octet-stream' })
    const file = (await upload(v, 'hello', '../../x.html')).body
    expect(file).toMatchObject({ name: 'x.html', thumb: false })
    expect((await other.post('/messages', { body: '', key: key(), attachmentIds: [file.id] })).status).toBe(404)
    const sent = await v.post('/messages', { body: '', key: key(), attachmentIds: [file.id] })
    expect((await v.get('/messages')).body.messages).toMatchObject([{ attachments: [{ id: file.id, name: 'x.html' }] }])
    const got = await v.get(`/attachments/${file.id}`)
    expect([got.text, got.headers.get('content-disposition')?.slice(0, 10)]).toEqual(['hello', 'attachment'])
    expect((await other.get(`/attachments/${file.id}`)).status).toBe(404)
    const hidden = await record(s.ana, { name: 'plan.txt', type: 'text/plain', size: 4, blobKey: 'f'.repeat(40) })
    await note(s.ana, { conversationId: sent.body.message.conversationId, body: 'see', clientKey: key(), attachmentIds: [hidden.id] })
    expect((await v.get(`/attachments/${hidden.id}`)).status).toBe(404)
    expect((await v.get('/attachments/nonsense')).status).toBe(404)
  })

  it('come as bytes that go to disk, never as a form held in memory, and only so many from one address', async () => {
    const s = await makeSite()
    const form = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhello\r\n--b--\r\n'
    const v = await s.arrive()
    expect((await v.post('/attachments', form, { 'content-type': 'multipart/form-data; boundary=b' })).body.error.reason).toBe('bad_input')
    const from = { 'x-parley-address': '203.0.113.77', 'content-type': 'application/octet-stream' }
    const crowd = await Promise.all(Array.from({ length: 4 }, () => s.arrive()))
    const sent = await Promise.all(crowd.flatMap((one) => Array.from({ length: 16 }, () => one.post('/attachments', 'x', from))))
    expect(sent.filter((r) => r.status === 201)).toHaveLength(60)
    expect(sent.filter((r) => r.status === 429)).toHaveLength(4)
  })
})

describe('identity', () => {
  it('is believed only when the channel’s secret signed it, lately and for at most an hour', async () => {
    const s = await makeSite()
    const v = await s.arrive()
    const wrong = [
      await sign({ sub: 'u1' }, { secret: `${SECRET}!` }),
      await sign({ sub: 'u1' }, { life: '3h' }),
      await sign({ sub: 'u1' }, { life: '-5m' }),
      await sign({ sub: '' }),
      await sign({}),
      await sign({ sub: 'u1' }, { alg: 'HS512' }),
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"u1","exp":9999999999}').toString('base64url')}.`,
      'rubbish',
    ]
    for (const identity of wrong) expect((await v.post('/identify', { identity })).body.error.reason).toBe('wrong_identity')
    expect((await v.post('/identify', { identity: await sign({ sub: 'u1', name: 'Zoë', email: 'not an email' }) })).body).toEqual({
      token: null,
      changed: false,
      kept: true,
    })
  })

  it('shows the history on another browser, and a plain email does not', async () => {
    const s = await makeSite()
    const first = await s.arrive({ identity: await sign({ sub: 'u1', email: 'zoe@shop.test' }) })
    await first.say('My question')
    const second = await s.stranger.post('/identify', { identity: await sign({ sub: 'u1' }) })
    expect((await s.browser(second.body.token).get('/messages')).body.messages).toMatchObject([{ body: 'My question' }])
    expect((await s.stranger.post('/identify', { identity: await sign({ sub: 'u2' }) })).body.token).toBeNull()
    const thief = await s.arrive({ said: { email: 'zoe@shop.test' } })
    await thief.post('/identify', { said: { email: 'zoe@shop.test' } })
    expect((await thief.get('/messages')).body.messages).toEqual([])
  })
})

describe('the stream', () => {
  it('brings what is new, who is writing, and the end of the session', async () => {
    const s = await makeSite()
    const v = await s.arrive()
    const stream = await listen(s.base, v.token ?? '')
    await stream.until((h) => h.some((e) => e.event === 'page'))
    const { conversationId } = await v.say('Hello')
    await stream.until((h) => h.some((e) => e.event === 'page' && e.data.messages[0]?.body === 'Hello'))
    await note(s.ana, { conversationId, body: 'hidden', clientKey: key() })
    userPresence({ workspaceId: s.workspace.id, conversationId, audience: null, userId: s.users.ana.id, tab: 't', typing: 'reply' })
    await stream.until((h) => h.some((e) => e.event === 'typing' && e.data.names[0] === 'Ana'))
    await reply(s.ana, { conversationId, body: 'Hi', clientKey: key() })
    await stream.until((h) => h.some((e) => e.event === 'page' && e.data.messages[0]?.body === 'Hi'))
    await v.post('/typing', { typing: true })
    expect(presenceOf(conversationId)).toMatchObject({ contactOnline: true, contactTyping: true })
    await v.post('/logout')
    await stream.until((h) => h.some((e) => e.event === 'over' && e.data.reason === 'session_over'))
    const said = stream.heard.filter((e) => e.event === 'page').flatMap((e) => e.data.messages.map((m: { body: string }) => m.body))
    expect(said).toEqual(['Hello', 'Hi'])
    await stream.ended
  })

  it('goes on exactly after a cursor', async () => {
    const s = await makeSite()
    const v = await s.arrive()
    const { conversationId } = await v.say('one')
    const { cursor } = (await v.get('/messages')).body
    await Promise.all(['two', 'three', 'four'].map((body) => reply(s.ana, { conversationId, body, clientKey: key() })))
    const stream = await listen(s.base, v.token ?? '', cursor)
    await stream.until((h) => h.flatMap((e) => e.data.messages ?? []).length >= 3)
    expect(stream.heard.flatMap((e) => e.data.messages ?? []).map((m) => m.index)).toEqual([1, 2, 3])
    await stream.cut()
  })
})

// eslint-disable-next-line typescript/no-explicit-any -- a test looks into whatever shape comes back
type Heard = { event: string; data: any }

async function listen(base: string, token: string, after?: string) {
  const stop = new AbortController()
  const r = await fetch(`${server.url}${base}/stream${after ? `?after=${after}` : ''}`, { headers: { authorization: `Bearer ${token}` }, signal: stop.signal })
  const heard: Heard[] = []
  let changed = () => {}
  const ended = (async () => {
    let rest = ''
    const decoder = new TextDecoder()
    for await (const chunk of r.body ?? []) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const b of blocks) {
        const m = /^event: (.*)\ndata: (.*)$/.exec(b)
        if (m?.[1] && m[2]) heard.push({ event: m[1], data: JSON.parse(m[2]) })
      }
      changed()
    }
  })().catch(() => {})
  return {
    heard,
    ended,
    cut: async () => {
      stop.abort()
      await ended
    },
    until: (condition: (h: Heard[]) => boolean) =>
      new Promise<void>((ok, no) => {
        const late = setTimeout(() => no(new Error(`not heard within 10 s: ${JSON.stringify(heard)}`)), 10_000)
        changed = () => {
          if (!condition(heard)) return
          clearTimeout(late)
          ok()
        }
        changed()
      }),
  }
}
