import { eq } from 'drizzle-orm'
import { beforeEach, expect, it, vi } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeWorkspace } from '@/db/factories'
import { users } from '@/db/schema/users'
import { system } from '../actor'
import { changePassword, setPassword } from './change-password'
import { createUser } from './create'
import type * as queue from './hash-queue'
import { hashPassword } from './password'
import { signIn } from './sign-in'

const work = vi.hoisted(() => ({ hashes: 0 }))
vi.mock('./hash-queue', async (original) => {
  const real = await original<typeof queue>()
  const hashInTurn: typeof real.hashInTurn = (one) => {
    work.hashes++
    return real.hashInTurn(one)
  }
  return { ...real, hashInTurn }
})
beforeEach(() => void (work.hashes = 0))

const PASSWORD = 'a long enough secret'
const newEmail = () => `s-${crypto.randomUUID().slice(0, 12)}@example.test`
const member = async (email: string, password: string) => {
  const { id: workspaceId } = await makeWorkspace()
  const { id } = await createUser(system(workspaceId), { name: 'Gil', email, password, role: 'agent' })
  return { id, workspaceId }
}
const hashesOf = async (email: string, password: string, workspaceId?: number) => {
  work.hashes = 0
  const answer = await signIn({ email, password, address: crypto.randomUUID(), workspaceId }).then(
    (ok) => ok.actor.userId,
    (e: { reason?: string }) => e.reason,
  )
  return [answer, work.hashes]
}

it('a sign-in derives one key, in however many workspaces the email is, or in none', async () => {
  const email = newEmail()
  const all: Awaited<ReturnType<typeof member>>[] = []
  for (let n = 0; n < 4; n++) all.push(await member(email, `${PASSWORD} ${n}`))
  for (const [n, one] of all.entries()) expect(await hashesOf(email, `${PASSWORD} ${n}`)).toEqual([one.id, 1])
  expect(await hashesOf(email, 'a wrong guess')).toEqual(['wrong_password', 1])
  expect(await hashesOf(newEmail(), 'a wrong guess')).toEqual(['wrong_password', 1])
  expect(await hashesOf('', '')).toEqual(['wrong_password', 1])
})

it('still does when a password was changed or given', async () => {
  const email = newEmail()
  const [one, two] = [await member(email, PASSWORD), await member(email, `${PASSWORD} too`)]
  await changePassword({ kind: 'user', userId: one.id, workspaceId: one.workspaceId, role: 'agent' }, { current: PASSWORD, next: 'lanterns over water' })
  await setPassword({ kind: 'system', workspaceId: two.workspaceId }, { userId: two.id, password: 'water over lanterns' })
  expect(await hashesOf(email, 'lanterns over water')).toEqual([one.id, 1])
  expect(await hashesOf(email, 'water over lanterns')).toEqual([two.id, 1])
  expect(await hashesOf(email, PASSWORD)).toEqual(['wrong_password', 1])
})

it('accounts from before come to share it as their person signs in, and their passwords stay', async () => {
  const email = newEmail()
  const all: Awaited<ReturnType<typeof member>>[] = []
  for (let n = 0; n < 3; n++) {
    const one = await member(email, PASSWORD)
    const passwordHash = await hashPassword(`${PASSWORD} ${n}`)
    await transaction((db) => db.update(users).set({ passwordHash }).where(eq(users.id, one.id)).returning())
    all.push(one)
  }
  expect(await hashesOf(email, 'a wrong guess')).toEqual(['wrong_password', 3])
  for (const [n, one] of all.entries()) expect((await hashesOf(email, `${PASSWORD} ${n}`))[0]).toBe(one.id)
  for (const [n, one] of all.entries()) expect(await hashesOf(email, `${PASSWORD} ${n}`)).toEqual([one.id, 1])
  const stored = await (await reader()).select({ hash: users.passwordHash }).from(users).where(eq(users.email, email))
  expect(new Set(stored.map((s) => s.hash)).size).toBe(3)
})
