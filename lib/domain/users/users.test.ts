import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene, makeUser, makeWorkspace } from '@/db/factories'
import { events } from '@/db/schema/events'
import { invitations, users } from '@/db/schema/users'
import { system } from '../actor'
import { acceptInvitation, invitationOf } from './accept-invitation'
import { changePassword, setPassword } from './change-password'
import { changeRole } from './change-role'
import { createUser } from './create'
import { disable, enable } from './disable'
import { invite, revokeInvitation } from './invite'
import { listInvitations, listUsers } from './list'
import { changeProfile, me } from './profile'
import { sessionUser } from './session-user'
import { signIn } from './sign-in'
import { signOutEverywhere } from './sign-out-everywhere'

const PASSWORD = 'a long enough secret'
const mail = () => `p-${crypto.randomUUID().slice(0, 12)}@example.test`
const row = async (id: number) => (await (await reader()).select().from(users).where(eq(users.id, id)))[0]!
const eventKinds = async (workspaceId: number) =>
  (await (await reader()).select({ kind: events.kind }).from(events).where(eq(events.workspaceId, workspaceId))).map((e) => e.kind)

describe('invitations', () => {
  it('lets one person in, once, and keeps no secret', async () => {
    const s = await makeScene()
    const email = mail()
    const { token, id } = await invite(s.ana, { role: 'admin', email })
    const [kept] = await (await reader()).select().from(invitations).where(eq(invitations.id, id))
    expect(JSON.stringify(kept)).not.toContain(token)
    expect(await invitationOf(token)).toMatchObject({ workspaceId: s.workspace.id, role: 'admin', isFirst: false })
    const joined = await acceptInvitation({ token, name: 'Cleo', email: ` ${email.toUpperCase()} `, password: PASSWORD })
    expect(await sessionUser(joined.actor.userId, joined.sessionVersion)).toEqual(joined.actor)
    expect((await signIn({ email, password: PASSWORD, address: '1' })).actor).toEqual(joined.actor)
    await expect(acceptInvitation({ token, name: 'Dan', email: mail(), password: PASSWORD })).rejects.toMatchObject({ reason: 'invitation_over' })
    expect(await eventKinds(s.workspace.id)).toEqual(['invitation.changed', 'invitation.changed', 'user.changed'])
  })

  it('lets in only the one of its address, and one without an address anybody', async () => {
    const s = await makeScene()
    const email = mail()
    const { token } = await invite(s.ana, { email })
    for (const other of [mail(), `x${email}`])
      await expect(acceptInvitation({ token, name: 'Eve', email: other, password: PASSWORD })).rejects.toMatchObject({ reason: 'invitation_for_another' })
    await acceptInvitation({ token, name: 'Cleo', email, password: PASSWORD })
    const open = await invite(s.ana, {})
    await acceptInvitation({ token: open.token, name: 'Dan', email: mail(), password: PASSWORD })
  })

  it('tells nobody whether an email signs in to another workspace', async () => {
    const [s, other] = [await makeScene(), await makeScene()]
    const email = mail()
    await createUser(other.house, { name: 'Cleo', email, password: PASSWORD })
    const { token } = await invite(s.ana, { email })
    const joined = await acceptInvitation({ token, name: 'Cleo', email, password: 'quite another secret' })
    expect(joined.actor.workspaceId).toBe(s.workspace.id)
    const open = await invite(s.ana, {})
    await expect(acceptInvitation({ token: open.token, name: 'Cleo', email, password: PASSWORD })).rejects.toMatchObject({ reason: 'email_taken' })
    const third = await makeScene()
    await createUser(third.house, { name: 'Cleo', email, password: PASSWORD })
    await expect(invite(s.ana, { email })).rejects.toMatchObject({ reason: 'email_taken' })
  })

  it('lets one of five in when they use it at once', async () => {
    const s = await makeScene()
    const { token } = await invite(s.ana, {})
    const tries = await Promise.allSettled([1, 2, 3, 4, 5].map(() => acceptInvitation({ token, name: 'Racer', email: mail(), password: PASSWORD })))
    expect(tries.filter((r) => r.status === 'fulfilled')).toHaveLength(1)
    expect(tries.flatMap((r) => (r.status === 'rejected' ? [r.reason.reason] : []))).toEqual(Array(4).fill('invitation_over'))
  })

  it('is over when it expired, was withdrawn, or never was', async () => {
    const s = await makeScene()
    const [late, gone] = [await invite(s.ana, {}), await invite(s.ana, {})]
    await transaction((db) =>
      db
        .update(invitations)
        .set({ expiresAt: new Date(Date.now() - 1) })
        .where(eq(invitations.id, late.id))
        .returning(),
    )
    await revokeInvitation(s.ana, { invitationId: gone.id })
    await revokeInvitation(s.ana, { invitationId: gone.id })
    for (const token of [late.token, gone.token, 'nonsense', '%00']) await expect(invitationOf(token)).rejects.toMatchObject({ reason: 'invitation_over' })
    expect((await listInvitations(s.ana, {})).rows).toMatchObject([{ id: late.id, expired: true, invitedBy: 'Ana' }])
  })

  it('stays good when the email was taken or the password too easy', async () => {
    const s = await makeScene()
    const { token } = await invite(s.ana, {})
    await expect(acceptInvitation({ token, name: 'Eve', email: s.users.ben.email, password: PASSWORD })).rejects.toMatchObject({ reason: 'email_taken' })
    await expect(acceptInvitation({ token, name: 'Eve', email: mail(), password: 'password123' })).rejects.toMatchObject({ reason: 'weak_password' })
    expect(await invitationOf(token)).toMatchObject({ role: 'agent' })
    await expect(invite(s.ana, { email: s.users.ben.email })).rejects.toMatchObject({ reason: 'email_taken' })
  })

  it('are an admin’s business, in their own workspace', async () => {
    const [s, other] = [await makeScene(), await makeScene()]
    const { id } = await invite(s.ana, {})
    await expect(invite(s.ben, {})).rejects.toMatchObject({ reason: 'not_allowed' })
    await expect(revokeInvitation(s.ben, { invitationId: id })).rejects.toMatchObject({ reason: 'not_allowed' })
    await expect(revokeInvitation(other.ana, { invitationId: id })).rejects.toMatchObject({ reason: 'not_found' })
    for (const verb of [listUsers, listInvitations]) await expect(verb(s.ben, {})).rejects.toMatchObject({ reason: 'not_allowed' })
  })
})

