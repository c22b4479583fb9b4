import { encode } from 'next-auth/jwt'
import { describe, expect, it } from 'vitest'
import { makeScene } from '@/db/factories'
import { beginSession } from '@/lib/domain/sessions/begin'
import { endSession } from '@/lib/domain/sessions/end'
import { listSessions } from '@/lib/domain/sessions/list'
import { changeRole } from '@/lib/domain/users/change-role'
import { disable } from '@/lib/domain/users/disable'
import { signOutEverywhere } from '@/lib/domain/users/sign-out-everywhere'
import { DEVICE_COOKIE, deviceFor, deviceIn } from './device'
import { actorOf } from './session'
import { sessionSecret } from './settings'
import { cookieName, decodeToken, encodeToken, renewedToken } from './token'

const asking = (token: string) => actorOf(new Request('http://localhost/api/ui/me', { headers: { cookie: `theme=dark; ${cookieName()}=${token}; x=1` } }))

describe('actorOf', () => {
  it('knows the signed-in user, with the role of this moment', async () => {
    const s = await makeScene()
    const token = await encodeToken(s.ben.userId, 1)
    expect(await asking(token)).toEqual(s.ben)
    expect(await asking(token)).toEqual(s.ben)
    await changeRole(s.ana, { userId: s.ben.userId, role: 'admin' })
    expect(await asking(token)).toBeNull()
    expect(await asking(await encodeToken(s.ben.userId, 2))).toMatchObject({ role: 'admin' })
  })

  it('knows nobody once they are switched off or signed out everywhere', async () => {
    const s = await makeScene()
    const [anas, bens] = [await encodeToken(s.ana.userId, 1), await encodeToken(s.ben.userId, 1)]
    expect([await asking(anas), await asking(bens)]).toEqual([s.ana, s.ben])
    await disable(s.ana, { userId: s.ben.userId })
    await signOutEverywhere(s.ana, {})
    expect([await asking(anas), await asking(bens)]).toEqual([null, null])
  })

  it('knows nobody in a browser whose session ended, and everybody in the others', async () => {
    const s = await makeScene()
    const from = { userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0', address: '203.0.113.7' }
    const [one, two] = [await beginSession(s.ben.userId, from), await beginSession(s.ben.userId, from)]
    const [first, second] = [await encodeToken(s.ben.userId, 1, one), await encodeToken(s.ben.userId, 1, two)]
    expect(await asking(first)).toEqual({ ...s.ben, sessionId: one })
    expect(await listSessions({ ...s.ben, sessionId: one }, {})).toMatchObject([
      { id: two, current: false, ...from },
      { id: one, current: true },
    ])
    // A session is its own person's to end.
    await endSession(s.ana, { sessionId: one })
    expect(await asking(first)).not.toBeNull()
    await endSession(s.ben, { sessionId: one })
    await endSession(s.ben, { sessionId: one })
    expect([await asking(first), await asking(second)]).toEqual([null, { ...s.ben, sessionId: two }])
    expect(await asking((await renewedToken(first, Date.now() + 2 * 86_400_000)) ?? '')).toBeNull()
    // Nor does a cookie with another's session.
    expect(await asking(await encodeToken(s.ana.userId, 1, two))).toBeNull()
    await signOutEverywhere(s.ben, {})
    expect(await listSessions(s.ben, {})).toEqual([])
  })

  it('keeps the newest fifty sessions of a person', async () => {
    const s = await makeScene()
    const ids: number[] = []
    for (let i = 0; i < 52; i++) ids.push(await beginSession(s.ben.userId, { userAgent: '', address: '' }))
    expect((await listSessions(s.ben, {})).map((x) => x.id).toSorted((a, b) => a - b)).toEqual(ids.slice(2))
  })

  it('knows a browser again only for the account it signed in to', () => {
    const value = deviceFor(7)
    const [id, , signature] = value.split('.')
    const cookie = (said: string) => `x=1; ${DEVICE_COOKIE}=${said}`
    expect(deviceIn(cookie(value))).toEqual({ id, userId: 7 })
    for (const said of [
      `${id}.8.${signature}`,
      `${id}.07.${signature}`,
      `${'a'.repeat(16)}.7.${signature}`,
      `${value}x`,
      `${id}.7.`,
      `${id}.${signature}`,
      `${id}.7e0.${signature}`,
      '',
    ])
      expect(deviceIn(cookie(said)), said).toBeNull()
    expect(deviceIn(null)).toBeNull()
  })

  it('believes no cookie but its own', async () => {
    const s = await makeScene()
    const good = await encodeToken(s.ana.userId, 1)
    const claims = { uid: s.ana.userId, v: 1 }
    const wrong = [
      '',
      'x',
      'a.b.c',
      '%',
      good.slice(0, -1),
      `${good}A`,
      good.slice(1),
      good.replace(/.(?=.{40}$)/, (c) => (c === 'A' ? 'B' : 'A')),
      'x'.repeat(100_000),
      await encode({ token: claims, secret: 'another secret' }),
      await encode({ token: { ...claims, uid: String(s.ana.userId) } as never, secret: sessionSecret() }),
      await encode({ token: { sub: String(s.ana.userId) } as never, secret: sessionSecret() }),
      await encode({ token: claims, secret: sessionSecret(), maxAge: -60 }),
      await encodeToken(999_999_999, 1),
    ]
    for (const token of wrong) expect(await asking(token), token.slice(0, 60)).toBeNull()
    expect(await actorOf(new Request('http://localhost/'))).toBeNull()
    expect(await asking(good)).toEqual(s.ana)
  })

  it('forgets a token that expires while it is remembered', async () => {
    const token = await encodeToken(7, 1)
    const claims = await decodeToken(token)
    expect(claims).toMatchObject({ uid: 7, v: 1 })
    expect(await decodeToken(token, (claims?.exp ?? 0) * 1000)).toBeNull()
  })

  it('renews a token once a day, never one that is over', async () => {
    const token = await encodeToken(7, 3)
    const day = 86_400_000
    expect(await renewedToken(token)).toBeNull()
    const later = await renewedToken(token, Date.now() + day + 1000)
    expect(await decodeToken(later ?? '')).toMatchObject({ uid: 7, v: 3 })
    for (const over of [token, 'x', undefined]) expect(await renewedToken(over, Date.now() + 31 * day)).toBeNull()
  })

  it('does not decrypt again what it has decrypted', async () => {
    const tokens = await Promise.all(Array.from({ length: 300 }, (_, i) => encodeToken(i + 1, 1)))
    const time = async () => {
      const start = performance.now()
      for (const token of tokens) await decodeToken(token)
      return performance.now() - start
    }
    const first = await time()
    expect(Math.min(await time(), await time(), await time())).toBeLessThan(first / 3)
  })
})
