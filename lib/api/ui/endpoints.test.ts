import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeScene } from '@/db/factories'
import { archive } from '@/lib/domain/conversations/archive'
import { startTeam } from '@/lib/domain/conversations/start'
import { receive } from '@/lib/domain/messages/receive'
import { reply } from '@/lib/domain/messages/reply'
import { type Client, startServer } from '../testing/server'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => void (server = await startServer()))
afterAll(() => server.close())

const key = () => crypto.randomUUID()

async function scene() {
  const s = await makeScene()
  const m = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Where is my order?' })
  const ana = await server.as(s.users.ana)
  return { ...s, conversationId: m.conversationId, at: `/api/ui/conversations/${m.conversationId}`, web: ana }
}

describe('what a screen reads', () => {
  it('pages of conversations, with filters from the address and the number to stream on from', async () => {
    const s = await scene()
    const { status, body, headers } = await s.web.get('/api/ui/conversations?needsReply=1&unread=true&assignee=none&limit=5&text=order')
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(body.rows).toMatchObject([{ id: s.conversationId, needsReply: true, contactName: s.contact.name }])
    expect(body).toMatchObject({ next: null, seq: 2 })
    expect((await s.web.get(`/api/ui/conversations?assignee=${s.users.ana.id}`)).body.rows).toEqual([])
    expect((await s.web.get('/api/ui/conversations?needsReply=0')).body.rows).toEqual([])
    await archive(s.ana, { conversationId: s.conversationId })
    expect((await s.web.get('/api/ui/conversations?archived=true&status=any')).body.rows).toHaveLength(1)
  })

  it('one conversation, its thread both ways and its history', async () => {
    const s = await scene()
    for (let i = 0; i < 5; i++) await reply(s.ana, { conversationId: s.conversationId, body: `n${i}`, clientKey: key() })
    expect((await s.web.get(s.at)).body.row).toMatchObject({ id: s.conversationId, lastIndex: 5 })
    expect((await s.web.get(`${s.at}/messages?before=3&limit=2`)).body).toMatchObject({ messages: [{ index: 1 }, { index: 2 }], moreBefore: true, lastIndex: 5 })
    expect((await s.web.get(`${s.at}/messages?after=3`)).body).toMatchObject({ messages: [{ index: 4 }, { index: 5 }], moreAfter: false })
    const page = (await s.web.get(`${s.at}/history?limit=2`)).body
    expect(page.entries).toHaveLength(2)
    expect((await s.web.get(`${s.at}/history?before=${page.next}`)).body.entries[0].seq).toBe(page.next - 1)
  })

  it('everything to open one in a single answer', async () => {
    const s = await scene()
    await s.web.send('PUT', `${s.at}/draft`, { mode: 'note', body: 'Ask Ben', attachmentIds: [] })
    const { body } = await s.web.get(`${s.at}/open`)
    expect(body).toMatchObject({
      details: { row: { id: s.conversationId } },
      thread: { messages: [{ body: 'Where is my order?' }] },
      drafts: { reply: null, note: { body: 'Ask Ben' } },
      contact: { contact: { id: s.contact.id } },
      seq: 2,
    })
    expect((await s.web.send('DELETE', `${s.at}/draft?mode=note`)).body).toEqual({ gone: true })
    expect((await s.web.get(`${s.at}/open?around=0`)).body.drafts.note.body).toBe('')
    expect((await s.web.get(`${s.at}/draft`)).body).toMatchObject({ reply: null, note: { body: '' } })
    const team = await startTeam(s.ana, { userIds: [s.users.ben.id] })
    expect((await s.web.get(`/api/ui/conversations/${team.id}/open`)).body).toMatchObject({ contact: null, thread: { messages: [], lastIndex: -1 } })
  })

  it('counts, directory, me, a contact, health', async () => {
    const s = await scene()
    expect((await s.web.get('/api/ui/counts')).body.shared).toMatchObject({ open: 1, 'open:needs_reply': 1 })
    expect((await s.web.get('/api/ui/directory')).body.users.map((u: { name: string }) => u.name)).toEqual(['Ana', 'Ben'])
    expect((await s.web.get('/api/ui/me')).body).toMatchObject({ id: s.users.ana.id, role: 'admin', workspace: { id: s.workspace.id } })
    expect((await s.web.get(`/api/ui/contacts/${s.contact.id}`)).body).toMatchObject({ contact: { id: s.contact.id }, conversations: [{ id: s.conversationId }] })
    const health = await (await server.as(null)).get('/api/health')
    expect(health.status).toBe(200)
    expect(health.body).toMatchObject({
      status: 'ok',
      database: { engine: expect.stringMatching(/sqlite|postgres/), status: 'ok' },
      version: expect.any(String),
      time: expect.any(String),
    })
  })
})

