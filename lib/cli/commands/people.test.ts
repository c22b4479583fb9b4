import '@/lib/api/testing/data-dir'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeChannel, makeScene, makeUser, makeWorkspace } from '@/db/factories'
import { conversations } from '@/db/schema/conversations'
import { events } from '@/db/schema/events'
import { attachments, messages } from '@/db/schema/messages'
import { users } from '@/db/schema/users'
import { workspaces } from '@/db/schema/workspaces'
import { blobs } from '@/lib/blobs'
import { receive } from '@/lib/domain/messages/receive'
import { resolveToken } from '@/lib/domain/tokens/resolve'
import { resetOf } from '@/lib/domain/users/reset-password'
import { seed } from './seed'
import { tokenCreate } from './token-create'
import { userEnable } from './user-enable'
import { userResetLink } from './user-reset-link'
import { workspaceDelete } from './workspace-delete'
import { workspaceRename } from './workspace-rename'

type Made = { token: string; user_id: number; workspace_id: number; link: string }

describe('people on the command line', () => {
  it('are meant by email, by email and workspace, or by id', async () => {
    const [one, two] = [await makeScene(), await makeWorkspace()]
    const { email, id } = one.users.ben
    const made = (await tokenCreate.run({ user: String(id), scopes: 'messages:read' })).json as Made
    expect(await resolveToken(made.token)).toMatchObject({ userId: id, scopes: ['messages:read', 'conversations:read'] })
    const again = await makeUser(two.id, { email })
    await expect(tokenCreate.run({ email })).rejects.toThrow('--workspace is missing')
    expect((await tokenCreate.run({ email, workspace: String(two.id) })).json).toMatchObject({ user_id: again.id, workspace_id: two.id })
    await expect(tokenCreate.run({})).rejects.toThrow('--email or --user is missing')
    await expect(tokenCreate.run({ user: '987654321' })).rejects.toThrow('Nobody signs in as user 987654321')
    await expect(tokenCreate.run({ user: 'ben' })).rejects.toThrow('--user must be a whole number')
  })

  it('are reactivated, and given a link for a new password', async () => {
    const s = await makeScene()
    const user = String(s.users.ben.id)
    await transaction((db) => db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, s.users.ben.id)).returning())
    await expect(userResetLink.run({ user })).rejects.toMatchObject({ reason: 'user_disabled' })
    await userEnable.run({ user })
    const { link } = (await userResetLink.run({ user })).json as Made
    expect(await resetOf(link.split('/reset/')[1] ?? '')).toMatchObject({ userId: s.users.ben.id })
  })
})

describe('a workspace on the command line', () => {
  it('is renamed, and deleted with all it holds when it is named exactly', async () => {
    const [s, other] = [await makeScene(), await makeScene()]
    const workspace = String(s.workspace.id)
    await workspaceRename.run({ workspace, name: 'Old harbour' })
    const file = await blobs.put(
      (async function* () {
        yield Buffer.from('words')
      })(),
    )
    const channel = await makeChannel(s.workspace.id)
    const said = await receive({ ...s.customer, channelId: channel.id }, { channelId: channel.id, contactId: s.contact.id, body: 'Hello' })
    await transaction((db) =>
      db
        .insert(attachments)
        .values({ workspaceId: s.workspace.id, messageId: said.id, uploadedBy: 'x', name: 'a.txt', type: 'text/plain', size: 5, blobKey: file.key })
        .returning(),
    )
    await receive(other.customer, { channelId: other.channel.id, contactId: other.contact.id, body: 'Hello' })
    await expect(workspaceDelete.run({ workspace, name: 'old harbour' })).rejects.toMatchObject({ reason: 'name_differs' })
    await workspaceDelete.run({ workspace, name: 'Old harbour' })
    const db = await reader()
    for (const table of [conversations, messages, events, attachments, users]) expect(await db.$count(table, eq(table.workspaceId, s.workspace.id))).toBe(0)
    expect(await db.$count(workspaces, eq(workspaces.id, s.workspace.id))).toBe(0)
    expect(await blobs.get(file.key)).toBeNull()
    expect(await db.$count(messages, eq(messages.workspaceId, other.workspace.id))).toBe(1)
    await expect(workspaceDelete.run({ workspace, name: 'Old harbour' })).rejects.toMatchObject({ reason: 'not_found' })
  })

  it('is not made up where people work already, unless that is said', async () => {
    await makeScene()
    const before = await (await reader()).$count(workspaces)
    await expect(seed.run({ conversations: '1', messages: '1', agents: '1' })).rejects.toThrow('--yes')
    expect(await (await reader()).$count(workspaces)).toBe(before)
    await seed.run({ conversations: '1', messages: '1', agents: '1', yes: true })
    expect(await (await reader()).$count(workspaces)).toBe(before + 1)
  }, 30_000)
})
