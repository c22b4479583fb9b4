import { describe, expect, it } from 'vitest'
import { makeScene } from '@/db/factories'
import { receive } from '../messages/receive'
import { reply } from '../messages/reply'
import { thread } from '../messages/thread'
import { counts } from './counts'
import { get } from './get'
import { merge } from './merge'
import { startCustomer } from './start'

describe('merge', () => {
  it('brings the messages over once, closes the source and keeps every index', async () => {
    const s = await makeScene()
    const at = { channelId: s.channel.id, contactId: s.contact.id }
    const old = await receive(s.customer, { ...at, body: 'First' })
    await reply(s.ana, { conversationId: old.conversationId, body: 'Answer', clientKey: crypto.randomUUID() })
    const fresh = await startCustomer(s.ana, { ...at, fresh: true })
    await receive(s.customer, { ...at, body: 'Second' })
    await merge(s.ana, { conversationId: fresh.id, sourceId: old.conversationId })
    await merge(s.ana, { conversationId: fresh.id, sourceId: old.conversationId })
    const now = await thread(s.ana, { conversationId: fresh.id })
    expect(now.messages.map((m) => m.index)).toEqual([0, 1, 2, 3])
    expect(now.messages.map((m) => m.body)).toEqual(['Second', 'First', 'Answer', ''])
    expect((await thread(s.ana, { conversationId: old.conversationId })).messages.map((m) => m.body).slice(0, 2)).toEqual(['First', 'Answer'])
    expect((await get(s.ana, { conversationId: old.conversationId })).row.status).toBe('closed')
    expect((await counts(s.ana, {})).shared).toMatchObject({ open: 1, closed: 1, 'open:needs_reply': 1 })
  })
})
