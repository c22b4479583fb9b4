import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { conversations } from '@/db/schema/conversations'
import { attachments, messages } from '@/db/schema/messages'
import { counts } from '../conversations/counts'
import { list } from '../conversations/list'
import { receive } from './receive'
import { reply } from './reply'
import { thread } from './thread'

const key = () => crypto.randomUUID()

describe('reply', () => {
  it('answers the customer, clears needs-reply and moves the counts', async () => {
    const s = await makeScene()
    const hello = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    expect(await counts(s.ana, {})).toMatchObject({ shared: { open: 1, 'open:needs_reply': 1, 'open:assignee:0': 1 } })
    const answer = await reply(s.ana, { conversationId: hello.conversationId, body: 'Hi', clientKey: key(), seenIndex: 0 })
    expect(answer).toMatchObject({ index: 1, delivery: 'sent' })
    expect((await counts(s.ana, {})).shared['open:needs_reply']).toBeUndefined()
    const page = await list(s.ana, {})
    expect(page.rows[0]).toMatchObject({ snippet: 'Hi', needsReply: false, me: { lastReadIndex: 1 } })
  })

  it('gives the first message when the same key is sent again', async () => {
    const s = await makeScene()
    const { conversationId } = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    const k = key()
    const five = await Promise.all([1, 2, 3, 4, 5].map(() => reply(s.ana, { conversationId, body: 'Once', clientKey: k })))
    expect(new Set(five.map((m) => m.id)).size).toBe(1)
    expect((await thread(s.ana, { conversationId })).messages.map((m) => m.index)).toEqual([0, 1])
  })

  it('is held when the customer wrote meanwhile, and goes when sent anyway', async () => {
    const s = await makeScene()
    const { conversationId } = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Are you there?' })
    const held = reply(s.ana, { conversationId, body: 'Hi', clientKey: key(), seenIndex: 0 })
    await expect(held).rejects.toMatchObject({ reason: 'moved_on', data: { newer: [{ body: 'Are you there?' }] } })
    await reply(s.ana, { conversationId, body: 'Hi', clientKey: key() })
    expect((await thread(s.ana, { conversationId })).messages).toHaveLength(3)
  })

  it('is refused with a file that its channel does not take, and writes nothing', async () => {
    const s = await makeScene()
    const { conversationId } = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    const size = 6 * 1024 * 1024
    const loose = { workspaceId: s.workspace.id, uploadedBy: `user:${s.users.ana.id}`, name: 'a.mp4', type: 'video/mp4', size, blobKey: key() }
    const [file] = await transaction(async (db) => {
      await db.update(conversations).set({ channelType: 'sms' }).where(eq(conversations.id, conversationId))
      return db.insert(attachments).values(loose).returning()
    })
    const sent = reply(s.ana, { conversationId, body: 'Here', clientKey: key(), attachmentIds: [file!.id] })
    await expect(sent).rejects.toMatchObject({ reason: 'file_too_large', data: { name: 'a.mp4', limit: 5 * 1024 * 1024 } })
    expect((await thread(s.ana, { conversationId })).messages).toHaveLength(1)
  })

  it('keeps indexes dense under forty writers at once', async () => {
    const s = await makeScene()
    const { conversationId } = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    await Promise.all(Array.from({ length: 40 }, (_, i) => reply(i % 2 ? s.ana : s.ben, { conversationId, body: `n${i}`, clientKey: key() })))
    const rows = await (
      await reader()
    )
      .select({ index: messages.index })
      .from(messages)
      .where(and(eq(messages.conversationId, conversationId)))
      .orderBy(messages.index)
    expect(rows.map((r) => r.index)).toEqual(Array.from({ length: 41 }, (_, i) => i))
  })
})
