import { describe, expect, it } from 'vitest'
import type { MessageView } from '@/lib/domain/messages/view'
import { makeOutbox, type OutboxEntry, type SendFailure } from './outbox'

class Kept implements Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'> {
  map = new Map<string, string>()
  get length() {
    return this.map.size
  }
  key = (i: number) => [...this.map.keys()][i] ?? null
  getItem = (k: string) => this.map.get(k) ?? null
  setItem = (k: string, v: string) => void this.map.set(k, v)
  removeItem = (k: string) => void this.map.delete(k)
}
const answer = (e: OutboxEntry, index = 0): MessageView => ({
  id: 1,
  conversationId: e.conversationId,
  index,
  kind: 'message',
  author: { kind: 'user', id: 1 },
  body: e.body,
  attachments: [],
  system: null,
  delivery: 'sent',
  deliveryError: null,
  clientKey: e.key,
  editedAt: null,
  deletedAt: null,
  createdAt: 0,
})

/** A server that answers or refuses as told, and a clock moved by hand. */
function scene(storage = new Kept()) {
  const posted: OutboxEntry[] = []
  const sent: string[] = []
  const timers: { work: () => void; at: number }[] = []
  let now = 1000
  let fail: SendFailure | null = null
  const outbox = makeOutbox('o:', {
    storage,
    post: async (e) => {
      posted.push(e)
      if (fail) throw fail
      return answer(e)
    },
    failure: (e) => e as SendFailure,
    sent: (m) => void sent.push(m.body),
    now: () => now,
    later: (work, ms) => void timers.push({ work, at: now + ms }),
    alone: (_name, work) => work(),
  })
  const settle = async () => {
    for (let i = 0; i < 20; i++) await Promise.resolve()
  }
  return {
    outbox,
    posted,
    sent,
    storage,
    settle,
    fails: (f: SendFailure | null) => void (fail = f),
    async pass(ms: number) {
      now += ms
      for (const t of timers.splice(0)) t.at <= now ? t.work() : timers.push(t)
      await settle()
    },
    send: (key: string, body = key, conversationId = 1) => outbox.send({ key, conversationId, kind: 'reply', body, attachments: [], seenIndex: 4 }),
  }
}
const offline: SendFailure = { retry: true, reason: 'offline' }

describe('outbox', () => {
  it('sends in order and forgets what was acknowledged', async () => {
    const s = scene()
    s.send('one')
    s.send('two')
    expect(s.outbox.list().map((e) => e.state)).toEqual(['sending', 'queued'])
    await s.settle()
    expect(s.sent).toEqual(['one', 'two'])
    expect(s.outbox.list()).toEqual([])
    expect(s.storage.map.size).toBe(0)
  })

  it('keeps trying the first with the same key, later and later, and never lets the second overtake', async () => {
    const s = scene()
    s.fails(offline)
    s.send('one')
    s.send('two')
    await s.settle()
    expect(s.posted.map((e) => e.key)).toEqual(['one'])
    await s.pass(999)
    expect(s.posted).toHaveLength(1)
    await s.pass(1)
    expect(s.posted.map((e) => e.key)).toEqual(['one', 'one'])
    s.fails(null)
    await s.pass(2000)
    expect(s.sent).toEqual(['one', 'two'])
  })

  it('survives a reload in the middle of a send, and goes at once when the network is back', async () => {
    const s = scene()
    s.fails(offline)
    s.send('one')
    await s.settle()
    const again = scene(s.storage)
    expect(again.outbox.list().map((e) => [e.key, e.state])).toEqual([['one', 'queued']])
    again.outbox.flush()
    await again.settle()
    expect(again.sent).toEqual(['one'])
    s.fails(null)
    s.outbox.reload()
    expect(s.outbox.list()).toEqual([])
  })

  it('holds an answer when others wrote, until the author says anyway', async () => {
    const s = scene()
    s.fails({ retry: false, reason: 'moved_on', newer: [] })
    s.send('one')
    await s.settle()
    expect(s.outbox.list()[0]).toMatchObject({ state: 'held', seenIndex: 4 })
    s.fails(null)
    s.outbox.retry('one')
    await s.settle()
    expect(s.posted.at(-1)).toMatchObject({ key: 'one', seenIndex: undefined })
    expect(s.outbox.list()).toEqual([])
  })

  it('holds what another device sent already; sent all the same it is another message', async () => {
    const s = scene()
    s.fails({ retry: false, reason: 'draft_sent', newer: [] })
    s.outbox.send({ key: 'draft-1', draftKey: 'draft-1', conversationId: 1, kind: 'reply', body: 'Hello there', attachments: [] })
    await s.settle()
    expect(s.outbox.list()).toMatchObject([{ state: 'held', reason: 'draft_sent' }])
    expect(scene(s.storage).outbox.find('draft-1')).toMatchObject({ body: 'Hello there' })
    s.fails(null)
    s.outbox.retry('draft-1')
    await s.settle()
    expect(s.posted.at(-1)).toMatchObject({ body: 'Hello there', draftKey: undefined })
    expect(s.posted.at(-1)?.key).not.toBe('draft-1')
    expect(s.outbox.list()).toEqual([])
    expect(s.storage.map.size).toBe(0)
  })

  it('shows a refusal and lets the next one go', async () => {
    const s = scene()
    s.fails({ retry: false, reason: 'channel_off' })
    s.send('one')
    await s.settle()
    s.fails(null)
    s.send('two')
    await s.settle()
    expect(s.sent).toEqual(['two'])
    expect(s.outbox.list()).toMatchObject([{ key: 'one', state: 'failed', reason: 'channel_off' }])
    s.outbox.discard('one')
    expect(s.outbox.list()).toEqual([])
  })

  it('takes over what another tab left unsent', async () => {
    const s = scene()
    const other = scene(s.storage)
    other.fails(offline)
    other.send('one')
    await other.settle()
    s.outbox.reload()
    expect(s.outbox.list()).toMatchObject([{ key: 'one', state: 'queued' }])
    await s.pass(10_000)
    expect(s.sent).toEqual(['one'])
  })

  it('lives without storage', async () => {
    const broken = new Kept()
    broken.setItem = () => {
      throw new Error('full')
    }
    const s = scene(broken)
    s.send('one')
    await s.settle()
    expect(s.sent).toEqual(['one'])
  })
})
