import { describe, expect, it } from 'vitest'
import { makeWorkspace } from '@/db/factories'
import { system } from '../actor'
import { createUser } from './create'
import { disable } from './disable'
import { hashPassword, isPassword, requireStrong } from './password'
import { ACCOUNT_LIMIT, ADDRESS_LIMIT, CROWDED_LIMIT, GUESS_LIMIT, signIn, signInLimits } from './sign-in'
import { take } from '../limits/take'

const PASSWORD = 'a long enough secret'
const somewhere = () => crypto.randomUUID()

async function account() {
  const workspace = await makeWorkspace()
  const email = `s-${crypto.randomUUID().slice(0, 12)}@example.test`
  const { id } = await createUser(system(workspace.id), { name: 'Gil', email, password: PASSWORD, role: 'agent' })
  return { workspace, email, id }
}

describe('signIn', () => {
  it('knows the right password, in any case of the email, and says the same of everything else', async () => {
    const a = await account()
    expect(await signIn({ email: a.email.toUpperCase(), password: PASSWORD, address: somewhere() })).toMatchObject({
      sessionVersion: 1,
      actor: { userId: a.id, role: 'agent' },
    })
    for (const said of [
      { email: a.email, password: 'nope' },
      { email: 'nobody@example.test', password: PASSWORD },
      { email: '', password: '' },
      { email: 'a\u0000b', password: '\u0000' },
    ])
      await expect(signIn({ ...said, address: somewhere() })).rejects.toMatchObject({ reason: 'wrong_password' })
    await disable(system(a.workspace.id), { userId: a.id })
    await expect(signIn({ email: a.email, password: 'nope', address: somewhere() })).rejects.toMatchObject({ reason: 'wrong_password' })
    await expect(signIn({ email: a.email, password: PASSWORD, address: somewhere() })).rejects.toMatchObject({ reason: 'account_disabled' })
  })

  it('stops guessing at one account from one address; even the right password then waits, but not elsewhere', async () => {
    const a = await account()
    const address = somewhere()
    const guesses = await Promise.allSettled(Array.from({ length: GUESS_LIMIT.max + 5 }, () => signIn({ email: a.email, password: 'guess', address })))
    const reasons = guesses.flatMap((g) => (g.status === 'rejected' ? [g.reason.reason] : []))
    expect(reasons.filter((r) => r === 'wrong_password')).toHaveLength(GUESS_LIMIT.max)
    expect(reasons.filter((r) => r === 'too_many')).toHaveLength(5)
    await expect(signIn({ email: a.email, password: PASSWORD, address })).rejects.toMatchObject({ reason: 'too_many', data: { retryAt: expect.any(Number) } })
    expect(await signIn({ email: a.email, password: PASSWORD, address: somewhere() })).toMatchObject({ sessionVersion: 1 })
  })

  /** So many attempts as had come before, without the slow hash of each. */
  const attempts = async (email: string, address: string, which: 1 | 2, times: number) => {
    const [key, limit] = signInLimits(email, address)[which]
    for (let i = 0; i < times; i++) await take(key, limit)
  }

  it('slows guessing at one account from everywhere, and locks nobody out by it', async () => {
    const a = await account()
    await attempts(a.email, somewhere(), 2, ACCOUNT_LIMIT.max)
    const address = somewhere()
    for (let i = 0; i < CROWDED_LIMIT.max; i++) await expect(signIn({ email: a.email, password: 'guess', address })).rejects.toMatchObject({ reason: 'wrong_password' })
    await expect(signIn({ email: a.email, password: PASSWORD, address })).rejects.toMatchObject({ reason: 'too_many' })
    expect(await signIn({ email: a.email, password: PASSWORD, address: somewhere() })).toMatchObject({ sessionVersion: 1 })
  })

  it('lets in a browser that was signed in before, whatever others guess, even from its own address', async () => {
    const a = await account()
    const [address, device] = [somewhere(), { id: 'a-known-browser1', userId: a.id }]
    await attempts(a.email, address, 2, ACCOUNT_LIMIT.max)
    await attempts(a.email, address, 1, ADDRESS_LIMIT.max)
    await expect(signIn({ email: a.email, password: PASSWORD, address })).rejects.toMatchObject({ reason: 'too_many' })
    expect(await signIn({ email: a.email, password: PASSWORD, address, device })).toMatchObject({ sessionVersion: 1 })
    for (let i = 0; i < GUESS_LIMIT.max; i++)
      await expect(signIn({ email: a.email, password: 'guess', address, device })).rejects.toMatchObject({ reason: 'wrong_password' })
    await expect(signIn({ email: a.email, password: PASSWORD, address, device })).rejects.toMatchObject({ reason: 'too_many' })
  })

  it('knows no browser by what it signed in to elsewhere under the same email', async () => {
    const a = await account()
    const other = await makeWorkspace('Other')
    const theirs = await createUser(system(other.id), { name: 'Mal', email: a.email, password: 'quite another secret', role: 'admin' })
    const address = somewhere()
    await attempts(a.email, address, 1, ADDRESS_LIMIT.max)
    // A new one with each sign-in to their own account would be ten more guesses at the other.
    for (const id of ['minted-browser-1', 'minted-browser-2'])
      await expect(signIn({ email: a.email, password: 'guess', address, device: { id, userId: theirs.id } })).rejects.toMatchObject({ reason: 'too_many' })
  })

  it('finds the workspace by the password, and asks only whoever has the same one in several', async () => {
    const a = await account()
    const other = await makeWorkspace('Other')
    const theirs = await createUser(system(other.id), { name: 'Gil', email: a.email, password: 'quite another secret', role: 'admin' })
    const address = somewhere()
    expect((await signIn({ email: a.email, password: PASSWORD, address })).actor).toMatchObject({ userId: a.id, workspaceId: a.workspace.id })
    expect((await signIn({ email: a.email, password: 'quite another secret', address })).actor).toMatchObject({ userId: theirs.id, workspaceId: other.id })
    const third = await makeWorkspace('Third')
    await createUser(system(third.id), { name: 'Gil', email: a.email, password: PASSWORD, role: 'agent' })
    await expect(signIn({ email: a.email, password: PASSWORD, address })).rejects.toMatchObject({
      reason: 'choose_workspace',
      data: { workspaces: [{ id: a.workspace.id }, { id: third.id, name: 'Third' }] },
    })
    expect((await signIn({ email: a.email, password: PASSWORD, address, workspaceId: third.id })).actor.workspaceId).toBe(third.id)
    await expect(signIn({ email: a.email, password: 'guess', address, workspaceId: third.id })).rejects.toMatchObject({ reason: 'wrong_password' })
  })

  it('stops one address that tries many accounts; successes do not count', async () => {
    const a = await account()
    const address = somewhere()
    await attempts('', address, 1, ADDRESS_LIMIT.max - 2)
    for (let i = 0; i < 3; i++) await signIn({ email: a.email, password: PASSWORD, address })
    for (let i = 0; i < 2; i++)
      await expect(signIn({ email: `${somewhere()}@example.test`, password: 'guess', address })).rejects.toMatchObject({ reason: 'wrong_password' })
    await expect(signIn({ email: a.email, password: PASSWORD, address })).rejects.toMatchObject({ reason: 'too_many' })
    expect(await signIn({ email: a.email, password: PASSWORD, address: somewhere() })).toMatchObject({ sessionVersion: 1 })
  })
})

