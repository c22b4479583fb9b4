/** Telegram's topics: an answer goes where it was asked. */
import '@/lib/api/testing/data-dir'
import { asc, eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { conversations } from '@/db/schema/conversations'
import { jobs } from '@/db/schema/events'
import { messages } from '@/db/schema/messages'
import { reply } from '@/lib/domain/messages/reply'
import { key } from '@/lib/domain/testing/expect'
import { deliver } from '@/lib/jobs/deliver'
import { type Far, startFar } from '@/lib/jobs/testing/far'
import { startWorker, type Worker } from '@/lib/jobs/worker'
import { provider, settle } from './testing/provider'

let s: Awaited<ReturnType<typeof makeScene>>
let far: Far
let worker: Worker | undefined
beforeEach(async () => {
  s = await makeScene()
  await transaction((db) => db.delete(jobs).returning())
  far = await startFar()
  worker = startWorker({ handlers: { deliver }, pollMs: 50 })
})
afterEach(async () => {
  await worker?.stop()
  await far.close()
})

let n = 0
const update = (m: object) => ({ update_id: ++n, message: { message_id: n, date: Math.floor(Date.now() / 1000), ...m } })
const talks = async (channelId: number) => (await reader()).select().from(conversations).where(eq(conversations.channelId, channelId)).orderBy(asc(conversations.id))
const say = (conversationId: number, body: string, replyToId?: number) =>
  reply(s.ana, { conversationId, body, clientKey: key(), ...(replyToId ? { replyTo: replyToId } : {}) })
const sends = (count: number) => vi.waitFor(() => expect(far.sends).toHaveLength(count), { timeout: 15_000 })

it('two customers of a channel’s direct messages are two conversations, each answered in its topic', async () => {
  const p = await provider(s, 'telegram', far.url)
  const from = (id: number, name: string) => ({
    chat: { id: -200, type: 'supergroup', title: 'News', is_direct_messages: true },
    from: { id, first_name: name },
    direct_messages_topic: { topic_id: id, user: { id, first_name: name } },
  })
  await p.post(update({ ...from(11, 'Ann'), text: 'Hi' }))
  await p.post(update({ ...from(12, 'Bob'), text: 'Hello' }))
  await settle(p.channel.id)
  const [ann, bob] = await talks(p.channel.id)
  expect(await talks(p.channel.id)).toHaveLength(2)
  await say(bob!.id, 'For Bob')
  await sends(1)
  await say(ann!.id, 'For Ann')
  await sends(2)
  expect(far.sends).toMatchObject([
    { chat_id: '-200', direct_messages_topic_id: 12, text: 'For Bob' },
    { chat_id: '-200', direct_messages_topic_id: 11, text: 'For Ann' },
  ])
})

it('a group is one conversation, answered in the topic of what was said last, or of what is answered', async () => {
  const p = await provider(s, 'telegram', far.url)
  const group = { chat: { id: -100, type: 'supergroup', title: 'Help', is_forum: true }, from: { id: 5, first_name: 'Ann' } }
  await p.post(update({ ...group, text: 'In general' }))
  await p.post(update({ ...group, text: 'In a topic', is_topic_message: true, message_thread_id: 42 }))
  await settle(p.channel.id)
  const [c] = await talks(p.channel.id)
  expect(await talks(p.channel.id)).toHaveLength(1)
  const [first] = await (await reader()).select().from(messages).where(eq(messages.conversationId, c!.id)).orderBy(asc(messages.index))
  await say(c!.id, 'To the last')
  await sends(1)
  await say(c!.id, 'To the first', first!.id)
  await sends(2)
  expect(far.sends[0]).toMatchObject({ chat_id: '-100', message_thread_id: 42, text: 'To the last' })
  expect(far.sends[1]).not.toHaveProperty('message_thread_id')
})
