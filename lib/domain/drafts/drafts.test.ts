import { describe, expect, it } from 'vitest'
import { transaction } from '@/db/client'
import { makeScene, makeUser } from '@/db/factories'
import { attachments } from '@/db/schema/messages'
import { startTeam } from '../conversations/start'
import { note } from '../messages/note'
import { receive } from '../messages/receive'
import { reply } from '../messages/reply'
import { thread } from '../messages/thread'
import { eventsAfter } from '../workspaces/events-after'
import { discard } from './discard'
import { find } from './find'
import { save } from './save'

const upload = (workspaceId: number, userId: number) =>
  transaction(
    async (db) =>
      (
        await db
          .insert(attachments)
          .values({ workspaceId, uploadedBy: `user:${userId}`, name: 'a.txt', type: 'text/plain', size: 3, blobKey: crypto.randomUUID() })
          .returning()
      )[0]!,
  )

async function talk() {
  const s = await makeScene()
  const { conversationId } = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
  return { ...s, conversationId }
}

describe('drafts', () => {
  it('are kept per person, with their files', async () => {
    const s = await talk()
    const file = await upload(s.workspace.id, s.users.ana.id)
    await save(s.ana, { conversationId: s.conversationId, mode: 'note', body: 'Half a thou', attachmentIds: [file.id] })
    expect(await find(s.ana, { conversationId: s.conversationId })).toMatchObject({
      reply: null,
      note: { body: 'Half a thou', attachments: [{ id: file.id, name: 'a.txt' }] },
    })
    expect(await find(s.ben, { conversationId: s.conversationId })).toEqual({ reply: null, note: null })
  })

  it('keep the one written last, in whatever order they arrive', async () => {
    const s = await talk()
    const at = Date.now() - 60_000
    expect(await save(s.ana, { conversationId: s.conversationId, body: 'later', updatedAt: at + 5 })).toMatchObject({ kept: true })
    expect(await save(s.ana, { conversationId: s.conversationId, body: 'earlier', updatedAt: at })).toEqual({ kept: false, isSent: false })
    expect((await find(s.ana, { conversationId: s.conversationId })).reply?.body).toBe('later')
    expect(await discard(s.ana, { conversationId: s.conversationId, updatedAt: at })).toBe(false)
    expect(await discard(s.ana, { conversationId: s.conversationId, updatedAt: at + 5 })).toBe(true)
    expect((await find(s.ana, { conversationId: s.conversationId })).reply).toMatchObject({ body: '' })
    // Nothing is left to discard, and what was written before that does not come back.
    expect(await discard(s.ana, { conversationId: s.conversationId })).toBe(false)
    expect(await save(s.ana, { conversationId: s.conversationId, body: 'earlier still', updatedAt: at + 3 })).toMatchObject({ kept: false })
  })

  it('keep to whom a mail is to go, half typed as it is', async () => {
    const s = await talk()
    const more = { mail: { to: ['ann@customer.test', 'bo@'], cc: [], bcc: [], subject: 'Your order' }, html: '<b>So</b>' }
    await save(s.ana, { conversationId: s.conversationId, body: 'So', more })
    expect((await find(s.ana, { conversationId: s.conversationId })).reply?.more).toEqual(more)
    await save(s.ana, { conversationId: s.conversationId, body: 'So' })
    expect((await find(s.ana, { conversationId: s.conversationId })).reply?.more).toEqual({})
  })

  it('do not let a clock that runs ahead win for ever', async () => {
    const s = await talk()
    await save(s.ana, { conversationId: s.conversationId, body: 'from the future', updatedAt: Date.now() + 86_400_000 })
    expect(await save(s.ana, { conversationId: s.conversationId, body: 'now' })).toMatchObject({ kept: true })
    expect((await find(s.ana, { conversationId: s.conversationId })).reply?.body).toBe('now')
  })

  it('are refused where one may not look, and with files of others', async () => {
    const s = await talk()
    const cleo = await makeScene()
    await expect(save(cleo.ana, { conversationId: s.conversationId, body: 'x' })).rejects.toMatchObject({ reason: 'not_found' })
    await expect(find(cleo.ana, { conversationId: s.conversationId })).rejects.toMatchObject({ reason: 'not_found' })
    const file = await upload(s.workspace.id, s.users.ben.id)
    await expect(save(s.ana, { conversationId: s.conversationId, body: 'x', attachmentIds: [file.id] })).rejects.toMatchObject({ reason: 'not_found' })
    const dan = await makeUser(s.workspace.id, { name: 'Dan' })
    const team = await startTeam(s.ana, { userIds: [s.users.ben.id] })
    const outsider = { kind: 'user', workspaceId: s.workspace.id, userId: dan.id, role: 'agent' } as const
    await expect(save(outsider, { conversationId: team.id, body: 'x' })).rejects.toMatchObject({ reason: 'not_found' })
    await expect(save(s.ana, { conversationId: s.conversationId, body: 'x'.repeat(100_001) })).rejects.toMatchObject({ reason: 'bad_input' })
  })

  it('are two: a reply and a note', async () => {
    const { ana, conversationId } = await talk()
    await save(ana, { conversationId, mode: 'note', key: 'note-key-1', body: 'He is a VIP' })
    await save(ana, { conversationId, mode: 'reply', key: 'reply-key-1', body: 'Dear Sir' })
    expect(await find(ana, { conversationId })).toMatchObject({ reply: { key: 'reply-key-1', body: 'Dear Sir' }, note: { key: 'note-key-1', body: 'He is a VIP' } })
    await discard(ana, { conversationId, mode: 'note' })
    expect(await find(ana, { conversationId })).toMatchObject({ reply: { body: 'Dear Sir' }, note: { body: '' } })
  })

  it.each(['reply', 'note'] as const)('go with the %s they became, once, whatever another device still holds', async (mode) => {
    const { ana, conversationId } = await talk()
    const send = (body: string, clientKey: string, draftKey?: string) =>
      mode === 'reply' ? reply(ana, { conversationId, body, clientKey, draftKey }) : note(ana, { conversationId, body, clientKey, draftKey })
    await save(ana, { conversationId, mode, key: 'draft-key-1', body: 'Hello' })
    const first = await send('Hello', 'draft-key-1', 'draft-key-1')
    expect((await find(ana, { conversationId }))[mode]).toMatchObject({ key: 'draft-key-1', body: '' })
    // The same again is the first message; other words, or another key, are refused with what was sent.
    expect((await send('Hello', 'draft-key-1', 'draft-key-1')).id).toBe(first.id)
    const refused = { reason: 'draft_sent', data: { newer: [{ id: first.id, body: 'Hello' }] } }
    await expect(send('Hello there', 'draft-key-1', 'draft-key-1')).rejects.toMatchObject(refused)
    await expect(send('Hello', 'another-key', 'draft-key-1')).rejects.toMatchObject(refused)
    // A save that comes late brings nothing back.
    expect(await save(ana, { conversationId, mode, key: 'draft-key-1', body: 'Hello' })).toEqual({ kept: false, isSent: true })
    expect((await find(ana, { conversationId }))[mode]?.body).toBe('')
    // Sent all the same, on purpose.
    expect((await send('Hello there', 'another-key')).id).not.toBe(first.id)
  })

  it('begun since stay when an older one is sent', async () => {
    const { ana, conversationId } = await talk()
    await save(ana, { conversationId, key: 'newer-key', body: 'Second' })
    await reply(ana, { conversationId, body: 'First', clientKey: 'older-key', draftKey: 'older-key' })
    expect((await find(ana, { conversationId })).reply).toMatchObject({ key: 'newer-key', body: 'Second' })
  })

  it('tell my other devices, and nobody else, when they are discarded', async () => {
    const { ana, ben, conversationId } = await talk()
    await save(ana, { conversationId, body: 'x' })
    const { seq } = await eventsAfter(ana, { after: 0 })
    await discard(ana, { conversationId })
    expect((await eventsAfter(ana, { after: seq })).events).toMatchObject([{ kind: 'conversation.personal_changed', conversationId, data: { what: 'draft_discarded' } }])
    expect((await eventsAfter(ben, { after: seq })).events).toEqual([])
  })

  it('and their messages keep files in the order they were chosen', async () => {
    const s = await talk()
    const [a, b, c] = [await upload(s.workspace.id, s.users.ana.id), await upload(s.workspace.id, s.users.ana.id), await upload(s.workspace.id, s.users.ana.id)]
    const chosen = [c.id, a.id, b.id]
    await save(s.ana, { conversationId: s.conversationId, body: 'Files', attachmentIds: chosen })
    expect((await find(s.ana, { conversationId: s.conversationId })).reply?.attachments.map((f) => f.id)).toEqual(chosen)
    const sent = await reply(s.ana, { conversationId: s.conversationId, body: 'Files', clientKey: 'with-files', attachmentIds: chosen })
    expect(sent.attachments.map((f) => f.id)).toEqual(chosen)
    const { messages } = await thread(s.ana, { conversationId: s.conversationId })
    expect(messages.at(-1)?.attachments.map((f) => f.id)).toEqual(chosen)
  })
})
