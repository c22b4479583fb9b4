import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import type { Counts } from '@/lib/domain/conversations/counts'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import type { LiveEvent } from '@/lib/domain/events'
import { applyEvent, findRow, showRow } from './cache'
import { countOf } from './counts'
import { keys } from './keys'
import { type ListData, pageOf, rowsOf } from './list-rows'
import { Pending } from './pending'
import { filterOf, filterOfView } from './views'

const ME = 7
const row = (id: number, over: Partial<ConversationRow> = {}): ConversationRow => ({
  id,
  kind: 'customer',
  version: 1,
  channelId: 3,
  channelType: 'webchat',
  contactId: 1,
  contactName: 'Eva',
  title: '',
  members: [],
  status: 'open',
  assigneeId: ME,
  teamId: null,
  needsReply: false,
  waitingSince: null,
  lastIndex: 0,
  lastContentIndex: 0,
  lastActivityAt: id,
  lastCustomerAt: null,
  contactReadIndex: -1,
  contactDeliveredIndex: -1,
  snippet: '',
  snippetBy: 'user',
  snippetUserId: null,
  snoozedUntil: null,
  createdAt: 0,
  me: { lastReadIndex: 0, archived: false, mutedUntil: null },
  ...over,
})
const event = (seq: number, over: Partial<LiveEvent>): LiveEvent => ({
  seq,
  kind: 'conversation.status_changed',
  at: 0,
  actor: { kind: 'user', id: 8 },
  conversationId: 1,
  messageId: null,
  data: {},
  ...over,
})
const [mine, closed, found] = [filterOfView('mine'), filterOfView('closed'), filterOf({ view: 'all', narrow: { text: 'x' } })]

function scene(seq = 10) {
  const client = new QueryClient()
  const page = (rows: ConversationRow[], f = mine): ListData => ({ pages: [pageOf(f, { rows, next: null, seq })], pageParams: [null] })
  client.setQueryData(keys.list(mine), page([row(2), row(1)]))
  client.setQueryData(keys.list(closed), page([], closed))
  client.setQueryData(keys.list(found), page([row(2)], found))
  client.setQueryData<Counts>(keys.counts, { seq, shared: { 'open:assignee:7': 2, closed: 0 }, mine: {} })
  const ids = (f: typeof mine) => rowsOf(client.getQueryData<ListData>(keys.list(f))).map((r) => r.id)
  return { client, pending: new Pending(ME), ids, counts: () => client.getQueryData<Counts>(keys.counts) }
}

describe('applyEvent', () => {
  it('moves a row between every list at hand and counts it once', () => {
    const s = scene()
    const e = event(11, {
      row: row(1, { version: 2, status: 'closed' }),
      counts: [
        { userId: 0, key: 'open:assignee:7', n: -1 },
        { userId: 0, key: 'closed', n: 1 },
      ],
    })
    applyEvent(s.client, s.pending, e)
    applyEvent(s.client, s.pending, e, true)
    expect([s.ids(mine), s.ids(closed)]).toEqual([[2], [1]])
    expect(s.counts()).toEqual({ seq: 11, shared: { 'open:assignee:7': 1, closed: 1 }, mine: {} })
  })
  it('ignores what a fresh page already knows', () => {
    const s = scene(20)
    applyEvent(s.client, s.pending, event(15, { row: row(1, { status: 'closed' }), counts: [{ userId: 0, key: 'closed', n: 1 }] }))
    expect(s.ids(mine)).toEqual([2, 1])
    expect(s.counts()?.shared.closed).toBe(0)
  })
  it('marks a search old instead of guessing', () => {
    const s = scene()
    applyEvent(s.client, s.pending, event(11, { row: row(5, { version: 2 }) }))
    expect(s.ids(found)).toEqual([2])
    expect(s.client.getQueryState(keys.list(found))?.isInvalidated).toBe(true)
  })
  it('shows an act although the row is no newer, and takes it back', () => {
    const s = scene()
    showRow(s.client, row(1, { status: 'closed' }), ME, true)
    expect(s.ids(mine)).toEqual([2])
    showRow(s.client, row(1), ME, true)
    expect(s.ids(mine)).toEqual([2, 1])
    expect(findRow(s.client, 1)?.status).toBe('open')
  })
})

describe('countOf', () => {
  it('is what the workspace has less what I archived', () => {
    const counts: Counts = { seq: 1, shared: { open: 5, 'open:channel:3': 2 }, mine: { 'hidden:open': 1, 'hidden:open:channel:3': 2, archived: 4, team: 3 } }
    expect((['all', 'channel-3', 'archived', 'team', 'closed'] as const).map((v) => countOf(counts, v, ME))).toEqual([4, 0, 4, 3, 0])
  })
})
