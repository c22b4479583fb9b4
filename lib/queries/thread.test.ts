import { QueryClient } from '@tanstack/react-query'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { LiveEvent } from '@/lib/domain/events'
import type { MessageView } from '@/lib/domain/messages/view'
import { keys } from './keys'
import { applyToThread, heardSoFar, keepMessage, prefetchThread } from './thread'
import type { Opened } from './thread-merge'

const message = (conversationId: number, index: number, over: Partial<MessageView> = {}): MessageView => ({
  id: conversationId * 1000 + index,
  conversationId,
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
const added = (seq: number, m: MessageView): LiveEvent => ({
  seq,
  kind: 'message.added',
  at: 0,
  actor: { kind: 'user', id: 7 },
  conversationId: m.conversationId,
  messageId: m.id,
  data: { message: m },
})

/** A server with `n` messages that answers when `release` is called; what it read is as of the question. */
function server(id: number, n: number, seq: number) {
  const waiting: (() => void)[] = []
  const asked: string[] = []
  let last = n - 1
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url)
    const to = last
    const after = /after=(-?\d+)/.exec(url)
    const from = after ? Number(after[1]) + 1 : 0
    const thread = { messages: Array.from({ length: to - from + 1 }, (_, i) => message(id, from + i)), lastIndex: to, moreBefore: from > 0, moreAfter: false }
    const answer = url.includes('/open')
      ? { details: { row: { id, version: 1, me: {} }, seen: [] }, thread, drafts: { reply: null, note: null }, contact: null, seq }
      : thread
    return new Promise((resolve) => waiting.push(() => resolve(Response.json(answer))))
  })
  return {
    asked,
    write: () => void last++,
    async release() {
      await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(0))
      waiting.shift()?.()
    },
  }
}
const shown = (client: QueryClient, id: number) => client.getQueryData<Opened>(keys.conversation(id))?.thread.messages.map((m) => m.index)

describe('an opened conversation', () => {
  afterEach(() => void vi.unstubAllGlobals())

  it('has the events that came while it was being read', async () => {
    const client = new QueryClient()
    const s = server(1, 2, 10)
    const opening = prefetchThread(client, 1)
    applyToThread(client, added(11, message(1, 2)))
    await s.release()
    await opening
    expect(shown(client, 1)).toEqual([0, 1, 2])
  })

  it('fetches what is missing when an event leaves a gap, and shows a sent message once', async () => {
    const client = new QueryClient()
    const s = server(2, 2, 10)
    const opening = prefetchThread(client, 2)
    await s.release()
    await opening
    s.write()
    s.write()
    const kept = keepMessage(client, message(2, 3, { clientKey: 'mine' }))
    await s.release()
    await kept
    expect(shown(client, 2)).toEqual([0, 1, 2, 3])
    applyToThread(client, added(12, message(2, 3, { clientKey: 'mine' })))
    expect(shown(client, 2)).toEqual([0, 1, 2, 3])
    expect(s.asked.at(-1)).toContain('after=1')
  })

  it('keeps what the stream told of a message when the answer to a question before it comes late', async () => {
    const client = new QueryClient()
    const s = server(4, 2, 10)
    const opening = prefetchThread(client, 4)
    await s.release()
    await opening
    const since = heardSoFar()
    const body = () => client.getQueryData<Opened>(keys.conversation(4))?.thread.messages[1]?.body
    applyToThread(client, added(11, message(4, 1, { body: 'as it is' })))
    await keepMessage(client, message(4, 1, { body: 'as it was' }), since)
    expect(body()).toBe('as it is')
    await keepMessage(client, message(4, 1, { body: 'asked after' }), heardSoFar())
    expect(body()).toBe('asked after')
  })

  it('keeps the stretch on screen when it is read again', async () => {
    const client = new QueryClient()
    const s = server(3, 60, 10)
    const opening = prefetchThread(client, 3)
    await s.release()
    await opening
    s.write()
    const again = client.fetchQuery({ ...client.getQueryCache().find({ queryKey: keys.conversation(3) })!.options, queryKey: keys.conversation(3), staleTime: 0 })
    await s.release()
    await s.release()
    await again
    expect(shown(client, 3)).toHaveLength(61)
    expect(s.asked.at(-1)).toContain('after=-1')
  })
})
