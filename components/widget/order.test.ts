import { describe, expect, it } from 'vitest'
import type { VisitorMessage } from '@/lib/domain/visitors/view'
import { inOrder } from './order'

const m = (id: number, conversationId: number, index: number, at: number): VisitorMessage => ({
  id,
  conversationId,
  index,
  at,
  from: 'me',
  name: null,
  body: '',
  attachments: [],
  key: null,
})
const ids = (all: VisitorMessage[]) => inOrder(all).map((x) => x.id)

describe('messages in order', () => {
  it('follow the index inside a conversation, whatever the clocks say', () => {
    expect(ids([m(3, 1, 2, 50), m(1, 1, 0, 100), m(2, 1, 1, 90)])).toEqual([1, 2, 3])
  })
  it('of two conversations are laid into one line by time', () => {
    expect(ids([m(4, 2, 1, 40), m(3, 2, 0, 20), m(1, 1, 0, 10), m(2, 1, 1, 30)])).toEqual([1, 3, 2, 4])
  })
  it('come once, in the latest form given', () => {
    expect(inOrder([m(1, 1, 0, 1), { ...m(1, 1, 0, 1), body: 'now' }])).toMatchObject([{ id: 1, body: 'now' }])
  })
})