describe('accounts', () => {
  it('switched off lose their sessions at once and can be switched on again', async () => {
    const s = await makeScene()
    expect(await sessionUser(s.ben.userId, 1)).toEqual(s.ben)
    await disable(s.ana, { userId: s.ben.userId })
    await disable(s.ana, { userId: s.ben.userId })
    expect(await sessionUser(s.ben.userId, 1)).toBeNull()
    expect(await sessionUser(s.ben.userId, 2)).toBeNull()
    await enable(s.ana, { userId: s.ben.userId })
    expect(await sessionUser(s.ben.userId, 1)).toBeNull()
    expect(await sessionUser(s.ben.userId, 2)).toEqual(s.ben)
    expect(await eventKinds(s.workspace.id)).toEqual(['user.changed', 'user.changed'])
  })

  it('change role at once', async () => {
    const s = await makeScene()
    await changeRole(s.ana, { userId: s.ben.userId, role: 'admin' })
    expect(await sessionUser(s.ben.userId, 1)).toBeNull()
    expect(await sessionUser(s.ben.userId, 2)).toMatchObject({ role: 'admin' })
  })

  it('of other workspaces are not found; one’s own and agents are refused', async () => {
    const [s, other] = [await makeScene(), await makeScene()]
    const foreign = { userId: other.ben.userId }
    await expect(disable(s.ana, foreign)).rejects.toMatchObject({ reason: 'not_found' })
    await expect(enable(s.ana, foreign)).rejects.toMatchObject({ reason: 'not_found' })
    await expect(changeRole(s.ana, { ...foreign, role: 'admin' })).rejects.toMatchObject({ reason: 'not_found' })
    await expect(setPassword({ kind: 'system', workspaceId: s.workspace.id }, { ...foreign, password: PASSWORD })).rejects.toMatchObject({ reason: 'not_found' })
    await expect(disable(s.ana, { userId: s.ana.userId })).rejects.toMatchObject({ reason: 'own_account' })
    await expect(changeRole(s.ana, { userId: s.ana.userId, role: 'agent' })).rejects.toMatchObject({ reason: 'own_account' })
    await expect(disable(s.ben, { userId: s.ana.userId })).rejects.toMatchObject({ reason: 'not_allowed' })
  })

  it('keep an admin, also when two remove each other at once', async () => {
    for (let round = 0; round < 5; round++) {
      const s = await makeScene()
      await expect(disable(s.house, { userId: s.ana.userId })).rejects.toMatchObject({ reason: 'last_admin' })
      const cleo = await makeUser(s.workspace.id, { role: 'admin' })
      const second = { ...s.ana, userId: cleo.id }
      const both = await Promise.allSettled([changeRole(s.ana, { userId: cleo.id, role: 'agent' }), disable(second, { userId: s.ana.userId })])
      expect(both.map((r) => r.status).toSorted()).toEqual(['fulfilled', 'rejected'])
      expect(both.find((r) => r.status === 'rejected')?.reason).toMatchObject({ reason: 'last_admin' })
    }
  })

  it('are listed by name, page after page', async () => {
    const s = await makeScene()
    for (const name of ['Zoe', 'Ana', 'Mia']) await makeUser(s.workspace.id, { name })
    const names: string[] = []
    let cursor: string | undefined
    do {
      const page = await listUsers(s.ana, { limit: 2, cursor })
      names.push(...page.rows.map((u) => u.name))
      cursor = page.next ?? undefined
    } while (cursor)
    expect(names).toEqual(['Ana', 'Ana', 'Ben', 'Mia', 'Zoe'])
    await expect(listUsers(s.ana, { cursor: 'bm8' })).rejects.toMatchObject({ reason: 'bad_cursor' })
  })
})

