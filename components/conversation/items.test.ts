import { describe, expect, it } from 'vitest'
import type { MessageView } from '@/lib/domain/messages/view'
import type { OutboxEntry } from '@/lib/queries/outbox'
import { itemsOf } from './items'

const message = (index: number, over: Partial<MessageView> = {}): MessageView => ({
  id: index,
  conversationId: 1,
  index,
  kind: 'message',
  author: { kind: 'contact', id: 5 },
  body: '',
  attachments: [],
  system: null,
  delivery: null,
  deliveryError: null,
  clientKey: null,
  editedAt: null,
  deletedAt: null,
  createdAt: index * 60_000,
  ...over,
})
const waiting = (key: string, over: Partial<OutboxEntry> = {}): OutboxEntry => ({
  key,
  conversationId: 1,
  kind: 'reply',
  body: 'hi',
  attachments: [],
  at: 0,
  state: 'queued',
  attempts: 0,
  ...over,
})
const build = (over: Partial<Parameters<typeof itemsOf>[0]>) =>
  itemsOf({ messages: [], outbox: [], newFrom: null, me: 7, dayOf: (ms) => String(Math.floor(ms / 86_400_000)), ...over })

describe('itemsOf', () => {
  it('puts a line between days and blocks of one author together', () => {
    const items = build({ messages: [message(0), message(1), message(9), message(10, { author: { kind: 'user', id: 7 } }), message(11, { createdAt: 90_000_000 })] })
    expect(items.map((i) => (i.type === 'message' ? i.isFirst : i.type))).toEqual(['day', true, false, true, true, 'day', true])
  })
  it('puts the new line once, before the first unread that somebody wrote', () => {
    const items = build({ messages: [message(0), message(1, { kind: 'system' }), message(2), message(3)], newFrom: 1 })
    expect(items.map((i) => i.type)).toEqual(['day', 'message', 'message', 'new', 'message', 'message'])
  })
  it('shows what waits after what is there, and a sent one once, as the same line', () => {
    const key = 'abc'
    const before = build({ messages: [message(0)], outbox: [waiting(key)] })
    const after = build({ messages: [message(0), message(1, { clientKey: key })], outbox: [waiting(key)] })
    expect(before.map((i) => i.key)).toEqual(after.map((i) => i.key))
    expect(after.at(-1)?.type).toBe('message')
    expect(build({ outbox: [waiting('held', { state: 'held' })] })).toEqual([])
  })
})
