import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import type { MessageView } from '@/lib/domain/messages/view'
import { keys } from './keys'
import { showReaction, withReaction } from './reactions'
import type { Opened } from './thread-merge'

const message = (index: number, reactions?: MessageView['reactions']): MessageView => ({
  id: 100 + index,
  conversationId: 1,
  index,
  kind: 'message',
  author: { kind: 'user', id: 7 },
  body: 'hello',
  attachments: [],
  ...(reactions ? { reactions } : {}),
  system: null,
  delivery: null,
  deliveryError: null,
  clientKey: null,
  editedAt: null,
  deletedAt: null,
  createdAt: 0,
})

describe('withReaction', () => {
  it('adds a person to those who reacted alike, once', () => {
    const m = message(0, { '👍': [9], '🎉': [3] })
    const on = withReaction(m, '👍', 7, true)
    expect(on.reactions).toEqual({ '👍': [7, 9], '🎉': [3] })
    expect(withReaction(on, '👍', 7, true)).toBe(on)
    expect(m.reactions).toEqual({ '👍': [9], '🎉': [3] })
  })

  it('takes back only one’s own, and leaves nothing where nothing is', () => {
    const off = withReaction(message(0, { '👍': [7, 9], '🎉': [7] }), '🎉', 7, false)
    expect(off.reactions).toEqual({ '👍': [7, 9] })
    expect('reactions' in withReaction(message(0, { '👍': [7] }), '👍', 7, false)).toBe(false)
    expect(withReaction(off, '🎉', 7, false)).toBe(off)
  })

  it('keeps the order in which the emojis stand', () => {
    expect(Object.keys(withReaction(message(0, { '👍': [9], '🎉': [3] }), '👍', 7, true).reactions ?? {})).toEqual(['👍', '🎉'])
  })
})

describe('showReaction', () => {
  it('changes that message in the opened conversation and no other', () => {
    const client = new QueryClient()
    const opened = { thread: { messages: [message(0), message(1)], lastIndex: 1, moreBefore: false, moreAfter: false } }
    client.setQueryData(keys.conversation(1), opened)
    showReaction(client, { id: 101, conversationId: 1 }, '👍', 7, true)
    const now = client.getQueryData<Opened>(keys.conversation(1))?.thread.messages
    expect(now?.map((m) => m.reactions)).toEqual([undefined, { '👍': [7] }])
    showReaction(client, { id: 999, conversationId: 1 }, '👍', 7, true)
    expect(client.getQueryData<Opened>(keys.conversation(1))?.thread.messages).toEqual(now)
  })
})