describe('sending', () => {
  it('a reply once, however often its key comes; a note; and holds what the thread outran', async () => {
    const s = await scene()
    const answer = { kind: 'reply', body: 'On its way', clientKey: key(), seenIndex: 0 }
    const five = await Promise.all([1, 2, 3, 4, 5].map(() => s.web.send('POST', `${s.at}/messages`, answer)))
    expect(new Set(five.map((a) => a.body.message.id)).size).toBe(1)
    expect((await s.web.send('POST', `${s.at}/messages`, { kind: 'note', body: 'VIP', clientKey: key() })).body.message).toMatchObject({
      kind: 'note',
      index: 2,
      delivery: null,
    })
    const ben = await server.as(s.users.ben)
    const held = await ben.send('POST', `${s.at}/messages`, { kind: 'reply', body: 'Me too', clientKey: key(), seenIndex: 0 })
    expect(held.status).toBe(409)
    expect(held.body.error).toMatchObject({ code: 'conflict', reason: 'moved_on', data: { newer: [{ body: 'On its way' }, { body: 'VIP' }] } })
  })
})

describe('changing', () => {
  it('one’s own words, however long a message may be, and nobody else’s', async () => {
    const s = await scene()
    const m = await reply(s.ana, { conversationId: s.conversationId, body: 'On its way', clientKey: key() })
    const n = (await s.web.send('POST', `${s.at}/messages`, { kind: 'note', body: 'VIP', clientKey: key() })).body.message
    const body = '宿'.repeat(100_000)
    expect((await s.web.send('PATCH', `/api/ui/messages/${n.id}`, { body })).body).toMatchObject({ id: n.id, body })
    expect((await s.web.send('PATCH', `/api/ui/messages/${n.id}`, { body: `${body}!` })).body.error).toMatchObject({ reason: 'bad_input' })
    expect((await s.web.send('PATCH', `/api/ui/messages/${n.id}`, { body: 'x' }, { origin: 'https://evil.example' })).status).toBe(403)
    const ben = await server.as(s.users.ben)
    expect((await ben.send('PATCH', `/api/ui/messages/${n.id}`, { body: 'mine' })).body.error).toMatchObject({ reason: 'not_yours' })
    expect((await (await scene()).web.send('PATCH', `/api/ui/messages/${m.id}`, { body: 'mine' })).status).toBe(404)
    expect((await (await server.as(null)).send('PATCH', `/api/ui/messages/${n.id}`, { body: 'mine' })).status).toBe(401)
  })

  it('what is known of a contact, unless a colleague was quicker', async () => {
    const s = await scene()
    const at = `/api/ui/contacts/${s.contact.id}`
    const note = '宿'.repeat(10_000)
    expect((await s.web.send('PATCH', at, { note, seen: { note: '' } })).body).toMatchObject({ id: s.contact.id, note })
    expect((await s.web.send('PATCH', at, { note: 'x', seen: { note: '' } })).body.error).toMatchObject({ reason: 'contact_changed', data: { fields: ['note'] } })
    expect((await s.web.send('PATCH', at, { contactId: 1, company: 7 })).body.error).toMatchObject({ reason: 'bad_input', data: { field: 'company' } })
    expect((await (await scene()).web.send('PATCH', at, { note: 'x' })).status).toBe(404)
    expect((await (await server.as(null)).send('PATCH', at, { note: 'x' })).status).toBe(401)
  })
})

