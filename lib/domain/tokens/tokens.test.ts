import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { tokens } from '@/db/schema/programs'
import { users } from '@/db/schema/users'
import { close } from '../conversations/close'
import { receive } from '../messages/receive'
import { changePassword, setPassword } from '../users/change-password'
import { disable, enable } from '../users/disable'
import { createToken } from './create'
import { listTokens } from './list'
import { resolveToken } from './resolve'
import { revokeToken } from './revoke'

describe('tokens', () => {
  it('act as their user, within their scopes, until revoked', async () => {
    const s = await makeScene()
    const m = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    const made = await createToken(s.ben, { name: 'Reports', scopes: ['conversations:read'] })
    const actor = await resolveToken(made.token)
    expect(actor).toMatchObject({ kind: 'token', userId: s.users.ben.id, workspaceId: s.workspace.id })
    await expect(close(actor!, { conversationId: m.conversationId })).rejects.toMatchObject({ reason: 'not_allowed' })
    await revokeToken(s.ben, { tokenId: made.id })
    expect(await resolveToken(made.token)).toBeNull()
  })

  it('are stored hashed and listed without their secret', async () => {
    const s = await makeScene()
    const made = await createToken(s.ben, { name: 'Sync', scopes: ['messages:read', 'messages:create'] })
    const [stored] = await transaction((db) =>
      db
        .select()
        .from(tokens)
        .where(eq(tokens.id, made.id))
        .then((r) => r),
    )
    expect(JSON.stringify(stored)).not.toContain(made.token)
    const [own] = await listTokens(s.ben, {})
    expect(own).toMatchObject({ name: 'Sync', tail: made.token.slice(-4) })
    expect(JSON.stringify(own)).not.toContain(made.token)
  })

  it('end with their expiry and with their user', async () => {
    const s = await makeScene()
    const made = await createToken(s.ben, { name: 'Sync', scopes: ['messages:read'], expiresAt: Date.now() + 60_000 })
    await transaction(
      async (db) =>
        void (await db
          .update(tokens)
          .set({ expiresAt: new Date(Date.now() - 1) })
          .where(eq(tokens.id, made.id))),
    )
    expect(await resolveToken(made.token)).toBeNull()
    const other = await createToken(s.ben, { name: 'Other', scopes: ['messages:read'] })
    await transaction(async (db) => void (await db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, s.users.ben.id))))
    expect(await resolveToken(other.token)).toBeNull()
  })

  it('end when their person is deactivated, and stay ended; a new password ends them if so wished', async () => {
    const s = await makeScene()
    const tokenOf = () => createToken(s.ben, { name: 'Sync', scopes: ['messages:read'] })
    const first = await tokenOf()
    await disable(s.ana, { userId: s.users.ben.id })
    await enable(s.ana, { userId: s.users.ben.id })
    expect(await resolveToken(first.token)).toBeNull()
    const second = await tokenOf()
    await setPassword(s.house, { userId: s.users.ben.id, password: 'a long enough secret' })
    expect(await resolveToken(second.token)).not.toBeNull()
    await changePassword(s.ben, { current: 'a long enough secret', next: 'lanterns over water', endsTokens: true })
    expect(await resolveToken(second.token)).toBeNull()
  })

  it('of a colleague are an admin’s to end, not an agent’s', async () => {
    const s = await makeScene()
    const made = await createToken(s.ana, { name: 'Admin’s', scopes: ['users:read'] })
    await expect(revokeToken(s.ben, { tokenId: made.id })).rejects.toMatchObject({ reason: 'not_found' })
    const bens = await createToken(s.ben, { name: 'Ben’s', scopes: ['users:read'] })
    await revokeToken(s.ana, { tokenId: bens.id })
    expect(await resolveToken(bens.token)).toBeNull()
  })
})