describe('passwords', () => {
  it('change only with the old one, and end the other sessions', async () => {
    const workspace = await makeWorkspace()
    const email = mail()
    const { id } = await createUser(system(workspace.id), { name: 'Flo', email, password: PASSWORD })
    const flo = { kind: 'user', workspaceId: workspace.id, userId: id, role: 'agent' } as const
    await expect(changePassword(flo, { current: 'not this one', next: 'another long secret' })).rejects.toMatchObject({ reason: 'wrong_password' })
    await expect(changePassword(flo, { current: PASSWORD, next: email })).rejects.toMatchObject({ reason: 'weak_password' })
    const { sessionVersion } = await changePassword(flo, { current: PASSWORD, next: 'another long secret' })
    expect(await sessionUser(id, 1)).toBeNull()
    expect(await sessionUser(id, sessionVersion)).toEqual(flo)
    await expect(signIn({ email, password: PASSWORD, address: '2' })).rejects.toMatchObject({ reason: 'wrong_password' })
    await setPassword({ kind: 'system', workspaceId: workspace.id }, { userId: id, password: PASSWORD })
    expect(await sessionUser(id, sessionVersion)).toBeNull()
    await signOutEverywhere(flo, {})
    expect((await row(id)).sessionVersion).toBe(4)
  })

  it('change once when two changes meet', async () => {
    const s = await makeScene()
    await setPassword({ kind: 'system', workspaceId: s.workspace.id }, { userId: s.ben.userId, password: PASSWORD })
    const both = await Promise.allSettled(['the first new secret', 'the second new secret'].map((next) => changePassword(s.ben, { current: PASSWORD, next })))
    expect(both.map((r) => r.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('profile', () => {
  it('keeps what was not mentioned and drops what is null', async () => {
    const s = await makeScene()
    await changeProfile(s.ben, { name: '  Ben\u202e B. ', preferences: { locale: 'es', theme: 'dark', timeZone: 'Europe/Madrid' } })
    await changeProfile(s.ben, { preferences: { theme: null, shortcuts: false } })
    expect(await me(s.ben, {})).toMatchObject({
      name: 'Ben B.',
      preferences: { locale: 'es', shortcuts: false, timeZone: 'Europe/Madrid' },
      workspace: { id: s.workspace.id },
    })
    expect((await me(s.ben, {})).preferences).not.toHaveProperty('theme')
    await expect(changeProfile(s.ben, { preferences: { timeZone: 'Mars/Base' } })).rejects.toMatchObject({ reason: 'bad_input' })
    const [last] = await (
      await reader()
    )
      .select({ n: sql<number>`count(*)` })
      .from(events)
      .where(eq(events.workspaceId, s.workspace.id))
    expect(Number(last?.n)).toBe(2)
  })
})
