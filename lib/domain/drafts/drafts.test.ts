import { describe, expect, it } from 'vitest'
import { transaction } from '@/db/client'
import { makeScene, makeUser } from '@/db/factories'
import { attachments } from '@/db/schema/messages'
import { startTeam } from '../conversations/start'
import { receive } from '../messages/receive'
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
    expect(await find(s.ana, { conversationId: s.conversationId })).toMatchObject({ mode: 'note', body: 'Half a thou', attachments: [{ id: file.id, name: 'a.txt' }] })
    expect(await find(s.ben, { conversationId: s.conversationId })).toBeNull()
  })

  it('keep the one written last, in whatever order they arrive', async () => {
    const s = await talk()
    const at = Date.now() - 60_000
    expect(await save(s.ana, { conversationId: s.conversationId, body: 'later', updatedAt: at + 5 })).toBe(true)
    expect(await save(s.ana, { conversationId: s.conversationId, body: 'earlier', updatedAt: at })).toBe(false)
    expect((await find(s.ana, { conversationId: s.conversationId }))?.body).toBe('later')
    expect(await discard(s.ana, { conversationId: s.conversationId, updatedAt: at })).toBe(false)
    expect(await discard(s.ana, { conversationId: s.conversationId, updatedAt: at + 5 })).toBe(true)
    expect(await find(s.ana, { conversationId: s.conversationId })).toBeNull()
  })

  it('keep to whom a mail is to go, half typed as it is', async () => {
    const s = await talk()
    const more = { mail: { to: ['ann@customer.test', 'bo@'], cc: [], bcc: [], subject: 'Your order' }, html: '<b>So</b>' }
    await save(s.ana, { conversationId: s.conversationId, body: 'So', more })
    expect((await find(s.ana, { conversationId: s.conversationId }))?.more).toEqual(more)
    await save(s.ana, { conversationId: s.conversationId, body: 'So' })
    expect((await find(s.ana, { conversationId: s.conversationId }))?.more).toEqual({})
  })

  it('do not let a clock that runs ahead win for ever', async () => {
    const s = await talk()
    await save(s.ana, { conversationId: s.conversationId, body: 'from the future', updatedAt: Date.now() + 86_400_000 })
    expect(await save(s.ana, { conversationId: s.conversationId, body: 'now' })).toBe(true)
    expect((await find(s.ana, { conversationId: s.conversationId }))?.body).toBe('now')
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
})
