import { describe, expect, it } from 'vitest'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import { arrange, type Shown } from './arrange'

const rows = (...ids: number[]) => ids.map((id) => ({ id }) as ConversationRow)
const before = (...ids: number[]): Shown[] => rows(...ids).map((row) => ({ row, isGone: false }))
const ids = (shown: Shown[]) => shown.map((s) => (s.isGone ? -s.row.id : s.row.id))
const frozen = { isFrozen: true, openId: null, isOwn: () => false }

describe('arrange', () => {
  it('follows the list when nobody is looking at a place in it', () => {
    expect(ids(arrange(before(1, 2), rows(3, 2, 1), { ...frozen, isFrozen: false }).shown)).toEqual([3, 2, 1])
  })
  it('holds the order and counts what waits', () => {
    const { shown, fresh } = arrange(before(1, 2, 3), rows(9, 3, 1, 2), frozen)
    expect(ids(shown)).toEqual([1, 2, 3])
    expect(fresh).toBe(1)
  })
  it('keeps in sight what others took away, and lets go of what the person did', () => {
    expect(ids(arrange(before(1, 2, 3), rows(1, 3), frozen).shown)).toEqual([1, -2, 3])
    expect(ids(arrange(before(1, 2, 3), rows(1, 3), { ...frozen, isOwn: (id) => id === 2 }).shown)).toEqual([1, 3])
  })
  it('adds the next page below and brings back in place what was undone', () => {
    expect(ids(arrange(before(1, 2), rows(1, 2, 3, 4), frozen).shown)).toEqual([1, 2, 3, 4])
    expect(ids(arrange(before(1, 3), rows(1, 2, 3), { ...frozen, isOwn: (id) => id === 2 }).shown)).toEqual([1, 2, 3])
  })
  it('leaves the open conversation where it was until another is opened', () => {
    const open = { isFrozen: false, openId: 2, isOwn: () => false }
    expect(ids(arrange(before(1, 2, 3), rows(1, 3), open).shown)).toEqual([1, -2, 3])
    expect(ids(arrange(before(1, 2, 3), rows(1, 3), { ...open, openId: 3 }).shown)).toEqual([1, 3])
    expect(ids(arrange(before(1, 2, 3), rows(1, 3), { ...open, isOwn: (id) => id === 2 }).shown)).toEqual([1, 3])
  })
})