describe('who may', () => {
  const reads = (s: { conversationId: number; contact: { id: number } }) => [
    `/api/ui/conversations/${s.conversationId}`,
    `/api/ui/conversations/${s.conversationId}/messages`,
    `/api/ui/conversations/${s.conversationId}/history`,
    `/api/ui/conversations/${s.conversationId}/open`,
    `/api/ui/contacts/${s.contact.id}`,
  ]

  it('nobody without a session, an ended one, or a made-up one', async () => {
    const s = await scene()
    const strangers: Client[] = [
      await server.as(null),
      await server.as({ ...s.users.ana, sessionVersion: 99 }),
      { ...(await server.as(null)), get: (path) => s.web.get(path, { cookie: 'next-auth.session-token=ey.made.up' }) },
    ]
    for (const who of strangers)
      for (const path of [...reads(s), '/api/ui/conversations', '/api/ui/counts', '/api/ui/directory', '/api/ui/me', '/api/ui/events', '/api/ui/stream']) {
        const { status, body } = await who.get(path)
        expect([path, status, body.error.reason]).toEqual([path, 401, 'not_signed_in'])
      }
  })

  it('another workspace’s, a stranger’s and a made-up id are the same "not found"', async () => {
    const s = await scene()
    const other = await scene()
    for (const path of reads(s))
      expect([path, (await other.web.get(path)).body.error]).toEqual([path, (await other.web.get(path.replace(/\d+/, '987654321'))).body.error])
    expect((await other.web.send('POST', `${s.at}/messages`, { kind: 'reply', body: 'x', clientKey: key() })).status).toBe(404)
    expect((await other.web.send('PUT', `${s.at}/draft`, { body: 'x' })).status).toBe(404)
    const secret = await startTeam(s.ana, { userIds: [s.users.ana.id, s.users.ben.id] })
    const third = await server.as(await (await import('@/db/factories')).makeUser(s.workspace.id))
    expect((await third.get(`/api/ui/conversations/${secret.id}`)).status).toBe(404)
    expect((await third.get(s.at)).status).toBe(200)
    for (const id of ['0', '-1', '1.5', '1e3', 'abc', '99999999999999999999', '%00', '1%27'])
      expect([id, (await s.web.get(`/api/ui/conversations/${id}`)).status]).toEqual([id, 404])
  })

  it('no write from another site, whatever the cookie', async () => {
    const s = await scene()
    const message = { kind: 'reply', body: 'Hi', clientKey: key() }
    const wrong: Record<string, string>[] = [{ origin: 'https://evil.example' }, { origin: 'null' }, { origin: `${server.url}.evil.example` }, { origin: '' }]
    for (const headers of wrong) expect([headers, (await s.web.send('POST', `${s.at}/messages`, message, headers)).status]).toEqual([headers, 403])
    const silent = await fetch(`${server.url}${s.at}/messages`, {
      method: 'POST',
      headers: { cookie: s.web.cookie, 'sec-fetch-site': 'cross-site' },
      body: JSON.stringify(message),
    })
    expect(silent.status).toBe(403)
    expect((await s.web.get(`${s.at}/messages`)).body.messages).toHaveLength(1)
  })
})

