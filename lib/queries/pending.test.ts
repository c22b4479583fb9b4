import { describe, expect, it } from 'vitest'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import { Pending } from './pending'

const ME = 7
const row = (over: Partial<ConversationRow> = {}): ConversationRow => ({
  id: 1,
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
  lastActivityAt: 0,
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
const close = (r: ConversationRow): ConversationRow => ({ ...r, status: 'closed' })
const moves = (p: Pending) => Object.fromEntries(p.counts().map((d) => [d.key, d.n]))

describe('Pending', () => {
  it('moves the counts at once and lets go when answer and event are in, in either order', () => {
    for (const isEventFirst of [true, false]) {
      const p = new Pending(ME)
      const op = p.begin(row(), close)
      expect(moves(p)).toEqual({ open: -1, [`open:assignee:${ME}`]: -1, 'open:channel:3': -1, closed: 1, [`closed:assignee:${ME}`]: 1 })
      const event = () => p.tell({ row: close(row({ version: 2 })) })
      if (isEventFirst) event()
      // The event brings the server's own deltas: ours must be gone the moment it is in.
      if (isEventFirst) expect(moves(p)).toEqual({})
      expect(p.done(1, op)).toBe(!isEventFirst)
      if (!isEventFirst) expect(event()?.status).toBe('closed')
      expect(moves(p)).toEqual({})
      expect(p.rows()).toEqual([])
    }
  })
  it('gives back the row as it was when the server refuses, with what happened meanwhile', () => {
    const p = new Pending(ME)
    const op = p.begin(row(), close)
    expect(p.tell({ row: row({ version: 2, snippet: 'new' }) })).toMatchObject({ status: 'closed', snippet: 'new' })
    expect(p.drop(1, op)).toMatchObject({ status: 'open', snippet: 'new', version: 2 })
    expect(moves(p)).toEqual({})
  })
  it('does not take other news for its own event', () => {
    const p = new Pending(ME)
    const op = p.begin(row(), close)
    p.tell({ row: row({ me: { lastReadIndex: 5, archived: false, mutedUntil: null } }) })
    expect(p.done(1, op)).toBe(true)
    expect(p.rows()).toMatchObject([{ status: 'closed', me: { lastReadIndex: 5 } }])
  })
  it('keeps several acts on one row apart', () => {
    const p = new Pending(ME)
    const first = p.begin(row(), close)
    p.begin(row(), (r) => ({ ...r, assigneeId: null }))
    expect(p.drop(1, first)).toMatchObject({ status: 'open', assigneeId: null })
    expect(moves(p)).toEqual({ [`open:assignee:${ME}`]: -1, 'open:assignee:0': 1 })
  })
})