describe('take', () => {
  it('begins anew when the window is over', async () => {
    const key = `test:${somewhere()}`
    const limit = { max: 2, windowMs: 1000 }
    const at = new Date()
    await take(key, limit, at)
    await take(key, limit, at)
    await expect(take(key, limit, at)).rejects.toMatchObject({ reason: 'too_many' })
    await take(key, limit, new Date(at.getTime() + 1000))
  })

  it('lets exactly the limit through when everybody comes at once', async () => {
    const key = `test:${somewhere()}`
    const all = await Promise.allSettled(Array.from({ length: 30 }, () => take(key, { max: 7, windowMs: 60_000 })))
    expect(all.filter((r) => r.status === 'fulfilled')).toHaveLength(7)
  })
})

describe('passwords', () => {
  it('are hashed with their own salt and compared whatever is stored', async () => {
    const [one, two] = [await hashPassword(PASSWORD), await hashPassword(PASSWORD)]
    expect(one).not.toBe(two)
    expect(await isPassword(PASSWORD, one)).toBe(true)
    for (const stored of [null, '', 'scrypt$1$1$1$x$y', two.slice(0, -2)]) expect(await isPassword(PASSWORD, stored)).toBe(false)
    expect(await isPassword('', null)).toBe(false)
  })

  it('must not be short, common or one’s own name', () => {
    const about = { email: 'gil.long.name@example.test', name: 'Gilbert Long' }
    for (const weak of [
      'short',
      'aaaaaaaaaaaa',
      'Password123',
      '1234567890',
      'qwertyuiop',
      'Password2024!',
      'P@ssw0rd1234',
      'qwertyuiop123',
      '123456789012',
      'sunshine12345',
      'dragondragon',
      'unbelievable',
      'Administrator1',
      '1qaz2wsx3edc',
      'abcdefghijklm',
      '2020-12-31-99',
      'GIL.LONG.NAME@example.test',
      'gilbert long',
      'x'.repeat(201),
    ])
      expect(() => requireStrong(weak, about), weak).toThrow(expect.objectContaining({ reason: 'weak_password' }))
    for (const strong of ['correct horse battery', 'lanterns over water', 'k7mq-pw3x-9ahd-tz5r', 'Zq8vTr2mWx4n', 'señales de humo azul'])
      expect(() => requireStrong(strong, about), strong).not.toThrow()
  })
})
