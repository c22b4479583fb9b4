import { describe, expect, it } from 'vitest'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import type { LiveEvent } from '@/lib/domain/events'
import type { Thread } from '@/lib/domain/messages/thread'
import type { MessageView } from '@/lib/domain/messages/view'
import { applyEvent, joinStretch, type Opened, putMessage } from './thread-merge'

const message = (index: number, over: Partial<MessageView> = {}): MessageView => ({
  id: index + 100,
  conversationId: 1,
  index,
  kind: 'message',
  author: { kind: 'user', id: 7 },
  body: `m${index}`,
  attachments: [],
  system: null,
  delivery: null,
  deliveryError: null,
  clientKey: null,
  editedAt: null,
  deletedAt: null,
  createdAt: 0,
  ...over,
})
const stretch = (from: number, to: number, over: Partial<Thread> = {}): Thread => ({
  messages: Array.from({ length: to - from + 1 }, (_, i) => message(from + i)),
  lastIndex: to,
  moreBefore: from > 0,
  moreAfter: false,
  ...over,
})
const row = (version: number): ConversationRow => ({
  id: 1,
  kind: 'customer',
  version,
  channelId: 1,
  channelType: 'webchat',
  contactId: 1,
  contactName: 'Eva',
  title: '',
  members: [],
  status: 'open',
  assigneeId: null,
  teamId: null,
  needsReply: false,
  waitingSince: null,
  lastIndex: 0,
  lastContentIndex: 0,
  lastActivityAt: 0,
  lastCustomerAt: null,
  contactReadIndex: -1,
  contactDeliveredIndex: -1,
  snippet: '',
  snippetBy: 'user',
  snippetUserId: null,
  snoozedUntil: null,
  createdAt: 0,
  me: { lastReadIndex: -1, archived: false, mutedUntil: null },
})
const open = (thread: Thread, seq = 10): Opened => ({ details: { row: row(3), seen: [], reach: null }, thread, drafts: { reply: null, note: null }, contact: null, seq })
const event = (seq: number, over: Partial<LiveEvent>): LiveEvent => ({
  seq,
  kind: 'message.added',
  at: 0,
  actor: { kind: 'user', id: 7 },
  conversationId: 1,
  messageId: 1,
  data: {},
  ...over,
})
const indexes = (t: Thread) => t.messages.map((m) => m.index)

describe('putMessage', () => {
  it('appends the next, replaces a known one and never doubles', () => {
    const once = putMessage(stretch(0, 2), message(3))!
    expect(indexes(once)).toEqual([0, 1, 2, 3])
    const twice = putMessage(once, message(3, { body: 'edited' }))!
    expect(indexes(twice)).toEqual([0, 1, 2, 3])
    expect(twice.messages[3]?.body).toBe('edited')
  })
  it('reports a gap and leaves what lies outside the stretch alone', () => {
    expect(putMessage(stretch(0, 2), message(5))).toBeNull()
    expect(indexes(putMessage(stretch(10, 12), message(4))!)).toEqual([10, 11, 12])
    expect(putMessage(stretch(0, 2, { moreAfter: true, lastIndex: 8 }), message(9))).toMatchObject({ lastIndex: 9, moreAfter: true })
  })
  it('begins an empty thread', () => {
    expect(indexes(putMessage({ messages: [], lastIndex: -1, moreBefore: false, moreAfter: false }, message(0))!)).toEqual([0])
  })
})

describe('joinStretch', () => {
  it('joins older and newer pages', () => {
    const older = joinStretch(stretch(10, 12), stretch(5, 9))
    expect(indexes(older)).toEqual([5, 6, 7, 8, 9, 10, 11, 12])
    expect(older).toMatchObject({ moreBefore: true, moreAfter: false })
    expect(indexes(joinStretch(stretch(0, 3, { moreAfter: true }), stretch(3, 6)))).toEqual([0, 1, 2, 3, 4, 5, 6])
  })
  it('takes the place of one it does not touch', () => {
    expect(indexes(joinStretch(stretch(0, 3), stretch(9, 10)))).toEqual([9, 10])
  })
})

describe('applyEvent', () => {
  it('ignores what is already in, keeps the newer row, and asks for what is missing', () => {
    const before = open(stretch(0, 2))
    expect(applyEvent(before, event(10, { data: { message: message(3) } })).open).toBe(before)
    const after = applyEvent(before, event(11, { data: { message: message(3) }, row: row(4) }))
    expect(after).toMatchObject({ gap: false, open: { seq: 11, details: { row: { version: 4 }, seen: [{ userId: 7, lastReadIndex: 3 }] } } })
    expect(applyEvent(after.open, event(12, { row: row(2) })).open.details.row.version).toBe(4)
    expect(applyEvent(after.open, event(12, { data: { message: message(9) } }))).toMatchObject({ gap: true, open: { thread: { lastIndex: 9 } } })
  })
  it('gives the same whatever overlaps: a fresh read and the events after it', () => {
    const live = [3, 4, 5].map((i) => event(10 + i, { data: { message: message(i) } }))
    const replayed = live.reduce((o, e) => applyEvent(o, e).open, open(stretch(0, 2)))
    const fresh = live.reduce((o, e) => applyEvent(o, e).open, open(stretch(0, 5), 12))
    expect(indexes(replayed.thread)).toEqual(indexes(fresh.thread))
  })
})