describe('bad input', () => {
  it('is refused by name or made safe, never a failure of ours', async () => {
    const s = await scene()
    const send = (body: unknown, headers?: Record<string, string>) => s.web.send('POST', `${s.at}/messages`, body, headers)
    const note = (over: Record<string, unknown>) => ({ kind: 'note', body: 'x', clientKey: key(), ...over })
    const refused: [unknown, number][] = [
      ['', 400],
      ['not json', 400],
      ['[]', 400],
      ['null', 400],
      ['"text"', 400],
      ['{"kind":"note"', 400],
      ['['.repeat(400_000), 400],
      ['{"a":'.repeat(150_000), 400],
      [new Uint8Array([0xff, 0xfe, 0]), 400],
      [note({ kind: 'shout' }), 400],
      [note({ kind: undefined }), 400],
      [note({ body: 7 }), 400],
      [note({ body: { toString: 'x' } }), 400],
      [note({ clientKey: 'short' }), 400],
      [note({ clientKey: '\ud800'.repeat(10) }), 400],
      [note({ attachmentIds: [1.5] }), 400],
      [note({ attachmentIds: Array.from({ length: 21 }, (_, i) => i + 1) }), 400],
      [note({ attachmentIds: [123456] }), 404],
      [note({ body: ' \n\u0000 ' }), 400],
      [note({ body: 'x'.repeat(100_001) }), 400],
      [note({ body: 'x'.repeat(1_100_000) }), 413],
      [{ ...note({ kind: 'reply' }), seenIndex: 'all' }, 400],
    ]
    for (const [body, status] of refused) {
      const answer = await send(body)
      expect([JSON.stringify(body).slice(0, 60), answer.status]).toEqual([JSON.stringify(body).slice(0, 60), status])
      expect(answer.body.error).toMatchObject({ code: expect.any(String), reason: expect.any(String), message: expect.any(String) })
    }
    expect((await s.web.get(s.at)).body.row.lastIndex).toBe(0)
  })

  it('keeps hostile text as harmless text', async () => {
    const s = await scene()
    const kept: [string, string][] = [
      ['a\u0000b', 'ab'],
      ['\ud800x', '\ufffdx'],
      ['a\r\nb', 'a\nb'],
      ['<script>alert(1)</script>', '<script>alert(1)</script>'],
      ['\u202eevil', '\u202eevil'],
      ['é'.repeat(50_000), 'é'.repeat(50_000)],
    ]
    for (const [said, stored] of kept) {
      const { status, body } = await s.web.send('POST', `${s.at}/messages`, { kind: 'note', body: said, clientKey: key() })
      expect(status).toBe(200)
      expect(body.message.body).toBe(stored)
    }
    // In a list, where text of others stands beside it, nothing turns the line around.
    await s.web.send('POST', `${s.at}/messages`, { kind: 'note', body: 'a\u202eevil', clientKey: key() })
    expect((await s.web.get(s.at)).body.row.snippet).toBe('aevil')
  })

  it('in addresses: wrong filters are named, absurd ones answered', async () => {
    const s = await scene()
    for (const q of [
      'limit=0',
      'limit=1000',
      'limit=x',
      'status=all',
      'assignee=you',
      'needsReply=maybe',
      'cursor=%00',
      'cursor=eyJ4IjoxfQ',
      'sort=id',
      `text=${'x'.repeat(201)}`,
      'channelType=fax',
      'teamId=-1',
    ])
      expect([q, (await s.web.get(`/api/ui/conversations?${q}`)).status]).toEqual([q, 400])
    for (const q of [
      'text=%00',
      'text=%F0%9F%98%80',
      'text=%ED%A0%80',
      "text='%22%25_%5C%3B--",
      'text=%E0%A4%A',
      'foo=bar',
      '__proto__=1',
      'text=AND%20OR%20NOT%20NEAR(',
    ])
      expect([q, (await s.web.get(`/api/ui/conversations?${q}`)).status]).toEqual([q, 200])
    expect((await s.web.get('/api/ui/events?after=x')).status).toBe(400)
    expect((await s.web.get('/api/ui/events?after=999999')).body).toMatchObject({ reset: true })
    expect((await s.web.get('/api/nothing/here')).body.error.reason).toBe('not_found')
    for (const tab of ['', 'x'.repeat(65), '<b>']) expect((await s.web.send('POST', '/api/ui/presence', { conversationId: null, tab })).status).toBe(400)
  })
})
