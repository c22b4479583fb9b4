import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { jobs } from '@/db/schema/events'
import { passwordResets, users } from '@/db/schema/users'
import { beginSession } from '../sessions/begin'
import { createToken } from '../tokens/create'
import { resolveToken } from '../tokens/resolve'
import { disable } from './disable'
import { askForReset, createReset, resetOf, resetPassword, takeResetRequest } from './reset-password'
import { sessionUser } from './session-user'
import { signIn } from './sign-in'

const PASSWORD = 'lanterns over water'

describe('a forgotten password', () => {
  it('is replaced by a link, once; sessions end, tokens if so wished', async () => {
    const s = await makeScene()
    const userId = s.users.ben.id
    const session = await beginSession(userId, { userAgent: '', address: '' })
    const token = await createToken(s.ben, { name: 'Sync', scopes: ['messages:read'] })
    const [first, second] = [await createReset(s.ana, { userId }), await createReset(s.ana, { userId })]
    expect(JSON.stringify(await (await reader()).select().from(passwordResets).where(eq(passwordResets.userId, userId)))).not.toContain(first.token)
    expect(await resetOf(first.token)).toMatchObject({ userId, email: s.users.ben.email, tokens: 1 })
    await expect(resetPassword({ token: first.token, password: 'password2024' })).rejects.toMatchObject({ reason: 'weak_password' })
    const tries = await Promise.allSettled([1, 2, 3].map(() => resetPassword({ token: first.token, password: PASSWORD, endsTokens: true })))
    expect(tries.filter((t) => t.status === 'fulfilled')).toHaveLength(1)
    expect(tries.flatMap((t) => (t.status === 'rejected' ? [t.reason.reason] : []))).toEqual(['reset_over', 'reset_over'])
    expect(await signIn({ email: s.users.ben.email, password: PASSWORD, address: crypto.randomUUID() })).toMatchObject({ sessionVersion: 2 })
    expect(await sessionUser(userId, 1, session)).toBeNull()
    expect(await resolveToken(token.token)).toBeNull()
    for (const link of [first, second]) await expect(resetOf(link.token)).rejects.toMatchObject({ reason: 'reset_over' })
  })

  it('opens nothing late, for somebody deactivated, or by a link that never was; and is an admin’s to give', async () => {
    const s = await makeScene()
    const userId = s.users.ben.id
    await expect(createReset(s.ben, { userId })).rejects.toMatchObject({ reason: 'not_allowed' })
    await expect(createReset((await makeScene()).ana, { userId })).rejects.toMatchObject({ reason: 'not_found' })
    const late = await createReset(s.ana, { userId })
    await transaction((db) =>
      db
        .update(passwordResets)
        .set({ expiresAt: new Date(0) })
        .where(eq(passwordResets.userId, userId))
        .returning(),
    )
    const good = await createReset(s.ana, { userId })
    await disable(s.ana, { userId })
    for (const token of [late.token, good.token, 'nonsense']) await expect(resetPassword({ token, password: PASSWORD })).rejects.toMatchObject({ reason: 'reset_over' })
    await expect(createReset(s.ana, { userId })).rejects.toMatchObject({ reason: 'user_disabled' })
  })

  it('is asked for alike whoever has the email, a few times', async () => {
    const s = await makeScene()
    const [address, email] = [crypto.randomUUID(), s.users.ben.email]
    const mails = async () =>
      (await (await reader()).select().from(jobs).where(eq(jobs.workspaceId, s.workspace.id))).filter((j) => j.kind === 'reset').map((j) => j.payload)
    const nobody = `nobody-${crypto.randomUUID()}@example.test`
    for (const who of [email, nobody]) {
      for (let i = 0; i < 3; i++) await takeResetRequest({ email: ` ${who.toUpperCase()}`, address })
      await expect(takeResetRequest({ email: who, address })).rejects.toMatchObject({ reason: 'too_many' })
    }
    await askForReset(nobody)
    expect(await mails()).toEqual([])
    await askForReset(email)
    expect(await mails()).toEqual([{ userId: s.users.ben.id }])
    await transaction((db) => db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, s.users.ben.id)).returning())
    await askForReset(email)
    expect(await mails()).toHaveLength(1)
  })
})
