import { afterEach, describe, expect, it } from 'vitest'
import { makeScene } from '@/db/factories'
import { note } from '@/lib/domain/messages/note'
import { receive } from '@/lib/domain/messages/receive'
import { closeStreams } from '@/lib/realtime/hub'
import { frames } from './stream'

afterEach(() => closeStreams())

describe('a reader that does not read', () => {
  it('costs a bounded amount of memory and is sent to load afresh', async () => {
    const s = await makeScene()
    const m = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    const reader = frames(s.ben, 2, async () => true).getReader()
    await reader.read()
    const big = 'x'.repeat(90_000)
    for (let i = 0; i < 30; i++) await note(s.ana, { conversationId: m.conversationId, body: big, clientKey: crypto.randomUUID() })
    let size = 0
    let tail = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      size += value.byteLength
      tail = (tail + new TextDecoder().decode(value)).slice(-200)
    }
    expect(size).toBeLessThan(1_500_000)
    expect(tail).toMatch(/id: \d+\nevent: reset\ndata: \{"seq":\d+\}\n\n$/)
  })

  it('gets a long backlog piece by piece, as fast as it reads', async () => {
    const s = await makeScene()
    const m = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    const big = 'x'.repeat(20_000)
    for (let i = 0; i < 250; i++) await note(s.ana, { conversationId: m.conversationId, body: big, clientKey: crypto.randomUUID() })
    const reader = frames(s.ben, 2, async () => true).getReader()
    let seen = 0
    while (seen < 250) {
      const { done, value } = await reader.read()
      if (done) throw new Error(`ended after ${seen}`)
      seen += new TextDecoder().decode(value).split('event: change').length - 1
    }
    expect(seen).toBe(250)
    await reader.cancel()
  })
})
