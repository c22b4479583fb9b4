import { describe, expect, it } from 'vitest'
import { makeScene } from '@/db/factories'
import { markRead } from '../conversations/mark-read'
import { around } from './around'
import { receive } from './receive'

/** A conversation with `n` messages of the customer's; Ana has read those up to `read`. */
async function long(n: number, read: number) {
  const s = await makeScene()
  let conversationId = 0
  for (let i = 0; i < n; i++) conversationId = (await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: `m${i}` })).conversationId
  if (read >= 0) await markRead(s.ana, { conversationId, index: read })
  return { ...s, conversationId }
}
const span = (t: { messages: { index: number }[] }) => [t.messages[0]?.index, t.messages.at(-1)?.index, t.messages.length]

describe('around', () => {
  it('begins before a message and goes on after it, without a gap', async () => {
    const s = await long(140, 49)
    const t = await around(s.ana, { conversationId: s.conversationId, index: 50 })
    expect(span(t)).toEqual([30, 109, 80])
    expect(t).toMatchObject({ moreBefore: true, moreAfter: true, lastIndex: 139 })
  })

  it('shows the newest, however much of it was read', async () => {
    const s = await long(140, 138)
    expect(span(await around(s.ana, { conversationId: s.conversationId }))).toEqual([90, 139, 50])
    expect(await around(s.ana, { conversationId: s.conversationId })).toMatchObject({ moreBefore: true, moreAfter: false })
    expect(span(await around(s.ben, { conversationId: s.conversationId }))).toEqual([90, 139, 50])
    expect(span(await around(s.ana, { conversationId: s.conversationId, index: 70 }))).toEqual([50, 129, 80])
  })
})
