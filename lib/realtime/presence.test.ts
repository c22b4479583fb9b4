import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Board, type Presence, PRESENCE_TTL, TYPING_TTL } from './presence'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function board() {
  const told: Presence[] = []
  const b = new Board((_w, _a, p) => told.push(p))
  const user = (userId: number, conversationId: number | null, typing: 'reply' | 'note' | null = null, tab = 'a') =>
    b.beat({ who: 'user', workspaceId: 1, conversationId, audience: null, userId, tab, typing })
  return { b, told, user }
}

describe('presence', () => {
  it('stops typing after a few seconds and leaves after half a minute, by itself', () => {
    const { b, told, user } = board()
    user(1, 7, 'reply')
    vi.advanceTimersByTime(TYPING_TTL + 2)
    expect(told.at(-1)?.users).toEqual([{ userId: 1, typing: null }])
    vi.advanceTimersByTime(PRESENCE_TTL)
    expect(told.at(-1)?.users).toEqual([])
    expect(b.of(7).users).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('says only what changed, however often it is repeated', () => {
    const { told, user } = board()
    for (let i = 0; i < 10; i++) {
      user(1, 7, 'reply')
      vi.advanceTimersByTime(3000)
    }
    expect(told).toHaveLength(1)
  })

  it('a user in two tabs is one user, there until the last tab leaves', () => {
    const { told, user } = board()
    user(1, 7, null, 'a')
    user(1, 7, 'note', 'b')
    expect(told.at(-1)?.users).toEqual([{ userId: 1, typing: 'note' }])
    user(1, null, null, 'b')
    expect(told.at(-1)?.users).toEqual([{ userId: 1, typing: null }])
    user(1, 8, null, 'a')
    expect(told.findLast((p) => p.conversationId === 7)?.users).toEqual([])
  })

  it('the customer is online and types for a while, too', () => {
    const { b, told } = board()
    b.beat({ who: 'contact', workspaceId: 1, conversationId: 7, online: true, typing: true })
    expect(told.at(-1)).toMatchObject({ contactOnline: true, contactTyping: true })
    vi.advanceTimersByTime(TYPING_TTL + 2)
    expect(told.at(-1)).toMatchObject({ contactOnline: true, contactTyping: false })
    vi.advanceTimersByTime(PRESENCE_TTL)
    expect(told.at(-1)).toMatchObject({ contactOnline: false })
  })

  it('one user cannot fill the memory with tabs', () => {
    const { b, user } = board()
    for (let i = 1; i <= 500; i++) user(1, i, null, `t${i}`)
    expect(b.all(1, 1)).toHaveLength(20)
  })
})
