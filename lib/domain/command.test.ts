import { expect, it } from 'vitest'
import { inTransaction, reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { events } from '@/db/schema/events'
import { eq } from 'drizzle-orm'
import { onCommitted } from './announce'
import { archive } from './conversations/archive'
import { close } from './conversations/close'
import { receive } from './messages/receive'

it('announces after the outermost commit, outside of it, and never what was undone', async () => {
  const s = await makeScene()
  const { conversationId } = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
  const heard: { seq: number; inside: boolean; seen: Promise<number> }[] = []
  const count = async () => (await (await reader()).select().from(events).where(eq(events.workspaceId, s.workspace.id))).length
  const quiet = onCommitted((workspaceId, seq) => void (workspaceId === s.workspace.id && heard.push({ seq, inside: inTransaction(), seen: count() })))
  await transaction(async () => {
    await close(s.ana, { conversationId })
    await archive(s.ana, { conversationId })
    expect(heard).toEqual([])
  })
  expect(heard.map((h) => [h.seq, h.inside])).toEqual([
    [4, false],
    [5, false],
  ])
  expect(await Promise.all(heard.map((h) => h.seen))).toEqual([5, 5])
  const undone = transaction(async () => {
    await archive(s.ben, { conversationId })
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  expect(heard).toHaveLength(2)
  quiet()
})
